import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../core/finding.js';
import { formatBaseline, matchBaseline, parseBaseline, updateBaseline, type Baseline, type ReviewedPart } from '../engine/baseline.js';
import type { EngineSettings } from '../engine/session-contract.js';
import { relativePath } from '../report/build-report.js';
import type { ReviewArguments } from './arguments.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';
import { writeFileAtomically } from './write-file.js';

export interface AcceptedByBaseline {
  readonly finding: Finding;
  readonly by: 'baseline';
  readonly reason?: string;
}

/** The baseline as far as this run is concerned with it. */
export interface BaselineOfRun {
  split(findings: readonly Finding[]): { readonly fresh: readonly Finding[]; readonly accepted: readonly AcceptedByBaseline[] };
  /** Accepts the findings of today and writes the file. @returns a line about it */
  update(findings: readonly Finding[], reviewed: ReadonlySet<string>): string;
  /** How many entries no finding answers to any more. */
  staleCount(findings: readonly Finding[], reviewed: ReadonlySet<string>): number;
}

/** @throws UsageError when the file is missing or no baseline */
export function baselineOfRun(args: ReviewArguments, settings: EngineSettings, { cwd }: Surroundings): BaselineOfRun {
  const given = args.baseline;
  const file = path.resolve(cwd, given ?? '');
  let baseline = given === undefined ? new Map() : read(file, given, args.updateBaseline);
  const subjects = (findings: readonly Finding[]) => findings.map((finding) => ({ path: relativePath(cwd, finding.span.path), finding }));
  const part = (reviewed: ReadonlySet<string>): ReviewedPart => ({
    covers: (relative) => reviewed.has(`${cwd}/${relative}`) || !existsSync(path.join(cwd, relative)),
    ran: (ruleId) => settings.rules[ruleId]?.enabled !== false,
  });
  return {
    split(findings) {
      const match = matchBaseline(baseline, subjects(findings), part(new Set()));
      return {
        fresh: match.fresh.map(({ finding }) => finding),
        accepted: match.accepted.map(({ subject, reason }) => ({ finding: subject.finding, by: 'baseline', ...(reason === undefined ? {} : { reason }) })),
      };
    },
    update(findings, reviewed) {
      const before = matchBaseline(baseline, subjects(findings), part(reviewed));
      baseline = updateBaseline(baseline, subjects(findings), part(reviewed));
      writeFileAtomically(file, formatBaseline(baseline));
      return `${given}: ${findings.length} accepted, ${before.fresh.length} of them new, ${before.stale.length} removed`;
    },
    staleCount: (findings, reviewed) => matchBaseline(baseline, subjects(findings), part(reviewed)).stale.length,
  };
}

function read(file: string, given: string, mayBeMissing: boolean): Baseline {
  if (!existsSync(file)) {
    if (mayBeMissing) return new Map();
    throw new UsageError(`--baseline: '${given}' does not exist; --update-baseline makes it`);
  }
  const baseline = parseBaseline(readFileSync(file, 'utf8'));
  if (typeof baseline === 'string') throw new UsageError(`--baseline: '${given}' ${baseline}`);
  return baseline;
}
