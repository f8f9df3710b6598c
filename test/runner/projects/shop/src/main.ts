import { Orders } from './orders.ts';
import heaviest, { scaledBy, scales } from './weights.ts';

async function day(): Promise<number> {
  let sum = 0;
  for (let round = 0; round < 150_000; round++) sum = (sum * 59 + 700_029) % 65_521;
  const orders = Orders.of(sum);
  const twice = scaledBy(2);
  for (const order of await orders.sorted()) sum += orders.rank(order) + twice(order.size);
  return sum + orders.total + scales.zero() + scales.tare(sum) + heaviest(orders.pages());
}

let all = 0;
for (let round = 0; round < 40; round++) all += await day();
if (all === 0) throw new Error('nothing was done');
