import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { UnreadableProfile } from '../../src/profile/formats/format.js';
import { readProfile } from '../../src/profile/formats/index.js';
import { profilesOfFile } from '../../src/runner/profile-file.js';
import { cpuprofileOf, type Timeline } from '../webview/sample-profile.js';

/** Larger than a piece: names cross the borders between pieces wherever these are. */
const LONG: Timeline = Array.from({ length: 2000 }, (_, at) => [`main;${'deep '.repeat(at % 7)}${String(at)} ünïcode`, at % 5] as const);

describe('the profiles of a file', () => {
  let folder: string;
  const put = (name: string, content: string | Uint8Array): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'perf-review-file-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are the same in pieces as at once', async () => {
    const bytes = cpuprofileOf(LONG);
    assert.ok(bytes.length > 2 * 2 ** 16);
    assert.deepEqual(await profilesOfFile(put('a.cpuprofile', bytes)), readProfile(bytes, 'a.cpuprofile'));
  });

  it('are unpacked, whatever the file is called', async () => {
    const bytes = cpuprofileOf(LONG);
    for (const name of ['packed.cpuprofile.gz', 'packed.cpuprofile']) {
      const [profile] = (await profilesOfFile(put(name, gzipSync(bytes)))).profiles;
      assert.deepEqual(profile?.nodes, readProfile(bytes, name).profiles[0]?.nodes);
    }
  });

  it('may be in a format that needs the whole file', async () => {
    const [profile] = (await profilesOfFile(put('a.txt', 'main;work 3\nmain 1\n'))).profiles;
    assert.equal(profile?.total, 4);
  });

  it('are none of an empty file, or of one that was cut off before its first call', async () => {
    await assert.rejects(profilesOfFile(put('empty.cpuprofile', '')), new UnreadableProfile('The file is empty: the program ended before its profile was written.'));
    await assert.rejects(profilesOfFile(put('cut.cpuprofile', '{"nodes":[{"id":1,')), /ends before its first call/);
  });
});
