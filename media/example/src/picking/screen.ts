// The screen in the stock room: the pick list of the orders that are open now, made anew again and again until it is switched off.
import { setTimeout } from 'node:timers/promises';
import { pickList } from './pick-list.ts';
import { copiesInStock, ordersOfNight } from './stock-room.ts';

const copies = copiesInStock(20_000);

for (let round = 1; ; round++) {
  const { picks } = pickList(ordersOfNight(200 + (round % 50)), copies);
  console.log(`${picks.length} books to pick, next on ${picks[0]?.shelf ?? 'no shelf'}`);
  await setTimeout(20);
}
