import assert from 'node:assert/strict';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { FrameTableBuilder } from '../../src/profile/frame-table.js';
import { FrameOwner, localPathOf, placeOf, placesOf } from '../../src/profile/places.js';
import { FrameKind } from '../../src/profile/profile.js';

const FOLDERS = ['/project/shop', '/project/lib'];
const shown = (url: string): string => placeOf(url, FOLDERS).shown;
const packageOf = (url: string): string => placeOf(url, FOLDERS).package;

describe('places of frames', () => {
  it('are relative to the workspace folder, and begin with its name when there are several', () => {
    assert.equal(placeOf('file:///project/shop/src/a%20b.ts', ['/project/shop']).shown, 'src/a b.ts');
    assert.equal(shown('file:///project/shop/src/a.ts'), 'shop/src/a.ts');
    assert.equal(shown('/project/shop/../lib/./x.js'), 'lib/x.js');
    assert.equal(shown('/project/shopping/a.ts'), '/project/shopping/a.ts');
    assert.equal(placeOf('file:///C:/project/a.ts', ['C:/project']).shown, 'a.ts');
    assert.equal(placeOf('C:\\project\\a.ts', ['C:/project']).shown, 'a.ts');
  });

  it('know the package in the layouts of all package managers', () => {
    const files = {
      '/project/shop/node_modules/lodash/map.js': ['lodash', 'lodash/map.js'],
      'file:///project/shop/node_modules/@scope/name/lib/a.js': ['@scope/name', '@scope/name/lib/a.js'],
      '/project/shop/node_modules/.pnpm/pg@8.11.0_x@1/node_modules/pg/lib/client.js': ['pg', 'pg/lib/client.js'],
      '/project/shop/node_modules/a/node_modules/b/i.js': ['b', 'b/i.js'],
      '/project/shop/.yarn/cache/ms-npm-2.1.3-81ff3cfac1.zip/node_modules/ms/index.js': ['ms', 'ms/index.js'],
      '/project/shop/node_modules/.vite/deps/@vue_reactivity.js?v=12': ['@vue/reactivity', '@vue_reactivity'],
      'webpack://app/./node_modules/react/index.js': ['react', 'react/index.js'],
      '/usr/lib/python3.11/site-packages/numpy/core/a.py': ['numpy', 'numpy/core/a.py'],
    };
    for (const [url, expected] of Object.entries(files)) assert.deepEqual([packageOf(url), shown(url)], expected);
    for (const url of Object.keys(files)) assert.equal(placeOf(url, FOLDERS).owner, FrameOwner.package);
  });

  it('tell Node, Python and the engine from own code', () => {
    const of = (url: string): readonly unknown[] => [placeOf(url, FOLDERS).owner, packageOf(url)];
    assert.deepEqual(of('node:internal/modules/cjs/loader'), [FrameOwner.runtime, 'Node.js']);
    assert.deepEqual(of('/usr/lib/python3.11/json/encoder.py'), [FrameOwner.runtime, 'Python']);
    assert.deepEqual(of(''), [FrameOwner.engine, 'V8']);
    assert.deepEqual(of('wasm://wasm/00ad0bc6'), [FrameOwner.engine, 'WebAssembly']);
    assert.deepEqual(of('webpack://app/./src/a.ts'), [FrameOwner.own, '']);
    const frames = new FrameTableBuilder();
    frames.add('(idle)', '', 0, 0);
    frames.add('f', '/project/shop/a.ts', 1, 1, FrameKind.code);
    frames.add('(garbage collector)', '', 0, 0);
    frames.add('(program)', '', 0, 0);
    frames.add('(root)', '', 0, 0);
    const { group, groups, openable } = placesOf(frames.build(), FOLDERS);
    assert.deepEqual([...group].map((each) => groups[each]?.owner), [FrameOwner.idle, FrameOwner.own, FrameOwner.machine, FrameOwner.machine, FrameOwner.root]);
    assert.deepEqual([...openable], [0, 1, 0, 0, 0]);
  });

  it('on other machines, of servers and without a root are no paths', () => {
    for (const url of ['file://server/share/a.js', 'file:////server/share/a.js', '//server/share', '\\\\server\\share', 'http://x/a.js', 'node:fs', 'src/a.js', 'file:///a%2f..%2fb', 'file:///%zz', '/a\0b', 'file:///a%00b', 'file:']) {
      assert.equal(localPathOf(url), undefined, url);
      assert.equal(placeOf(url, FOLDERS).openable, false, url);
    }
    assert.equal(localPathOf('file:///project/../../etc/passwd'), '/etc/passwd');
  });

  it('are those that Node has for the same URL', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((each) => !/[/\\\0]|^\.\.?$/.test(each));
    fc.assert(fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      const path = `/${names.join('/')}`;
      const { href } = pathToFileURL(path);
      assert.equal(localPathOf(href), fileURLToPath(href));
    }));
  });

  it('of any text end in some place', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string().map((text) => `file:///${text}`)), (url) => {
      assert.equal(typeof placeOf(url, FOLDERS).shown, 'string');
    }));
  });
});
