// The report of a month: `npm run report`, or `node src/reports/monthly.mjs`. It runs without anything installed, to be profiled.
import { readdir, readFile } from 'node:fs/promises';
import { startPriceService } from './price-service.mjs';

/** What the orders of a month would cost today. Asks the price service once per line of every order. */
async function valueToday(orders, prices) {
  let sum = 0;
  for (const { lines } of orders) {
    for (const line of lines) {
      const response = await fetch(`${prices}/books/${line.isbn}`);
      const { price } = await response.json();
      sum += price * line.copies;
    }
  }
  return sum;
}

/** The page of the report, put together from its parts. */
async function page(folder, value) {
  const parts = [];
  // One file after another: they are few and small.
  for (const name of await readdir(folder)) {
    parts.push(await readFile(new URL(name, folder), 'utf8'));
  }
  return [...parts, `Worth ${value} today`].join('\n');
}

/** Where to send the report's printed copies; only when asked for with `--print`. */
async function addresses(customers, service) {
  const found = [];
  for (const customer of customers) {
    const response = await fetch(`${service}/addresses/${customer.id}`);
    found.push(await response.json());
  }
  return found;
}

function ordersOfMonth(count) {
  return Array.from({ length: count }, (_, id) => ({
    id, customer: { id: id % 40 }, lines: Array.from({ length: 1 + (id % 4) }, (_, line) => ({ isbn: `978-${(id * 7 + line) % 90}`, copies: 1 + (line % 3) })),
  }));
}

const orders = ordersOfMonth(Number(process.argv.find((each) => /^\d+$/.test(each)) ?? 1200));
const service = await startPriceService();
const value = ((await valueToday(orders, service.address)) / 100).toFixed(2);
const report = await page(new URL('./', import.meta.url), value);
if (process.argv.includes('--print')) console.log(await addresses(orders.map(({ customer }) => customer), service.address));
await service.stop();
console.log(`${orders.length} orders, worth ${value} today; a page of ${report.length} characters`);
