import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CrashRecord, CRASH_WINDOW_MS, MAX_CRASHES } from '../../src/extension/crash-record.js';
import { RunningFile } from '../../src/server/running-file.js';

describe('a server that dies', () => {
  it('leaves the file it was reviewing', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'perf-review-'));
    const place = path.join(folder, 'deep', 'running.txt');
    const running = RunningFile.open(place);
    const during = running.during('/shop/ä.ts', () => readFileSync(place, 'utf8'));
    assert.equal(during, '/shop/ä.ts');
    assert.equal(readFileSync(place, 'utf8'), '');
    running.close();
    rmSync(folder, { recursive: true });
  });

  it('does without where nothing can be written', () => {
    assert.equal(RunningFile.open('/dev/null/running.txt').during('/a.ts', () => 1), 1);
  });

  it('sets a file aside that was under review in two crashes', () => {
    const record = new CrashRecord();
    assert.equal(record.add(0, '/bad.ts'), true);
    assert.deepEqual(record.setAside, []);
    record.add(1, '/bad.ts');
    record.add(2, '/other.ts');
    assert.deepEqual(record.setAside, ['/bad.ts']);
    record.forget();
    assert.deepEqual(record.setAside, []);
  });

  it('is not started again after too many crashes in a short time', () => {
    const record = new CrashRecord();
    for (let crash = 1; crash < MAX_CRASHES; crash++) assert.equal(record.add(crash, undefined), true);
    assert.equal(record.add(MAX_CRASHES, undefined), false);
    assert.equal(record.add(MAX_CRASHES + CRASH_WINDOW_MS, undefined), true);
  });
});
