import { readProfile } from '../../src/profile/formats/index.js';
import type { Profile } from '../../src/profile/profile.js';

/** Functions of the sample by name: where each is written. Names are as hostile as a test wants them. */
export type Places = Readonly<Record<string, readonly [url: string, line: number]>>;

/** What ran for how long (milliseconds), one after the other: names of functions from the outermost, with `;` between. */
export type Timeline = readonly (readonly [stack: string, milliseconds: number])[];

const OWN: Places = {
  main: ['file:///project/src/main.ts', 3], handle: ['file:///project/src/handle.ts', 10], render: ['file:///project/src/render.ts', 5], walk: ['file:///project/src/walk.ts', 7],
  query: ['file:///project/node_modules/pg/lib/client.js', 120], parse: ['file:///project/node_modules/pg/lib/parser.js', 30], each: ['file:///project/node_modules/lodash/each.js', 1],
  load: ['node:internal/modules/loader', 55], emit: ['node:events', 12],
};

/** A little server at work: 100 ms, with recursion, packages, Node's own, idle time and garbage collection. */
export const SAMPLE: Timeline = [
  ['load', 4], ['main;handle', 6], ['main;handle;query;parse', 20], ['main;handle;query', 10], ['main;handle;render', 5], ['main;handle;render;walk', 8],
  ['main;handle;render;walk;walk', 7], ['main;handle;render;walk;walk;each', 4], ['(garbage collector)', 6], ['main;handle;render', 5], ['(idle)', 15], ['emit;handle;query;parse', 8], ['(program)', 2],
];

/** What V8 would have written of it, as a file. */
export function cpuprofileOf(timeline: Timeline, places: Places = {}): Uint8Array {
  const nodes: { id: number; callFrame: object; children: number[] }[] = [];
  const idOf = new Map<string, number>();
  const where = { ...OWN, ...places };
  const node = (path: string, name: string): number => {
    const known = idOf.get(path);
    if (known !== undefined) return known;
    const [url, line] = where[name] ?? ['', 0];
    const id = nodes.push({ id: nodes.length + 1, callFrame: { functionName: name, scriptId: '0', url, lineNumber: line - 1, columnNumber: line > 0 ? 8 : -1 }, children: [] });
    idOf.set(path, id);
    return id;
  };
  const leafOf = (stack: string): number => stack.split(';').reduce((caller, name) => {
    const id = node(`${String(caller)};${name}`, name);
    const { children } = nodes[caller - 1]!;
    if (!children.includes(id)) children.push(id);
    return id;
  }, node('', '(root)'));
  const samples = timeline.map(([stack]) => leafOf(stack));
  const timeDeltas = [0, ...timeline.map(([, milliseconds]) => milliseconds * 1000)].slice(0, timeline.length);
  const length = timeline.reduce((sum, [, milliseconds]) => sum + milliseconds * 1000, 0);
  return new TextEncoder().encode(JSON.stringify({ nodes, startTime: 0, endTime: length, samples, timeDeltas }));
}

export function profileOf(timeline: Timeline = SAMPLE, places?: Places): Profile {
  return readProfile(cpuprofileOf(timeline, places), 'sample.cpuprofile').profiles[0]!;
}
