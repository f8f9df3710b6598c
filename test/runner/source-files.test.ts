import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SourceFiles } from '../../src/runner/source-files.js';
import { FunctionPlaces } from '../../src/syntax/function-places.js';

describe('files that a profile or its maps name', () => {
  let base: string;
  const put = (name: string, text: string): string => {
    const file = path.join(base, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  };
  const files = (captured: Record<string, string> = {}): SourceFiles => {
    const found = new SourceFiles({ folders: [path.join(base, 'shop')], captured });
    found.functionsOf = FunctionPlaces.of;
    return found;
  };
  const problemOf = (found: ReturnType<SourceFiles['mapFor']>): string => {
    assert.ok(found !== undefined && 'problem' in found);
    return found.problem;
  };

  beforeEach(() => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-sources-')));
    mkdirSync(path.join(base, 'shop'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('are maps beside their script, in it, or from the run', () => {
    const map = '{"version":3}';
    const linked = put('shop/dist/a.js', 'a();\n//# sourceMappingURL=maps/a.js.map\n');
    const url = put('shop/dist/maps/a.js.map', map);
    assert.deepEqual(files().mapFor(linked), { text: map, url });
    assert.deepEqual(files({ [path.join(base, 'shop/dist/a.js')]: map }).mapFor(linked), { text: map, url: linked }, 'of a script that the run called by its path');
    const silent = put('shop/dist/b.js', 'b();\n');
    assert.equal(files().mapFor(silent), undefined);
    const beside = put('shop/dist/b.js.map', map);
    assert.deepEqual(files().mapFor(silent), { text: map, url: beside });
    const long = JSON.stringify({ version: 3, sourcesContent: ['x'.repeat(200_000)] });
    const inline = put('shop/dist/c.js', `c();\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(long).toString('base64')}\n`);
    assert.deepEqual(files().mapFor(inline), { text: long, url: inline });
    assert.deepEqual(files({ 'tsx:a.ts': map }).mapFor('tsx:a.ts'), { text: map, url: 'tsx:a.ts' });
    assert.equal(files().mapFor('toString'), undefined);
  });

  it('that are missing or on a server are told', () => {
    const missing = put('shop/a.js', '//# sourceMappingURL=gone.map');
    assert.match(problemOf(files().mapFor(missing)), /a\.js is not there/);
    const served = put('shop/b.js', '//# sourceMappingURL=https://maps.test/b.map');
    assert.match(problemOf(files().mapFor(served)), /b\.js is not on this machine/);
    const share = put('shop/c.js', '//# sourceMappingURL=file://server/share/c.map');
    assert.match(problemOf(files().mapFor(share)), /c\.js is not on this machine/);
  });

  it('outside of the folders are never read, by whichever way they are named', () => {
    const secret = put('secret.map', '{"version":3}');
    const outside = put('outside.js', '//# sourceMappingURL=secret.map');
    assert.equal(files().mapFor(outside), undefined);
    const upwards = put('shop/a.js', '//# sourceMappingURL=../secret.map');
    assert.match(problemOf(files().mapFor(upwards)), /outside of the folders/);
    const absolute = put('shop/b.js', `//# sourceMappingURL=${secret}`);
    assert.match(problemOf(files().mapFor(absolute)), /outside of the folders/);
    symlinkSync(path.join(base, 'secret.map'), path.join(base, 'shop/link.map'));
    const linked = put('shop/c.js', '//# sourceMappingURL=link.map');
    assert.match(problemOf(files().mapFor(linked)), /outside of the folders/);
    symlinkSync(base, path.join(base, 'shop/up'));
    assert.equal(files().mapFor(pathToFileURL(path.join(base, 'shop/up/outside.js')).href), undefined);
    assert.equal(files().find('up/secret.map', outside), undefined);
    assert.equal(files().find('../secret.map', upwards), undefined);
    put('secret.ts', 'function hidden() {}');
    for (const url of [pathToFileURL(path.join(base, 'secret.ts')).href, pathToFileURL(path.join(base, 'shop/up/secret.ts')).href]) assert.equal(files().functionAt({ url, text: undefined }, 1, 10), undefined);
  });

  it('are found below the folders around the script first', () => {
    const script = put('shop/packages/a/dist/a.js', '');
    const own = put('shop/packages/a/src/x.ts', '');
    put('shop/src/x.ts', '');
    const common = put('shop/src/y.ts', '');
    assert.deepEqual([files().find('src/x.ts', script), files().find('src/y.ts', script), files().find('src/z.ts', script), files().find('src', script)], [own, common, undefined, undefined]);
  });

  it('of packages are left as they are', () => {
    const script = put('shop/node_modules/a/a.js', '//# sourceMappingURL=a.js.map');
    put('shop/node_modules/a/a.js.map', '{"version":3}');
    assert.equal(files().mapFor(script), undefined);
    assert.equal(files().functionAt({ url: script, text: undefined }, 1, 1), undefined);
  });

  it('have functions by the text of the map, else by that on disk', () => {
    const url = put('shop/a.ts', 'function onDisk() {}');
    assert.equal(files().functionAt({ url, text: undefined }, 1, 10)?.name, 'onDisk');
    assert.equal(files().functionAt({ url, text: 'function inMap() {}' }, 1, 10)?.name, 'inMap');
    assert.equal(files().functionAt({ url: 'file:///elsewhere/a.ts', text: 'function inMap() {}' }, 1, 10)?.name, 'inMap');
  });
});
