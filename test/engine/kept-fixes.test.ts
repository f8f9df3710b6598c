import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fix } from '../../src/core/finding.js';
import { createSession } from '../../src/engine/session.js';
import type { ReviewSession } from '../../src/engine/session-contract.js';
import { resolveSettings } from '../../src/engine/settings.js';
import type { Rule } from '../../src/rules/rule.js';
import type { FileHost } from '../../src/syntax/file-host.js';
import { memoryHost } from '../support/memory-host.js';

/** Texts a file may have, the first at the start; `undefined`: it is not there. */
const VARIANTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  '/app/a.ts': [
    "import { size } from './b';\nexport const load = () => slow(1);\nexport const half = size / 2;\nexport function slow(x: number) { return x; }\n",
    "import { size } from './b';\n\nexport const load = () => slow(size);\nexport function slow(x: number) { return x; }\n",
    "export const load = () => slow(1) + slow(2);\nexport function slow(x: number) { return x; }\n",
  ],
  '/app/b.ts': ["export { size } from './c';\n", 'export const size = "wide";\n', undefined],
  '/app/c.ts': ['export const size = 1;\n', 'export const size = [1];\n', undefined],
  '/app/user.ts': [undefined, "import { load } from './a';\nexport const twice: number = load() * 2;\n", "import * as a from './a';\nexport const words: string = String(a.load());\n"],
  '/app/alone.ts': ['export const alone = 1;\n', '// nothing\nexport {};\n'],
  '/app/global.d.ts': [undefined, 'declare export function slow(x: string): void;\n'],
};

/** A world that changes, a session that lives through it, and how often a repair was computed in that. */
class World {
  readonly files = new Map<string, string>();
  readonly buffers = new Map<string, string>();
  readonly session: ReviewSession;
  computed = 0;

  constructor() {
    for (const [path, [text]] of Object.entries(VARIANTS)) if (text !== undefined) this.files.set(path, text);
    this.session = this.open(() => this.computed++);
  }

  buffer(path: string, text: string | undefined): void {
    if (text === undefined) this.buffers.delete(path);
    else this.buffers.set(path, text);
    this.session.setBuffer(path, text);
  }

  disk(path: string, text: string | undefined): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.session.filesChanged([path]);
  }

  fixes(session = this.session): readonly (readonly Fix[])[] {
    return session.reviewFile('/app/a.ts', { types: true }).findings.map(({ fingerprint }) => session.fixesFor('/app/a.ts', fingerprint));
  }

  /** How often repairs are computed for the question. */
  costOfAsking(): number {
    const before = this.computed;
    this.fixes();
    return this.computed - before;
  }

  /** What somebody is offered who opens the world as it is now. */
  freshFixes(): readonly (readonly Fix[])[] {
    const session = this.open(() => undefined);
    for (const [path, text] of this.buffers) session.setBuffer(path, text);
    const fixes = this.fixes(session);
    session.dispose();
    return fixes;
  }

  private open(onFix: () => void): ReviewSession {
    const { files } = this;
    const now = (): FileHost => memoryHost({ '/app/package.json': '{}', ...Object.fromEntries(files) });
    const host: FileHost = {
      readFile: (path) => now().readFile(path), fileSize: (path) => now().fileSize(path), isDirectory: (path) => now().isDirectory(path),
      readDirectory: (path) => now().readDirectory(path), realPath: (path) => path,
    };
    const rule: Rule = {
      id: 'slow', summary: '', category: 'async', since: '0', severity: 'warning', options: {}, visits: ['CallExpression'],
      detect: (node, { path }) => (node.getText().startsWith('slow(') ? { at: node, data: { path, start: node.getStart(), end: node.end } } : undefined),
      message: () => '', evidence: () => [],
      fixes: (data) => {
        onFix();
        const { path, start, end } = data as { path: string; start: number; end: number };
        // Whether the second one holds depends on who uses it, and the third on what is imported.
        return [['make it a number', '2'], ['make it a word', '"2"'], ['take the size', 'size']].map(([title = '', newText = '']) => ({ title, differs: [], edits: [{ path, start, end, newText }] }));
      },
    };
    return createSession({ root: '/app', host, rules: [rule] });
  }
}

