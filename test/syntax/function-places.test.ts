import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { FunctionPlaces } from '../../src/syntax/function-places.js';

function placesOf(text: string, path = 'a.ts'): FunctionPlaces {
  const places = FunctionPlaces.of(path, text);
  assert.ok(places);
  return places;
}

/** What the function is called around the mark `ˇ`, which is taken out. */
function nameAt(text: string, path?: string): string {
  const before = text.slice(0, text.indexOf('ˇ')).split('\n');
  return placesOf(text.replace('ˇ', ''), path).at(before.length, (before.at(-1)?.length ?? 0) + 1).name;
}

describe('functions by their place', () => {
  it('are called as people call them', () => {
    const names: Record<string, string> = {
      'function findˇ(id) {}': 'find',
      'const find = ˇ(id) => id;': 'find',
      'const ˇfind = (id) => id;': 'find',
      'class Orders { findˇ(id) {} }': 'Orders.find',
      'class Orders { static ˇof() {} }': 'Orders.of',
      'class Orders { get totalˇ() { return 1; } }': 'get Orders.total',
      'class Orders { #loadˇ() {} }': 'Orders.#load',
      'class Orders { find = ˇ() => 1; }': 'Orders.find',
      'class Orders { constructorˇ(private a: string) {} }': 'Orders',
      'ˇclass Orders extends Base { a = 1; }': 'Orders',
      'const Orders = class { findˇ() {} };': 'Orders.find',
      'export default class { findˇ() {} }': 'default.find',
      'export default functionˇ () {}': 'default',
      'export default ˇ() => 1;': 'default',
      'const routes = { listˇ() {}, }': 'routes.list',
      "const routes = { 'GET /': ˇasync () => 1 }": 'routes.GET /',
      'send({ onErrorˇ() {} })': 'onError',
      'exports.run = functionˇ () {};': 'exports.run',
      'class A { b() { this.run = ˇ() => 1; } }': 'A.run',
      'items.map(ˇ(item) => item.id)': 'items.map callback',
      'this.orders.items.filter(ˇ(item) => item)': 'items.filter callback',
      'load().then(ˇ(item) => item)': 'then callback',
      "app.get('/users', ˇ(req) => req)": "app.get('/users') callback",
      'new Promise(ˇ(resolve) => resolve())': 'new Promise callback',
      'const f = (ˇ(a) => a) as Handler;': 'f',
      'function f(g = ˇ() => 1) {}': 'g',
      '(function ˇ() {})()': '',
      'function outer() { return ˇ() => 1; }': '',
    };
    for (const [text, name] of Object.entries(names)) assert.equal(nameAt(text), name, text);
    assert.equal(nameAt('const a = <button onClick={ˇ() => 1} />;', 'a.tsx'), 'onClick');
    assert.equal(nameAt('<template><b/></template>\n<script setup lang="ts">\nfunction saveˇ(a: string) {}\n</script>', 'A.vue'), 'save');
  });

  it('are the innermost around a place, and the top level where there is none', () => {
    const places = placesOf('function outer(a) {\n  const inner = () => {\n    work();\n  };\n  after();\n}\nclass A { b = 1; c() {} }\nlast();\n');
    const at = (line: number, column: number): readonly unknown[] => { const { name, inHead } = places.at(line, column); return [name, inHead]; };
    assert.deepEqual(at(3, 5), ['inner', false]);
    assert.deepEqual(at(2, 3), ['outer', false]);
    assert.deepEqual(at(2, 9), ['inner', true]);
    assert.deepEqual(at(5, 3), ['outer', false]);
    assert.deepEqual(at(7, 1), ['A', true]);
    assert.deepEqual(at(7, 11), ['', false]);
    for (const [line, column] of [[8, 1], [1, 0], [99, 99], [1, 1e9]] as const) assert.equal(typeof places.at(line, column).name, 'string');
    assert.deepEqual(places.at(8, 1), { name: '', line: 1, column: 1, inHead: false });
  });

  it('begin where V8 says that they begin', async () => {
    const text = [
      'const spin = () => { const end = process.hrtime.bigint() + 3000000n; while (process.hrtime.bigint() < end); };',
      'const arrow = async (x) => { spin(); };', 'const bare = x => { spin(); };', 'function declared(x) { spin(); }', 'async function* generated() { spin(); }',
      'class K { constructor() { spin(); } method() { spin(); } static make() { spin(); } get value() { spin(); return 1; } field = () => { spin(); } }',
      'const o = { method() { spin(); }, property: function () { spin(); } };', 'const named = function other() { spin(); };',
      'arrow(); bare(); declared(); generated().next(); const k = new K(); k.method(); K.make(); k.value; k.field(); o.method(); o.property(); named(); [1].map((x) => { spin(); });',
    ].join('\n');
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
    runInThisContext(`(() => {${text}\n})()`, { filename: 'test:positions' });
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    const places = placesOf(`(() => {${text}\n})()`, 'a.js');
    const seen = profile.nodes.map(({ callFrame }) => callFrame).filter(({ url, columnNumber, lineNumber }) => url === 'test:positions' && (lineNumber > 0 || columnNumber > 0));
    assert.ok(seen.length >= 12, String(seen.length));
    for (const { functionName, lineNumber, columnNumber } of seen) {
      const found = places.at(lineNumber + 1, columnNumber + 1);
      assert.deepEqual([found.line, found.column, found.inHead], [lineNumber + 1, columnNumber + 1, true], functionName);
    }
  });

  it('of any text, however deep, end in some place', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('function ', '(', ')', '{', '}', '=>', 'class A ', 'x', ',', '<', '\n')).map((words) => words.join(''))), fc.nat(5), fc.nat(40), (text, line, column) => {
      assert.equal(typeof FunctionPlaces.of('a.tsx', text)?.at(line, column).line, 'number');
    }));
    assert.equal(FunctionPlaces.of('a.ts', '['.repeat(100_000)), undefined);
    assert.equal(FunctionPlaces.of('a.ts', 'a\0b'), undefined);
  });
});
