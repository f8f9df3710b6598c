import assert from 'node:assert/strict';
import { MentionIndex } from '../../src/syntax/mention-index.js';
import { memoryHost } from '../support/memory-host.js';

function indexOf(files: Record<string, string>): MentionIndex {
  return new MentionIndex(memoryHost(files), '/app');
}

describe('mention index', () => {
  it('finds whole words in sources and in what names code', () => {
    const index = indexOf({
      '/app/a.ts': 'load();', '/app/b.vue': '<a @click="load" />', '/app/serverless.yml': 'handler: src/a.load', '/app/c.ts': 'reload(); loads(); _load(); load$;',
      '/app/d.css': '.load {}', '/app/node_modules/x/e.ts': 'load();',
    });
    assert.deepEqual(index.filesMentioning('load'), ['/app/a.ts', '/app/b.vue', '/app/serverless.yml']);
    assert.deepEqual(index.filesMentioning('nothing'), []);
  });

  it('has no answer for a name that is everywhere', () => {
    const index = indexOf(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`/app/${at}.ts`, 'execute()'])));
    assert.equal(index.filesMentioning('execute'), undefined);
  });

  it('tells when an answer is another one', () => {
    const files: Record<string, string> = { '/app/a.ts': 'load();', '/app/b.ts': '' };
    const index = indexOf(files);
    assert.equal(index.refresh('/app/b.ts'), false, 'nobody asked');
    assert.deepEqual(index.filesMentioning('load'), ['/app/a.ts']);
    files['/app/b.ts'] = 'other();';
    assert.equal(index.refresh('/app/b.ts'), false, 'nobody asked for other');
    files['/app/b.ts'] = 'load();';
    assert.equal(index.refresh('/app/b.ts'), true);
    assert.deepEqual(index.filesMentioning('load'), ['/app/a.ts', '/app/b.ts']);
    delete files['/app/a.ts'];
    assert.equal(index.refresh('/app/a.ts'), true);
    assert.deepEqual(index.filesMentioning('load'), ['/app/b.ts']);
  });
});
