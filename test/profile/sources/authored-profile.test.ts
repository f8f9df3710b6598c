import assert from 'node:assert/strict';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { ProfileBuilder } from '../../../src/profile/formats/profile-builder.js';
import type { Profile } from '../../../src/profile/profile.js';
import { authoredProfile, type SourceLookup } from '../../../src/profile/sources/authored-profile.js';
import type { SourceMapText } from '../../../src/profile/sources/mapping-comment.js';
import { FunctionPlaces } from '../../../src/syntax/function-places.js';
import { arbitraryProfile } from '../../support/profiles/arbitrary-profile.js';
import { assertSound, selfByStack } from '../../support/profiles/sound-profile.js';

const SCRIPT = 'file:///app/dist/orders.js';
const SOURCE = [
  'interface Order { total: number }',
  'export class Orders {',
  '  constructor(private readonly all: readonly Order[]) {}',
  '  sum(): number {',
  '    let sum = 0;',
  '    for (const order of this.all) sum += this.tax(order);',
  '    return sum;',
  '  }',
  '  private readonly tax = (order: Order): number => order.total * 1.2;',
  '  names(): string[] { return this.all.map((each) => String(each.total)); }',
  '}',
  'export const run = (): number => new Orders([]).sum();',
].join('\n');

/** Frames as they are in a generated text: each at the place where a piece of that text begins. */
function profileOf(generated: string, frames: readonly (readonly [name: string, at: string])[]): Profile {
  const builder = new ProfileBuilder();
  frames.forEach(([name, at], index) => {
    const offset = generated.indexOf(at);
    assert.ok(offset >= 0, at);
    const before = generated.slice(0, offset).split('\n');
    const node = builder.call(builder.root, builder.frame(name, SCRIPT, before.length, (before.at(-1)?.length ?? 0) + 1));
    builder.spend(node, index + 1);
    builder.tick(node, before.length, 3);
  });
  return builder.build({ name: 'main', kind: 'cpu', unit: 'microseconds', timed: false });
}

/** A host that has these maps and source texts, and nothing else. */
function lookup(maps: Record<string, SourceMapText | { problem: string }>, sources: Record<string, string> = {}): SourceLookup {
  return {
    mapFor: (url) => (Object.hasOwn(maps, url) ? maps[url] : undefined),
    find: (below) => (Object.hasOwn(sources, `file:///app/${below}`) ? `file:///app/${below}` : undefined),
    functionAt: ({ url, text }, line, column) => {
      const source = text ?? (Object.hasOwn(sources, url) ? sources[url] : undefined);
      return source === undefined ? undefined : FunctionPlaces.of(url, source)?.at(line, column);
    },
  };
}

function built(options: { readonly minify?: boolean; readonly sourcesContent?: boolean } = {}): { readonly code: string; readonly map: string } {
  return transformSync(SOURCE, { loader: 'ts', sourcefile: '../src/orders.ts', sourcemap: 'external', target: 'es2022', ...options });
}

const mapped = (text: string): Record<string, SourceMapText> => ({ [SCRIPT]: { text, url: `${SCRIPT}.map` } });
const AUTHORED = 'file:///app/src/orders.ts';

