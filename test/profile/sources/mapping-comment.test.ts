import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mappingCommentOf, textOfDataUrl } from '../../../src/profile/sources/mapping-comment.js';
import { sourcePlaceOf } from '../../../src/profile/sources/source-url.js';

const SCRIPT = 'file:///app/dist/a.js';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('comments that name a source map', () => {
  it('count when they are the last, in both ways of writing', () => {
    assert.deepEqual(mappingCommentOf('a();\n//# sourceMappingURL=a.js.map\n', SCRIPT), { reference: 'a.js.map' });
    assert.deepEqual(mappingCommentOf('a{}\n/*# sourceMappingURL=a.css.map */', SCRIPT), { reference: 'a.css.map' });
    assert.deepEqual(mappingCommentOf('//@ sourceMappingURL=old.map\nb();\n//# sourceMappingURL=new.map', SCRIPT), { reference: 'new.map' });
    for (const text of ['', 'a();', 'const a = "sourceMappingURL=b";', '// sourceMappingURL=b']) assert.equal(mappingCommentOf(text, SCRIPT), undefined, text);
  });

  it('hold the map itself in base64 or percent-coded', () => {
    const json = '{"names":["größe"]}';
    assert.deepEqual(mappingCommentOf(`a();\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${base64(json)}`, SCRIPT), { map: { text: json, url: SCRIPT } });
    assert.deepEqual(mappingCommentOf(`//# sourceMappingURL=data:application/json,${encodeURIComponent(json)}`, SCRIPT), { map: { text: json, url: SCRIPT } });
    for (const url of ['data:text/html;base64,PGI+', 'data:application/json;base64,%%%', 'data:application/json,%zz', 'data:application/json']) assert.equal(textOfDataUrl(url), undefined, url);
  });

  it('are found in any text, soon', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      assert.deepEqual(mappingCommentOf(`${text}\n//# sourceMappingURL=a.map`, SCRIPT), { reference: 'a.map' });
    }));
    assert.deepEqual(mappingCommentOf('//# sourceMappingURL=\n'.repeat(100_000), SCRIPT), undefined);
  });
});

describe('sources of a map', () => {
  it('are at URLs, or below some folder of the project', () => {
    const places: Record<string, object> = {
      'file:///app/src/a.ts': { url: 'file:///app/src/a.ts' },
      '/app/src/a b.ts': { url: 'file:///app/src/a%20b.ts' },
      'C:\\app\\a.ts': { url: 'file:///C:/app/a.ts' },
      'webpack://shop/./src/a.ts?1f2e': { below: 'src/a.ts' },
      'webpack:///./src/a.ts': { below: 'src/a.ts' },
      'webpack:///src/a.ts': { below: 'src/a.ts' },
      'webpack-internal:///(rsc)/./app/page.tsx': { below: 'app/page.tsx' },
      'turbopack:///[project]/app/page.tsx': { below: '[project]/app/page.tsx' },
      'turbopack://[project]/app/page.tsx': { below: 'app/page.tsx' },
      'http://localhost:5173/src/main.ts?t=17': { below: 'src/main.ts' },
      'http://localhost:5173/@fs/other/lib.ts': { url: 'file:///other/lib.ts' },
      '/@fs/other/lib.ts': { url: 'file:///other/lib.ts' },
      'node:fs': { url: 'node:fs' },
    };
    for (const [url, place] of Object.entries(places)) assert.deepEqual(sourcePlaceOf(url), place, url);
  });
});
