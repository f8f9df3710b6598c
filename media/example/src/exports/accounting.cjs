// The accountant's export. Plain JavaScript from before the shop had types.
const knex = require('knex')({ client: 'pg', connection: process.env.WAREHOUSE_URL });

/** One line per booking of a year, ready for the spreadsheet. */
async function bookings(year) {
  const rows = await knex('bookings').whereRaw('extract(year from booked_at) = ?', [year]).orderBy('booked_at');
  return rows.map((row) => [row.id, row.booked_at, row.amount].join(';')).join('\n');
}

/** Adds to every account what was booked on it. */
async function balances(accounts) {
  const result = {};
  await Promise.all(
    accounts.map(async (account) => {
      const [row] = await knex('bookings').where({ account: account.number }).sum('amount as total');
      result[account.number] = row.total;
    }),
  );
  return result;
}

/** The ten largest bookings: an answer of known size. */
function largest() {
  return knex('bookings').orderBy('amount', 'desc').limit(10);
}

module.exports = { bookings, balances, largest };
