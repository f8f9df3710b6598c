import type { Confidence } from '../../src/core/finding.js';
import type { ReportedFinding } from './review-folder.js';

/** A place in a public repository that its maintainers repaired (`positive`) or that only looks like one (`negative`). */
export interface Label {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
  /** From 1; without `endLine` one line. */
  readonly line: number;
  readonly endLine?: number;
  readonly kind: 'positive' | 'negative';
  /** How sure the person was who wrote it. */
  readonly confidence: Confidence;
  /** Of awaits in a row: whether they can be started together and nothing changes. */
  readonly fixable?: boolean;
  readonly why: string;
  readonly family: Family;
}

/** Which rules answer for the labels of a file, by its name. */
export const FAMILIES = {
  'n-plus-one': ['n-plus-one-query', 'n-plus-one-request'],
  'sequential-awaits': ['sequential-await', 'await-in-loop', 'n-plus-one-query', 'n-plus-one-request'],
  'unbounded-query': ['unbounded-query'],
  'missing-cleanup': ['missing-cleanup'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Family = keyof typeof FAMILIES;

/** Labels point at a call, findings at times at the statement or the loop around it. */
const LINES_APART = 1;

/** The outcome for one label: the confidence of the finding there, if there is one. */
export interface Scored {
  readonly label: Label;
  readonly found: Confidence | undefined;
}

/** One row of the table of scores: how many labels there are, and at how many there is a finding at all and at high. */
export interface Score {
  readonly family: Family;
  /** `fixable`: of the labels marked high, those of awaits that can be started together. */
  readonly labels: Confidence | 'fixable';
  readonly positives: Tally;
  readonly negatives: Tally;
}

export interface Tally {
  readonly of: number;
  readonly found: number;
  readonly high: number;
}

/** The findings that answer a label: of its family, on its lines or next to them. */
export function answersTo(label: Label, findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const rules: readonly string[] = FAMILIES[label.family];
  const [from, to] = [label.line - LINES_APART, (label.endLine ?? label.line) + LINES_APART];
  return findings.filter((each) => each.path === label.path && rules.includes(each.ruleId) && each.endLine >= from && each.line <= to);
}

/** @param findings of the review of the label's commit; the surest one counts */
export function scoreLabel(label: Label, findings: readonly ReportedFinding[]): Scored {
  const answers = answersTo(label, findings).map((each) => each.confidence);
  return { label, found: (['high', 'medium', 'low'] as const).find((each) => answers.includes(each)) };
}

/** The rows of the table of scores, in the order of the families, the surer labels first; rows without labels are left out. */
export function tallyScores(scored: readonly Scored[]): readonly Score[] {
  return (Object.keys(FAMILIES) as Family[]).flatMap((family) => {
    const own = scored.filter(({ label }) => label.family === family);
    const rows = (['high', 'fixable', 'medium', 'low'] as const).map((labels) => rowOf(family, labels, own.filter(({ label }) => isIn(label, labels))));
    return rows.filter((row) => row.positives.of + row.negatives.of > 0);
  });
}

function isIn(label: Label, row: Score['labels']): boolean {
  return row === 'fixable' ? label.confidence === 'high' && label.kind === 'positive' && label.fixable === true : label.confidence === row;
}

function rowOf(family: Family, labels: Score['labels'], scored: readonly Scored[]): Score {
  const tally = (kind: Label['kind']): Tally => {
    const own = scored.filter(({ label }) => label.kind === kind);
    return { of: own.length, found: own.filter(({ found }) => found !== undefined).length, high: own.filter(({ found }) => found === 'high').length };
  };
  return { family, labels, positives: tally('positive'), negatives: tally('negative') };
}

/** A label whose outcome is not what its author wants, in one line; `undefined` for the others. */
export function complaint({ label, found }: Scored): string | undefined {
  if ((label.kind === 'positive') === (found !== undefined)) return undefined;
  const verdict = found === undefined ? 'missed' : `false, ${found}`;
  return `${verdict}: ${label.family} ${label.repo}@${label.commit.slice(0, 12)} ${label.path}:${label.line} ${label.why}`;
}
