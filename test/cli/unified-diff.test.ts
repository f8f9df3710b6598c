import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { unifiedDiff } from '../../src/cli/unified-diff.js';

describe('unified diff', () => {
  it('shows what changed with three lines around it', () => {
    assert.equal(unifiedDiff('a.ts', '1\n2\n3\n4\n5\n6\n7\n8\n9\n', '1\n2\n3\n4\nfive\n6\n7\n8\n9\n'), '--- a/a.ts\n+++ b/a.ts\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n');
    assert.equal(unifiedDiff('a.ts', 'x\n', 'x\n'), '');
  });

  it('is what git applies, for any two texts', function () {
    this.timeout(60_000);
    const folder = mkdtempSync(path.join(tmpdir(), 'perf-review-diff-'));
    const file = path.join(folder, 'a.txt');
    const text = fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c', '', 'd\r'), { maxLength: 14 }), fc.boolean()).map(([lines, end]) => lines.join('\n') + (end && lines.length > 0 ? '\n' : ''));
    try {
      fc.assert(fc.property(text, text, (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        writeFileSync(file, before);
        execFileSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], { cwd: folder, input: unifiedDiff('a.txt', before, after), stdio: ['pipe', 'pipe', 'pipe'] });
        assert.equal(readFileSync(file, 'utf8'), after);
      }), { numRuns: 60 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
