import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import fc from 'fast-check';
import { UnreadableProfile } from '../../../src/profile/formats/format.js';
import { heapprofile } from '../../../src/profile/formats/heapprofile.js';
import type { Profile } from '../../../src/profile/profile.js';
import { assertSound, selfByStack } from '../../support/profiles/sound-profile.js';

function read(file: unknown): Profile {
  const [profile] = heapprofile.read(new TextEncoder().encode(typeof file === 'string' ? file : JSON.stringify(file)), 'a.heapprofile').profiles;
  assert.ok(profile);
  assertSound(profile);
  return profile;
}

const call = (functionName: string, selfSize: unknown, ...children: readonly object[]): object => ({ callFrame: { functionName, scriptId: '1', url: 'file:///a.js', lineNumber: 4, columnNumber: 8 }, selfSize, id: 1, children });
const root = (...children: readonly object[]): object => ({ head: { callFrame: { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 }, selfSize: 0, id: 0, children } });

describe('allocation profiles of V8', () => {
  it('are bytes by stack', () => {
    const profile = read(root(call('main', 10, call('work', 100)), call('', 1)));
    assert.deepEqual(selfByStack(profile), { 'main (file:///a.js:5:9)': 10, 'main (file:///a.js:5:9) > work (file:///a.js:5:9)': 100, '(file:///a.js:5:9)': 1 });
    assert.deepEqual([profile.kind, profile.unit, profile.total, profile.samples], ['heap', 'bytes', 111, undefined]);
  });

  it('are read as V8 makes them', async () => {
    const session = new Session();
    session.connect();
    await session.post('HeapProfiler.startSampling', { samplingInterval: 512 });
    const kept = keepsMuch();
    const { profile: file } = await session.post('HeapProfiler.stopSampling');
    session.disconnect();
    assert.ok(kept.length > 0 && heapprofile.recognises(new TextEncoder().encode(JSON.stringify(file)), 'x'));
    const profile = read(file);
    const sizes = (node: typeof file.head): number => node.selfSize + node.children.reduce((sum, each) => sum + sizes(each), 0);
    assert.equal(profile.total, sizes(file.head));
    assert.ok(Object.keys(selfByStack(profile)).some((stack) => stack.includes('keepsMuch')));
  });

  it('that are cut off, too deep to be walked by recursion or of strange values are shown', () => {
    const text = JSON.stringify(root(call('main', 10, call('work', 100))));
    assert.match(read(text.slice(0, -6)).notes.join(), /cut off/);
    const depth = 50_000;
    const deep = `{"head":${'{"callFrame":{"functionName":"f"},"selfSize":1,"children":['.repeat(depth)}${']}'.repeat(depth)}}`;
    assert.equal(read(deep).nodes.count, depth);
    assert.match(read(root(call('main', -5), call('work', 'x'))).notes.join(), /negative or no amounts/);
  });

  it('without anything are refused', () => {
    for (const text of ['{}', '[]', '{"head":1}', '1', '{"head":']) assert.throws(() => read(text), UnreadableProfile, text);
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (callFrame, selfSize, child) => {
      assert.ok(read({ head: { callFrame, selfSize, children: [child, { callFrame, selfSize, children: child }] } }).nodes.count >= 1);
    }));
  });
});

function keepsMuch(): readonly object[] {
  return Array.from({ length: 20_000 }, (_, index) => ({ index, text: `number ${String(index)}` }));
}
