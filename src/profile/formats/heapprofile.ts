import type { ProfileSet } from '../profile.js';
import { captureOf } from './capture.js';
import { UnreadableProfile, type Format } from './format.js';
import { jsonOfFile, listOf, numberOf, objectOf, textOf, type JsonObject } from './json-text.js';
import { ProfileBuilder } from './profile-builder.js';
import { CUT_OFF, textOfHead } from './reading.js';

/**
 * V8's allocation sampling (`node --heap-prof`, `HeapProfiler.stopSampling`): a tree of calls with the bytes that were allocated there
 * and still alive at the end.
 * https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/#type-SamplingHeapProfile
 */
export const heapprofile: Format = {
  id: 'heapprofile',
  title: '.heapprofile',
  extensions: ['.heapprofile'],
  recognises: (bytes) => {
    const head = textOfHead(bytes);
    return /^\s*\{\s*"head"\s*:\s*\{/.test(head) || (/^\s*\{/.test(head) && head.includes('"selfSize"') && head.includes('"callFrame"'));
  },
  read,
};

function read(bytes: Uint8Array, name: string): ProfileSet {
  const { value, cut } = jsonOfFile(bytes);
  const file = objectOf(value);
  const head = objectOf(file?.['head']);
  if (head === undefined) throw new UnreadableProfile('The file has no "head", which every allocation profile of V8 has.');
  const builder = new ProfileBuilder();
  if (cut) builder.note(CUT_OFF);
  const capture = captureOf(JSON.stringify(file?.['perfReview'] ?? null));
  for (const note of capture?.notes ?? []) builder.note(note);
  builder.spend(builder.root, numberOf(head['selfSize']) ?? NaN);
  const waiting: { readonly source: JsonObject; readonly node: number }[] = [{ source: head, node: builder.root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const each of listOf(next.source['children']) ?? []) {
      const source = objectOf(each);
      if (source === undefined) continue;
      const node = builder.call(next.node, frameOf(objectOf(source['callFrame']), builder));
      builder.spend(node, numberOf(source['selfSize']) ?? NaN);
      waiting.push({ source, node });
    }
  }
  return { profiles: [builder.build({ name, kind: 'heap', unit: 'bytes', timed: false })], capture };
}

/** Lines and columns of V8's are 0-based, -1 where there is none. */
function frameOf(source: JsonObject | undefined, builder: ProfileBuilder): number {
  const name = textOf(source?.['functionName']) ?? '';
  const url = textOf(source?.['url']) ?? '';
  const place = [(numberOf(source?.['lineNumber']) ?? -1) + 1, (numberOf(source?.['columnNumber']) ?? -1) + 1] as const;
  return builder.frame(name, url, ...place);
}
