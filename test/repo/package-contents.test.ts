import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** What the build writes to `dist/`, as `esbuild.mjs` names it. */
const built = [...readFileSync('esbuild.mjs', 'utf8').matchAll(/\bout: "(dist\/[^"]+)"/g)].map(([, file = '']) => file);
/** What ships, as `.vscodeignore` names it. */
const shipped = [...readFileSync('.vscodeignore', 'utf8').matchAll(/^!(.+)$/gm)].map(([, pattern = '']) => pattern);

/** `*` stands for a part of a name, `**` for anything. */
function matches(file: string, pattern: string): boolean {
  const source = pattern.replace(/[.]/g, String.raw`\.`).replace(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'));
  return new RegExp(`^${source}$`).test(file);
}

describe('the package', () => {
  it('holds every bundle that is built', () => {
    assert.ok(built.length > 6, `${String(built.length)} bundles`);
    assert.deepEqual(built.filter((file) => !shipped.some((pattern) => matches(file, pattern))), []);
  });
});
