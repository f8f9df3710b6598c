import assert from 'node:assert/strict';
import { factsOf } from '../support/facts-of.js';

function exported(text: string): string[] {
  const { facts, file } = factsOf({ 'example.js': text });
  const { named, stars, whole } = facts.exportsOf(file);
  return [...[...named].map(([name, each]) => `${name}: ${each.kind}`), ...stars.map((each) => `* from ${each}`), ...(whole ? [`whole: ${whole.getText()}`] : [])].sort();
}

describe('exports of a file', () => {
  it('are declarations, destructured ones too', () => {
    assert.deepEqual(exported('export const a = 1, { b, c: [d] } = x; export function e() {} export class F {} export default class {}'), ['F: declaration', 'a: declaration', 'b: declaration', 'd: declaration', 'default: declaration', 'e: declaration']);
  });

  it('are handed on', () => {
    assert.deepEqual(exported("export * from './a'; export * as b from './b'; export { c as d } from './c'; const e = 1; export { e as f };"), ['* from ./a', 'b: from', 'd: from', 'f: local']);
  });

  it('are assigned in CommonJS', () => {
    assert.deepEqual(exported('exports.a = 1; module.exports.b = two;'), ['a: expression', 'b: expression']);
    assert.deepEqual(exported('module.exports = exports = make;'), ['whole: make']);
  });
});
