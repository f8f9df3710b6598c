import { statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../core/finding.js';
import { withCost, type MeasuredRunSummary } from '../core/measured-cost.js';
import { askCosts } from '../cost/ask.js';
import { CostMeter, type MeasuredRun } from '../cost/measure.js';
import { allDeclarations } from '../engine/rule-declaration.js';
import type { ReviewArguments } from './arguments.js';
import { readProfileFile } from './read-profile-file.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';

/** What findings cost in the profiles that were given; findings as they are without. */
export interface CostsOfRun {
  readonly measured?: MeasuredRunSummary;
  of(findings: readonly Finding[], textOf: (path: string) => string | undefined): readonly Finding[];
}

/** @throws UsageError when a profile cannot be read, or none of them measures processor time */
export async function costsOfRun({ profiles }: ReviewArguments, { cwd, rules }: Surroundings): Promise<CostsOfRun> {
  if (profiles.length === 0) return { of: (findings) => findings };
  const runs = await Promise.all(profiles.map((name) => readRun(name, path.resolve(cwd, name), cwd)));
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

async function readRun(name: string, file: string, cwd: string): Promise<MeasuredRun & { readonly writtenAt: number }> {
  const { set, writtenAt } = await readProfileFile(name, file, [cwd], '--profile: ');
  return { ...set, writtenAt };
}

/** 0 for a file that is gone. */
function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
