// One measurement in a process of its own, as JSON: `idle` does nothing, `parse FILE` is JSON.parse of it, `open FILE` all that a first flame
// graph and its tables need, `change FILE` what is done to an open one, up to the boxes that are drawn of it.
import { readFileSync } from 'node:fs';
import { LEAST_PART, callersLayout, selfOrigins } from '../../src/profile/callers-layout.js';
import { chronological } from '../../src/profile/chronological.js';
import { attachCollector } from '../../src/profile/collector.js';
import { extentOf, type FlameLayout } from '../../src/profile/flame-layout.js';
import { leftHeavy } from '../../src/profile/left-heavy.js';
import type { Profile } from '../../src/profile/profile.js';
import { search } from '../../src/profile/search/search.js';
import { totalsByFrame, totalsByGroup } from '../../src/profile/totals.js';
import { transformed, type Transform } from '../../src/profile/transform.js';
import { VisibleBoxes, findVisible } from '../../src/profile/visible-boxes.js';
import { profilesOfFile } from '../../src/runner/profile-file.js';

/** What is seen of a flame graph in a window of 1600 x 900, as the bench of the panel has it. */
const PICTURE = { pixels: 1600, firstRow: 0, lastRow: 45 };

/** How often a change is made: the first time compiles. */
const TIMES = 5;

const [what, file = ''] = process.argv.slice(2);

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

async function opened(): Promise<Profile> {
  const [profile] = (await profilesOfFile(file)).profiles;
  if (profile === undefined) throw new Error(`${file} holds no profile`);
  return profile;
}

/** What the panel shows first, the flame graph by what calls cost, and its tables of functions and files. */
function show(profile: Profile): void {
  showGraph(profile);
  totalsByGroup(profile.nodes, profile.frames.url, profile.frames.strings.length);
}

/** With what stands below it. */
function showGraph(profile: Profile): void {
  draw(leftHeavy(profile));
  totalsByFrame(profile.nodes, profile.frames);
}

/** The other flame graph, when it is looked at. */
function showInTime(profile: Profile): void {
  draw(chronological(attachCollector(profile)));
}

function draw(layout: FlameLayout | undefined): void {
  if (layout) findVisible(layout, { ...PICTURE, from: 0, to: extentOf(layout) }, new VisibleBoxes());
}

/** Each up to the picture that it leads to. */
function changesOf(profile: Profile): Readonly<Record<string, () => unknown>> {
  const marked = Uint8Array.from({ length: profile.frames.count }, (_, frame) => Number(frame % 3 === 1));
  const after = (change: Transform, shown: (profile: Profile) => void) => (): void => shown(transformed(profile, change));
  const focus: Transform = { type: 'focus-frames', marked };
  const hide: Transform = { type: 'hide-frames', marked };
  const find = (text: string, regex: boolean) => (): unknown => search(profile, { text, regex, matchCase: false });
  return {
    'search for text': find('check', false),
    'search for a pattern': find('(get|check).*Type$', true),
    invert: () => callersLayout(profile, selfOrigins(profile), profile.total * LEAST_PART),
    focus: after(focus, showGraph),
    hide: after(hide, showGraph),
    'time order': () => showInTime(profile),
    'focus in time order': after(focus, showInTime),
    'hide in time order': after(hide, showInTime),
  };
}

function timesOf(work: () => unknown): { readonly first: number; readonly median: number } {
  const times = Array.from({ length: TIMES }, () => {
    const before = process.cpuUsage();
    work();
    return cpuMs(before);
  });
  return { first: times[0] ?? 0, median: times.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0 };
}

async function measured(): Promise<object> {
  const before = process.cpuUsage();
  if (what === 'parse') JSON.parse(readFileSync(file, 'utf8'));
  if (what !== 'open' && what !== 'change') return { cpuMs: cpuMs(before) };
  const profile = await opened();
  if (what === 'change') return { changes: Object.fromEntries(Object.entries(changesOf(profile)).map(([name, work]) => [name, timesOf(work)])) };
  show(profile);
  return { cpuMs: cpuMs(before), nodes: profile.nodes.count, samples: profile.samples?.count };
}

void measured().then((result) => console.log(JSON.stringify({ ...result, peakBytes: process.resourceUsage().maxRSS * 1024 })));
