import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../core/finding.js';
import { withCost, type MeasuredRunSummary } from '../core/measured-cost.js';
import { askCosts } from '../cost/ask.js';
import { CostMeter, type MeasuredRun } from '../cost/measure.js';
import { UnreadableProfile } from '../profile/formats/format.js';
import { readProfile } from '../profile/formats/index.js';
import { allDeclarations } from '../engine/rule-declaration.js';
import type { ReviewArguments } from './arguments.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';

/** What findings cost in the profiles that were given; findings as they are without. */
export interface CostsOfRun {
  readonly measured?: MeasuredRunSummary;
  of(findings: readonly Finding[], textOf: (path: string) => string | undefined): readonly Finding[];
}

/** @throws UsageError when a profile cannot be read, or none of them measures processor time */
export function costsOfRun({ profiles }: ReviewArguments, { cwd, rules }: Surroundings): CostsOfRun {
  if (profiles.length === 0) return { of: (findings) => findings };
  const runs = profiles.map((name) => readRun(name, path.resolve(cwd, name)));
  const recorded = Math.min(...runs.map(({ writtenAt }) => writtenAt));
  const meter = new CostMeter(runs, { isNewer: (file) => modifiedAt(file) > recorded });
  if (!meter.measures) throw new UsageError(`--profile: ${profiles.map((name) => `'${name}'`).join(', ')} ${profiles.length === 1 ? 'is' : 'are'} of memory; findings are ranked by processor time`);
  const categories = new Map(allDeclarations(rules).map(({ id, category }) => [id, category]));
  return {
    measured: meter.summary(profiles.length === 1 ? path.basename(profiles[0] ?? '') : `${profiles.length} profiles`),
    of: (findings, textOf) => {
      const costs = new Map(meter.answer(askCosts(findings, textOf, (ruleId) => categories.get(ruleId))).map(({ fingerprint, cost }) => [fingerprint, cost]));
      return findings.map((finding) => {
        const cost = costs.get(finding.fingerprint);
        return cost === undefined ? finding : withCost(finding, cost);
      });
    },
  };
}

function readRun(name: string, file: string): MeasuredRun & { readonly writtenAt: number } {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) throw new UsageError(`--profile: '${name}' does not exist`);
    // A link to a device or a pipe would be read for ever.
    if (!stats.isFile()) throw new UsageError(`--profile: '${name}' is not a file`);
    return { ...readProfile(readFileSync(file), path.basename(file)), writtenAt: stats.mtimeMs };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof UnreadableProfile ? error.message : `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new UsageError(`--profile: '${name}': ${reason}`);
  }
}

/** 0 for a file that is gone. */
function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
