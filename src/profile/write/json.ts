import { FrameOwner } from '../places.js';
import type { ProfileUnit } from '../profile.js';
import type { HotFunction, ProfileSummary } from '../summary.js';

const OWNERS = new Map<FrameOwner, string>(Object.entries(FrameOwner).map(([name, owner]) => [owner, name]));
const SUFFIX: Readonly<Record<ProfileUnit, string>> = { microseconds: 'us', bytes: 'bytes', samples: 'samples' };

/**
 * A summary for programs. The first keys are `samples`, `nodes`, `functions`, `duration_us`, `self_sum_us`, `top`; of profiles that count
 * bytes or samples, amounts have keys that end so (`self_bytes`), and those in `_us` are null.
 * @param parts the profiles that were added up, when it is more than one
 */
export function toJson(summary: ProfileSummary, parts: readonly ProfileSummary[], version: string): string {
  const profiles = parts.length > 1 ? { profiles: parts.map((each) => ({ name: each.name, ...summaryObject(each) })) } : {};
  return `${JSON.stringify({ ...summaryObject(summary), ...profiles, version: 1, tool: { name: 'perf-review', version } }, undefined, 2)}\n`;
}

function summaryObject(summary: ProfileSummary): Record<string, unknown> {
  const { unit, kind, samples, nodes, functions, total, selfSum, hot, idle, program, collector, owners, notes } = summary;
  const suffix = SUFFIX[unit];
  const isTime = unit === 'microseconds';
  return {
    samples: samples ?? null,
    nodes,
    functions,
    duration_us: isTime ? rounded(total) : null,
    self_sum_us: isTime ? rounded(selfSum) : null,
    top: hot.map((each) => functionObject(each, suffix)),
    kind,
    unit,
    ...(isTime ? {} : { [`total_${suffix}`]: rounded(total), [`self_sum_${suffix}`]: rounded(selfSum) }),
    [`idle_${suffix}`]: rounded(idle),
    [`program_${suffix}`]: rounded(program),
    [`garbage_collector_${suffix}`]: rounded(collector),
    packages: owners.map(({ name, owner, self }) => ({ name, owner: OWNERS.get(owner), [`self_${suffix}`]: rounded(self) })),
    notes,
  };
}

function functionObject({ name, url, line, self, total, column, shown, owner, package: packageName }: HotFunction, suffix: string): Record<string, unknown> {
  return { name, url, line, [`self_${suffix}`]: rounded(self), [`total_${suffix}`]: rounded(total), column, file: shown, owner: OWNERS.get(owner), ...(packageName === '' ? {} : { package: packageName }) };
}

/** To thousandths: beyond that is nothing that was measured. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