describe('repairs that were checked', function () {
  this.timeout(30_000);

  const kept: readonly (readonly [title: string, happens: (world: World) => void])[] = [
    ['nothing happened', () => undefined],
    ['a file that has nothing to do with them is edited', (world) => world.buffer('/app/alone.ts', '// nothing\nexport {};\n')],
    ['a text is set that was there already', (world) => world.buffer('/app/c.ts', VARIANTS['/app/c.ts']?.[0])],
  ];
  for (const [title, happens] of kept) {
    it(`are kept while ${title}`, () => {
      const world = new World();
      assert.equal(world.costOfAsking(), 1);
      happens(world);
      assert.equal(world.costOfAsking(), 0);
    });
  }

  const dropped: readonly (readonly [title: string, happens: (world: World) => void])[] = [
    ['their file is edited', (world) => world.buffer('/app/a.ts', VARIANTS['/app/a.ts']?.[0]?.replace('half', 'part'))],
    ['a file is edited that theirs imports', (world) => world.buffer('/app/b.ts', 'export const size = 3;\n')],
    ['a file is edited that such a one imports', (world) => world.buffer('/app/c.ts', 'export const size = 4;\n')],
    ['a file is saved that theirs imports', (world) => world.disk('/app/c.ts', 'export const size = 4;\n')],
    ['a file appears that imports theirs', (world) => world.disk('/app/user.ts', VARIANTS['/app/user.ts']?.[1])],
    ['a declaration for everybody appears', (world) => world.disk('/app/global.d.ts', VARIANTS['/app/global.d.ts']?.[1])],
    ['settings change', (world) => world.session.configure({ ...resolveSettings([], []).settings })],
    ['a manifest changes', (world) => world.disk('/app/package.json', '{ "name": "other" }')],
  ];
  for (const [title, happens] of dropped) {
    it(`are checked again when ${title}`, () => {
      const world = new World();
      assert.equal(world.costOfAsking(), 1);
      happens(world);
      assert.equal(world.costOfAsking(), 1);
      assert.equal(world.costOfAsking(), 0);
    });
  }

  it('are checked again when types have been asked about their file', () => {
    const world = new World();
    const [finding] = world.session.reviewFile('/app/a.ts', { types: false }).findings;
    assert.equal(world.session.fixesFor('/app/a.ts', finding?.fingerprint ?? '').length, 3);
    world.session.fixesFor('/app/a.ts', finding?.fingerprint ?? '');
    assert.equal(world.computed, 1);
    assert.equal(world.costOfAsking(), 1);
  });

  it('are no longer offered once an importer would not bear them', () => {
    const world = new World();
    const titles = (): readonly string[] => world.fixes().flat().map(({ title }) => title);
    assert.deepEqual(titles(), ['make it a number', 'make it a word', 'take the size']);
    world.disk('/app/user.ts', VARIANTS['/app/user.ts']?.[1]);
    assert.deepEqual(titles(), ['make it a number', 'take the size']);
    world.buffer('/app/user.ts', 'export {};\n');
    assert.deepEqual(titles(), ['make it a number', 'make it a word', 'take the size']);
  });

  it('are those that somebody is offered who opens the project as it is', () => {
    const paths = Object.keys(VARIANTS);
    const step = fc.constantFrom(...paths).chain((path) => fc.record({ path: fc.constant(path), text: fc.constantFrom(...(VARIANTS[path] ?? [])), buffer: fc.boolean(), ask: fc.boolean() }));
    fc.assert(fc.property(fc.array(step, { minLength: 4, maxLength: 10 }), (steps) => {
      const world = new World();
      world.fixes();
      for (const { path, text, buffer, ask } of steps) {
        if (buffer && path !== '/app/global.d.ts') world.buffer(path, text);
        else world.disk(path, text);
        if (ask) world.fixes();
      }
      assert.deepEqual(world.fixes(), world.freshFixes());
    }), { numRuns: 8, endOnFailure: true });
  });
});
