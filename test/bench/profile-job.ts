// One measurement in a process of its own: `parse FILE` is JSON.parse of it, `open FILE` all that a first flame graph and its tables need.
import { openSync, readFileSync, readSync } from 'node:fs';
import { chronological } from '../../src/profile/chronological.js';
import { readCpuProfile } from '../../src/profile/formats/cpuprofile.js';
import { leftHeavy } from '../../src/profile/left-heavy.js';
import { search } from '../../src/profile/search/search.js';
import { totalsByFrame } from '../../src/profile/totals.js';
import { transformed, type Transform } from '../../src/profile/transform.js';

const PIECE = 2 ** 20;
const [what, file = ''] = process.argv.slice(2);

function* piecesOf(path: string): Generator<Uint8Array> {
  const memory = new Uint8Array(PIECE);
  const handle = openSync(path, 'r');
  for (let size = readSync(handle, memory); size > 0; size = readSync(handle, memory)) yield memory.subarray(0, size);
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Of several runs, because the first one of a process compiles. */
function fastest(work: () => unknown): number {
  return Math.min(...Array.from({ length: 3 }, () => cpuMs(work)));
}

if (what === 'parse') {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as { nodes: unknown[] };
  console.log(JSON.stringify({ nodes: profile.nodes.length, rest: {} }));
} else {
  const [profile] = readCpuProfile(piecesOf(file), file).profiles;
  if (profile === undefined) throw new Error('no profile');
  totalsByFrame(profile.nodes, profile.frames);
  chronological(profile);
  leftHeavy(profile);
  const { user, system } = process.cpuUsage();
  const opened = { cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 };
  const marked = Uint8Array.from({ length: profile.frames.count }, (_, frame) => Number(frame % 3 === 1));
  const changes: readonly Transform[] = [{ type: 'hide-frames', marked }, { type: 'focus-frames', marked }];
  const rest = {
    'search by text': fastest(() => search(profile, { text: 'check', regex: false, matchCase: false })),
    'search by pattern': fastest(() => search(profile, { text: '(get|check).*Type$', regex: true, matchCase: false })),
    ...Object.fromEntries(changes.map((change) => [change.type, fastest(() => transformed(profile, change))])),
  };
  console.log(JSON.stringify({ nodes: profile.nodes.count, opened, rest }));
}
