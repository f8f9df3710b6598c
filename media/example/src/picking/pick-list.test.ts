import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pickList } from './pick-list.ts';
import { copiesInStock, ordersOfNight } from './stock-room.ts';

describe('the pick list', () => {
  it('takes the copy that has been here longest', () => {
    const copies = [{ isbn: 1, shelf: 'A1', arrived: 9 }, { isbn: 1, shelf: 'B2', arrived: 3 }];
    assert.deepEqual(pickList([{ id: 7, isbns: [1] }], copies), { picks: [{ order: 7, isbn: 1, shelf: 'B2' }], missing: [] });
  });

  it('says what is missing', () => {
    assert.deepEqual(pickList([{ id: 7, isbns: [2] }], []).missing, [2]);
  });

  it('holds every book of a busy night once', () => {
    const orders = ordersOfNight(8_000);
    const { picks, missing } = pickList(orders, copiesInStock(20_000));
    assert.equal(picks.length + missing.length, 16_000);
  });
});
