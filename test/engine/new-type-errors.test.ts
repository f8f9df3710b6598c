import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newTypeErrors } from '../../src/engine/new-type-errors.js';
import type { TypeError } from '../../src/syntax/type-error.js';
import { applyEdits } from '../../src/engine/fix-check.js';

const error = (start: number, end: number, message = 'no', gist = message, code = 2322): TypeError => ({ code, start, end, message, gist });

describe('type errors that edits bring', () => {
  // 0123456789 -> 01XX56789
  const edits = [{ start: 2, end: 5, newText: 'XX' }];
  const cases: Readonly<Record<string, readonly [before: readonly TypeError[], after: readonly TypeError[], brought: number]>> = {
    'none where text moves with its error': [[error(0, 2), error(6, 8)], [error(0, 2), error(5, 7)], 0],
    'one where the same words are said of another place': [[error(6, 8)], [error(6, 8)], 1],
    'one where another code is used of the place': [[error(6, 8)], [error(5, 7, 'no', 'no', 2345)], 1],
    'none where only types are named otherwise': [[error(6, 8, 'lacks x in A', 'lacks x')], [error(5, 7, 'lacks x in B', 'lacks x')], 0],
    'one where the gist of it is another': [[error(6, 8, 'lacks x in A', 'lacks x')], [error(5, 7, 'lacks y in A', 'lacks y')], 1],
    'none where what was replaced had it, at whatever place': [[error(2, 4)], [error(3, 4)], 0],
    'one where the text that had it is still there without it': [[error(6, 8)], [error(3, 4)], 1],
    'one where the text replaced had it in other words': [[error(2, 4, 'lacks x in A', 'lacks x')], [error(3, 4, 'lacks x in B', 'lacks x')], 1],
    'one for each time it is said more often': [[error(2, 4)], [error(2, 3), error(3, 4)], 1],
    'none of the whole file where it was there': [[error(0, 0)], [error(0, 0)], 0],
  };
  for (const [title, [before, after, brought]] of Object.entries(cases)) {
    it(`are ${title}`, () => assert.equal(newTypeErrors(before, after, edits).length, brought));
  }

  it('are none for any span of text that no edit touches', () => {
    const parts = fc.array(fc.record({ keep: fc.string({ minLength: 1, maxLength: 4 }), drop: fc.string({ maxLength: 3 }), put: fc.string({ maxLength: 3 }) }), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(parts, fc.nat(), (list, pick) => {
      let text = '';
      let result = '';
      const changes: { start: number; end: number; newText: string }[] = [];
      const spans = list.map(({ keep, drop, put }) => {
        const span = { before: text.length, after: result.length, length: keep.length };
        text += keep + drop;
        result += keep + put;
        changes.push({ start: text.length - drop.length, end: text.length, newText: put });
        return span;
      });
      assert.equal(applyEdits(text, changes), result);
      const { before, after, length } = spans[pick % spans.length] ?? { before: 0, after: 0, length: 0 };
      assert.deepEqual(newTypeErrors([error(before, before + length)], [error(after, after + length)], changes), []);
      assert.equal(newTypeErrors([], [error(after, after + length)], changes).length, 1);
    }));
  });
});
