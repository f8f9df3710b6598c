import assert from 'node:assert/strict';
import { comparablePath, plainPath, sharedRoots } from '../../../src/profile/compare/comparable-path.js';

describe('comparable paths', () => {
  it('are relative to the innermost folder they are in', () => {
    assert.equal(comparablePath('file:///srv/me/app/src/a.ts', ['/srv/me', '/srv/me/app']), 'src/a.ts');
    assert.equal(comparablePath('/srv/me/application/a.ts', ['/srv/me/app']), '/srv/me/application/a.ts');
    assert.equal(comparablePath('file:///C:/Code/App/src/a.ts', ['c:/code/app']), 'src/a.ts');
    assert.equal(comparablePath('C:\\Code\\App\\a.ts', ['C:/Code/App']), 'a.ts');
  });

  it('leave what is no file as it is', () => {
    for (const url of ['node:internal/modules/cjs/loader', '', 'webpack:///src/a.ts?1', 'https://example.org/a.js', 'relative/a.ts']) assert.equal(comparablePath(url, ['/srv']), url);
  });

  it('have neither the query of a loader nor escapes, and bad escapes stay', () => {
    assert.equal(plainPath('file:///app/a%20b.ts?t=17#x'), '/app/a b.ts');
    assert.equal(plainPath('file:///app/100%.ts'), '/app/100%.ts');
    assert.equal(plainPath('file://localhost/app/a.ts'), '/app/a.ts');
  });

  it('find the folders of two checkouts by what their paths have in common', () => {
    const files = ['src/a.ts', 'src/b.ts', 'lib/index.ts'];
    assert.deepEqual(sharedRoots(files.map((file) => `/tmp/one/${file}`), files.map((file) => `/srv/two/app/${file}`)), { before: '/tmp/one', after: '/srv/two/app' });
  });

  it('see no other checkout where most files are where they were', () => {
    const before = ['/app/src/a.ts', '/app/src/b.ts', '/app/src/old/index.ts'];
    assert.equal(sharedRoots(before, ['/app/src/a.ts', '/app/src/b.ts', '/app/src/new/index.ts']), undefined);
    assert.equal(sharedRoots(['src/a.ts'], ['src/b.ts']), undefined);
  });
});
