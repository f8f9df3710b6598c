import type { ChangedFile, Hunk } from './changed-file.js';

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/**
 * Files that an edit changed and kept, as a unified diff of git without context lines tells them. Files that it added or deleted are nobody's partner;
 * so, for now, are those whose names git has to quote.
 * @param diff with the prefixes `a/` and `b/`
 */
export function readDiff(diff: string): readonly ChangedFile[] {
  return diff.split(/^diff --git /m).slice(1).flatMap((section) => {
    const lines = section.split('\n');
    const head = lines.findIndex((line) => line.startsWith('@@'));
    const about = head === -1 ? lines : lines.slice(0, head);
    const after = (prefix: string): string | undefined => about.find((line) => line.startsWith(prefix))?.slice(prefix.length).replace(/\t$/, '');
    const before = after('rename from ') ?? after('--- a/');
    const now = after('rename to ') ?? after('+++ b/');
    if (before === undefined || now === undefined || before.startsWith('"') || now.startsWith('"')) return [];
    return [{ before, after: now, hunks: lines.flatMap(hunkOf) }];
  });
}

function hunkOf(line: string): readonly Hunk[] {
  const [, from, count = '1', added = '1'] = HUNK.exec(line) ?? [];
  return from === undefined ? [] : [{ line: Number(from), count: Number(count), added: Number(added) }];
}
