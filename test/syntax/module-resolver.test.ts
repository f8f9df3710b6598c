import assert from 'node:assert/strict';
import { ModuleResolver } from '../../src/syntax/module-resolver.js';
import { memoryHost } from '../support/memory-host.js';

/** Where a specifier leads from the application of a workspace whose package `@shop/kit` has this manifest and these sources. */
function resolved(manifest: object, sources: readonly string[], specifier: string): string | undefined {
  const files = Object.fromEntries(sources.map((path) => [`/app/packages/kit/${path}`, 'export {};']));
  const host = memoryHost({ ...files, '/app/packages/kit/package.json': JSON.stringify({ name: '@shop/kit', ...manifest }), '/app/web/a.ts': '' });
  const found = new ModuleResolver(host, '/app').resolve(specifier, '/app/web/a.ts');
  return found.kind === 'source' ? found.path.slice('/app/packages/kit/'.length) : undefined;
}

describe('module resolver', () => {
  const sources = ['src/index.ts', 'src/types/index.ts', 'src/orders.ts'];

  it('leads from the build output of a workspace package to its sources', () => {
    assert.equal(resolved({ main: 'dist/index.js' }, sources, '@shop/kit'), 'src/index.ts');
    assert.equal(resolved({ main: 'dist/cjs/index.js' }, sources, '@shop/kit'), 'src/index.ts');
    assert.equal(resolved({ exports: { './orders': './dist/esm/orders.js' } }, sources, '@shop/kit/orders'), 'src/orders.ts');
  });

  it('tells a folder of the sources from one of the build', () => {
    assert.equal(resolved({ exports: { './types': './dist/types/index.js' } }, sources, '@shop/kit/types'), 'src/types/index.ts');
    assert.equal(resolved({ types: 'dist/types/index.d.ts' }, sources, '@shop/kit'), 'src/index.ts');
  });

  it('lists the modules of a folder', () => {
    const host = memoryHost({ '/app/m/b.js': '', '/app/m/a.ts': '', '/app/m/a.d.ts': '', '/app/m/note.md': '', '/app/m/c/index.js': '', '/app/m/d/e.js': '' });
    assert.deepEqual(new ModuleResolver(host, '/app').modulesIn('/app/m'), ['/app/m/a.ts', '/app/m/b.js', '/app/m/c/index.js']);
  });
});