describe('a profile in authored places', () => {
  it('of minified code has the functions that people wrote, under their names', () => {
    const { code, map } = built({ minify: true });
    const { 1: parameter } = /map\((\w+)=>/.exec(code) ?? [];
    const profile = authoredProfile(profileOf(code, [['sum', '(){let'], ['tax', `${/tax=(\w+)=>/.exec(code)?.[1] ?? ''}=>`], ['', `${String(parameter)}=>String`], ['o', '()=>new']]), lookup(mapped(map)));
    assertSound(profile);
    assert.deepEqual(selfByStack(profile), {
      [`Orders.sum (${AUTHORED}:4:6)`]: 1, [`Orders.tax (${AUTHORED}:9:26)`]: 2, [`all.map callback (${AUTHORED}:10:43)`]: 3, [`run (${AUTHORED}:12:20)`]: 4,
    });
    assert.match(profile.notes.join(), /on one line/);
    assert.equal(profile.lineTicks.count, 0);
  });

  it('keeps lines of code that is not on one line', () => {
    const { code, map } = built();
    const profile = authoredProfile(profileOf(code, [['sum', '() {\n    let sum'], ['', '(each) =>']]), lookup(mapped(map)));
    assert.deepEqual(Object.keys(selfByStack(profile)), [`Orders.sum (${AUTHORED}:4:6)`, `all.map callback (${AUTHORED}:10:43)`]);
    assert.deepEqual([...profile.lineTicks.line], [4, 10]);
    assert.deepEqual(profile.notes, []);
  });

  it('without the text has the places of the map, and names where they were not changed', () => {
    const { code, map } = built({ sourcesContent: false });
    const profile = authoredProfile(profileOf(code, [['sum', '() {\n    let sum'], ['', '(each) =>']]), lookup(mapped(map)));
    assert.deepEqual(Object.keys(selfByStack(profile)), [`sum (${AUTHORED}:4:3)`, `(${AUTHORED}:10:43)`]);
    const withText = authoredProfile(profileOf(code, [['sum', '() {\n    let sum']]), lookup(mapped(map), { [AUTHORED]: SOURCE }));
    assert.deepEqual(Object.keys(selfByStack(withText)), [`Orders.sum (${AUTHORED}:4:6)`]);
  });

  it('reads indexed maps, roots and paths of bundlers', () => {
    const { code, map } = built();
    const plain = JSON.parse(map) as { sources: string[]; sourceRoot?: string };
    const shown = (changed: object, sources: Record<string, string> = {}): readonly string[] => Object.keys(selfByStack(authoredProfile(profileOf(code, [['sum', '() {\n    let sum']]), lookup(mapped(JSON.stringify(changed)), sources))));
    assert.deepEqual(shown({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: plain }] }), [`Orders.sum (${AUTHORED}:4:6)`]);
    assert.deepEqual(shown({ ...plain, sources: ['orders.ts'], sourceRoot: '../src' }), [`Orders.sum (${AUTHORED}:4:6)`]);
    assert.deepEqual(shown({ ...plain, sources: ['webpack://shop/./src/orders.ts'] }, { [AUTHORED]: SOURCE }), [`Orders.sum (${AUTHORED}:4:6)`]);
    assert.deepEqual(shown({ ...plain, sources: ['webpack://shop/./src/orders.ts'] }), ['Orders.sum (src/orders.ts:4:6)']);
    assert.deepEqual(shown({ ...plain, sources: ['../../../../etc/passwd'], sourcesContent: undefined }), ['sum (file:///etc/passwd:4:3)']);
  });

  it('leaves what bundlers added where it is', () => {
    const { code, map } = built();
    const helper = 'var __name = (fn) => fn;\n';
    const shifted = { ...(JSON.parse(map) as { mappings: string }), mappings: `;${(JSON.parse(map) as { mappings: string }).mappings}` };
    const profile = authoredProfile(profileOf(helper + code, [['__name', '(fn)'], ['sum', '() {\n    let sum']]), lookup(mapped(JSON.stringify(shifted))));
    assert.deepEqual(Object.keys(selfByStack(profile)), [`__name (${SCRIPT}:1:14)`, `Orders.sum (${AUTHORED}:4:6)`]);
  });

  it('takes the top level of a script for that of its only source', () => {
    const { code, map } = built();
    const top = authoredProfile(profileOf(code, [['', code.slice(0, 20)]]), lookup(mapped(map)));
    assert.deepEqual(Object.keys(selfByStack(top)), [`(${AUTHORED}:1:1)`]);
  });

  it('calls functions without a name as their text does, mapped or not', () => {
    const text = "app.get('/users', (request) => load(request));";
    const profile = authoredProfile(profileOf(text, [['', '(request)'], ['load', 'load(']]), lookup({}, { [SCRIPT]: text }));
    assert.deepEqual(Object.keys(selfByStack(profile)), [`app.get('/users') callback (${SCRIPT}:1:19)`, `load (${SCRIPT}:1:32)`]);
  });

  it('says which maps cannot be read, once, and leaves their places', () => {
    const { code } = built();
    const frames = [['sum', '() {\n    let sum'], ['', '(each) =>']] as const;
    for (const text of ['nonsense', '{}', '{"version":3,"sources":["a.ts"],"names":[],"mappings":5}', '[]', 'null']) {
      const profile = authoredProfile(profileOf(code, frames), lookup(mapped(text)));
      assert.deepEqual(profile.notes, [`The source map of ${SCRIPT} is none that can be read: places in it are those of the script.`], text);
      assert.deepEqual(selfByStack(profile), selfByStack(profileOf(code, frames)));
    }
    assert.deepEqual(authoredProfile(profileOf(code, frames), lookup({ [SCRIPT]: { problem: 'It is gone.' } })).notes, ['It is gone.']);
  });

  it('keeps all amounts, whatever the maps say', () => {
    const mappings = fc.array(fc.constantFrom('A', 'C', 'D', 'E', 'g', 'B', ';', ',', '/', 'AAAA', ';AACA', ',EAAE', '!')).map((words) => words.join(''));
    const map = fc.record({ version: fc.constant(3), sources: fc.array(fc.oneof(fc.constantFrom('a.ts', '../b.ts', 'webpack://x/./c.ts', '__proto__'), fc.constant(null))), names: fc.array(fc.constantFrom('a', 'constructor')), mappings });
    fc.assert(fc.property(arbitraryProfile('microseconds', false), map, (profile, each) => {
      const maps = Object.fromEntries(profile.frames.strings.map((url) => [url, { text: JSON.stringify(each), url }]));
      const authored = authoredProfile(profile, lookup(maps, { 'file:///app/c.ts': SOURCE }));
      assertSound(authored);
      assert.ok(Math.abs(authored.total - profile.total) < 1e-6 * profile.total);
    }));
  });
});
