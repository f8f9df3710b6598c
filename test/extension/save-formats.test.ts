import assert from 'node:assert/strict';
import fc from 'fast-check';
import { originOf } from '../../src/extension/profiles/panel-origin.js';
import { endingOf, fileNameOf, numbered } from '../../src/extension/profiles/save-formats.js';

describe('names of saved profiles', () => {
  it('are those of the run, without what no file may be called', () => {
    assert.equal(fileNameOf('report.cpuprofile'), 'report');
    assert.equal(fileNameOf('node "a b.mjs" --x'), 'node-a-b.mjs---x');
    assert.equal(fileNameOf('../../etc/passwd'), 'etc-passwd');
    assert.equal(fileNameOf('<script>'), 'script');
    assert.equal(fileNameOf('…'), 'profile');
  });

  it('lead nowhere else, whatever a run is called', () => {
    fc.assert(fc.property(fc.string(), (title) => assert.match(fileNameOf(title), /^[^\s./\\-][^\s/\\]*$/u)));
  });

  it('are numbered before the ending', () => {
    assert.deepEqual([0, 1, 2].map((index) => numbered('run.cpuprofile', index)), ['run.cpuprofile', 'run-2.cpuprofile', 'run-3.cpuprofile']);
    assert.equal(numbered('run.pb.gz', 1), 'run-2.pb.gz');
    assert.equal(numbered('run', 1), 'run-2');
    assert.equal(endingOf('run.speedscope.json'), 'speedscope.json');
  });
});

describe('what a panel left before the window was reloaded', () => {
  it('says which files it showed', () => {
    const origin = { title: 'npm run report', files: ['file:///a/main.cpuprofile', 'file:///a/worker.cpuprofile'] };
    assert.deepEqual(originOf({ view: 'flame', origin }), origin);
  });

  it('is nothing where it never showed any, or is not what a panel writes', () => {
    for (const state of [undefined, null, 7, {}, { origin: {} }, { origin: { title: 'a', files: [] } }, { origin: { title: 'a', files: [7] } }, { origin: { title: 'a', files: ['/a'] } }, { origin: { files: ['file:///a'] } }]) {
      assert.equal(originOf(state), undefined, JSON.stringify(state));
    }
    fc.assert(fc.property(fc.anything(), (state) => assert.doesNotThrow(() => originOf(state))));
  });
});
