// The pick list of a morning: `npm run picking`, or `node src/picking/morning.ts 16000` for that of a Monday.
import { pickList } from './pick-list.ts';
import { copiesInStock, ordersOfNight } from './stock-room.ts';

const orders = ordersOfNight(Number(process.argv[2] ?? 8_000));
const copies = copiesInStock(20_000);
const { picks, missing } = pickList(orders, copies);
console.log(`${orders.length} orders: ${picks.length} books to pick, ${missing.length} to order again`);
