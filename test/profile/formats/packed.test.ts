import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { UnreadableProfile } from '../../../src/profile/formats/format.js';
import { readPackedProfile } from '../../../src/profile/formats/index.js';

describe('packed profiles', () => {
  const stacks = 'main;work 3\n'.repeat(5_000);

  it('are unpacked first, and read by the name without .gz', async () => {
    const { profiles } = await readPackedProfile(gzipSync(stacks), 'a.folded.gz');
    assert.deepEqual([profiles[0]?.name, profiles[0]?.total], ['a.folded', 15_000]);
    assert.equal((await readPackedProfile(new TextEncoder().encode(stacks), 'a.folded')).profiles[0]?.total, 15_000);
  });

  it('that are cut off show what came before', async () => {
    const noise = Array.from({ length: 20_000 }, (_, index) => `main;f${String((index * 7919) % 10_007)} ${String(index % 13)}\n`).join('');
    const packed = gzipSync(noise);
    const { profiles } = await readPackedProfile(packed.subarray(0, packed.length - 5_000), 'a.folded.gz');
    assert.ok((profiles[0]?.total ?? 0) > 1_000);
  });

  it('that are none, or unpack to fill memory, are refused in a sentence', async () => {
    await assert.rejects(readPackedProfile(Uint8Array.from([0x1f, 0x8b, 1, 2, 3]), 'a.gz'), UnreadableProfile);
    await assert.rejects(readPackedProfile(gzipSync(new Uint8Array(70 * 2 ** 20)), 'a.gz'), /400 times/);
  });
});
