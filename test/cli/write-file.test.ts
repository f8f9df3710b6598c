import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replaceSources, writeFileAtomically } from '../../src/cli/write-file.js';

describe('writing files', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'perf-review-write-'));
    file = path.join(folder, 'a.ts');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps mode, links and byte-order mark, and leaves nothing behind', () => {
    writeFileSync(file, '\uFEFFold\r\n');
    chmodSync(file, 0o750);
    const link = path.join(folder, 'link.ts');
    symlinkSync(file, link);
    replaceSources([{ file: link, before: 'old\r\n', after: 'new\r\n' }]);
    assert.equal(readFileSync(file, 'utf8'), '\uFEFFnew\r\n');
    assert.ok(lstatSync(link).isSymbolicLink());
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o750);
    assert.deepEqual(readdirSync(folder).sort(), ['a.ts', 'link.ts']);
  });

  it('makes folders', () => {
    writeFileAtomically(path.join(folder, 'x/y/z.json'), '{}');
    assert.equal(readFileSync(path.join(folder, 'x/y/z.json'), 'utf8'), '{}');
  });

  it('leaves alone what changed meanwhile and what is not UTF-8', () => {
    writeFileSync(file, 'other');
    assert.throws(() => replaceSources([{ file, before: 'old', after: 'new' }]), /changed while it was reviewed/);
    writeFileSync(file, Buffer.from([0x61, 0xff]));
    assert.throws(() => replaceSources([{ file, before: readFileSync(file, 'utf8'), after: 'new' }]), /not UTF-8/);
    assert.deepEqual([...readFileSync(file)], [0x61, 0xff]);
  });

  it('replaces all files or none', () => {
    const [a, b, gone] = ['a.ts', 'b.ts', 'gone/c.ts'].map((name) => path.join(folder, name)) as [string, string, string];
    writeFileSync(a, 'a');
    writeFileSync(b, 'b');
    assert.throws(() => replaceSources([{ file: a, before: 'a', after: 'A' }, { file: b, before: 'other', after: 'B' }]), /changed while it was reviewed/);
    assert.throws(() => replaceSources([{ file: a, before: 'a', after: 'A' }, { file: gone, before: '', after: '' }]));
    assert.deepEqual([readFileSync(a, 'utf8'), readFileSync(b, 'utf8')], ['a', 'b']);
    replaceSources([{ file: a, before: 'a', after: 'A' }, { file: b, before: 'b', after: 'B' }]);
    assert.deepEqual([readFileSync(a, 'utf8'), readFileSync(b, 'utf8')], ['A', 'B']);
    assert.deepEqual(readdirSync(folder).sort(), ['a.ts', 'b.ts']);
  });
});
