import assert from 'node:assert/strict';
import fc from 'fast-check';
import { movedLines } from '../../src/cost/heat.js';
import { lineEdit, type TextChange } from '../../src/extension/heat/line-edit.js';

/** Makes an edit of a text and says which of its lines are known to be which of before. */
function edit(before: string, start: [number, number], end: [number, number], text: string): { readonly after: string; readonly known: readonly (string | undefined)[] } {
  const lines = before.split('\n');
  const offset = ([line, character]: [number, number]): number => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  const after = before.slice(0, offset(start)) + text + before.slice(offset(end));
  const change: TextChange = { range: { start: { line: start[0], character: start[1] }, end: { line: end[0], character: end[1] } }, text };
  const written = text.split('\n');
  const rest = after.split('\n')[start[0] + written.length - 1]?.slice((written.length === 1 ? start[1] : 0) + (written.at(-1) ?? '').length) ?? '';
  const moved = movedLines(new Map(lines.map((line, index) => [index, line])), lineEdit(change, rest));
  return { after, known: after.split('\n').map((_, index) => moved.get(index)) };
}

describe('lines that an edit leaves alone', () => {
  it('are those above and below', () => {
    assert.deepEqual(edit('a\nb\nc', [1, 0], [1, 1], 'x').known, ['a', undefined, 'c']);
    assert.deepEqual(edit('a\nb\nc', [0, 1], [1, 0], '').known, [undefined, 'c']);
  });

  it('move when whole lines come or go', () => {
    assert.deepEqual(edit('a\nb', [1, 0], [1, 0], 'x\ny\n').known, ['a', undefined, undefined, 'b']);
    assert.deepEqual(edit('a\nb\nc', [0, 0], [2, 0], '').known, ['c']);
  });

  it('are those that Enter at their end leaves', () => {
    assert.deepEqual(edit('a\nb', [0, 1], [0, 1], '\n  ').known, ['a', undefined, 'b']);
    assert.deepEqual(edit('ab\nc', [0, 1], [0, 1], '\n').known, [undefined, undefined, 'c'], 'not in its middle');
  });

  it('are never lines with another text', () => {
    const text = fc.array(fc.constantFrom('a', 'bb', ' ', ''), { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));
    fc.assert(fc.property(text, fc.nat(), fc.nat(), fc.constantFrom('', 'x', '\n', 'x\n', '\n  ', 'x\ny', '\n\n'), (before, a, b, replacement) => {
      const [from, to] = [a % (before.length + 1), b % (before.length + 1)].sort((x, y) => x - y) as [number, number];
      const place = (offset: number): [number, number] => {
        const above = before.slice(0, offset).split('\n');
        return [above.length - 1, (above.at(-1) ?? '').length];
      };
      const { after, known } = edit(before, place(from), place(to), replacement);
      after.split('\n').forEach((line, index) => assert.ok(known[index] === undefined || known[index]?.trim() === line.trim(), `${JSON.stringify(known[index])} is not ${JSON.stringify(line)}`));
    }));
  });
});
