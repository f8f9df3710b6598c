import type { Finding } from '../core/finding.js';
import { allDeclarations } from '../engine/rule-declaration.js';
import { repair, type Repaired } from '../engine/repair.js';
import type { FileReview, ReviewSession } from '../engine/session-contract.js';
import { buildReport, type ReviewOutcome } from '../report/build-report.js';
import type { Report } from '../report/report.js';
import { counted } from '../report/summary.js';
import { ProjectStyle } from '../style/project-style.js';
import type { ReviewArguments } from './arguments.js';
import { baselineOfRun } from './baseline-of-run.js';
import { costsOfRun, type CostsOfRun } from './costs-of-run.js';
import { createProgress } from './progress.js';
import { settingsOfRun } from './settings-of-run.js';
import type { Surroundings } from './surroundings.js';
import { findTargets } from './targets.js';
import { timingTable } from './timing-table.js';
import { unifiedDiff } from './unified-diff.js';
import { replaceSources } from './write-file.js';
import { writeReport } from './write-report.js';

export const EXIT = { clean: 0, findings: 1, failure: 2, interrupted: 130 } as const;

/** From arguments to exit code. @throws UsageError */
export async function runReview(args: ReviewArguments, surroundings: Surroundings): Promise<number> {
  const settings = settingsOfRun(args, surroundings);
  const baseline = baselineOfRun(args, settings, surroundings);
  const costs = await costsOfRun(args, surroundings);
  const { cwd, cancel, stderr } = surroundings;
  const session = surroundings.createSession({ root: cwd });
  const say = (line: string) => stderr.write(`${line}\n`);
  try {
    session.configure(settings);
    const targets = await findTargets(args, session, surroundings);
    const review = (path: string) => session.reviewFile(path, { types: settings.types, cancel });
    const before = await reviewAll(targets.files, review, surroundings);
    if (cancel.aborted) return EXIT.interrupted;
    const accepted = new Set(baseline.split(findingsOf(before)).accepted.map(({ finding }) => finding.fingerprint));
    let reviews = before;
    if (args.fix.length > 0) {
      const repaired = await repairAll({
        session, reviews: before, safeties: args.fix, review,
        wanted: (finding) => !accepted.has(finding.fingerprint),
        mayEdit: (path) => path.startsWith(`${cwd}/`) && !path.includes('/node_modules/'),
        ...(args.verbose ? { log: say } : {}),
      }, surroundings);
      if (!repaired || cancel.aborted) return EXIT.interrupted;
      say(`${counted(repaired.fixes.length, 'repair', 'repairs')} in ${counted(repaired.texts.size, 'file', 'files')}${repaired.stable ? '' : '; more are possible, run again'}`);
      if (args.dryRun) surroundings.stdout.write(diffOf(repaired, cwd));
      else {
        writeRepaired(repaired, session);
        reviews = new Map([...reviews.keys()].map((path) => [path, reviewSafely(path, review)]));
      }
    }
    const findings = findingsOf(reviews);
    const errors = [...reviews.values()].flatMap((each) => each.errors);
    const reviewed = new Set(reviews.keys());
    if (args.updateBaseline && errors.length === 0) say(baseline.update(findings, reviewed));
    const stale = baseline.staleCount(findings, reviewed);
    if (stale > 0) say(`${args.baseline}: ${counted(stale, 'entry has', 'entries have')} no finding any more; --update-baseline removes ${stale === 1 ? 'it' : 'them'}`);
    const outcome = outcomeOf(args, surroundings, session, reviews, baseline.split(findings), targets.skipped, costs);
    const report = buildReport(outcome);
    if (!(args.fix.length > 0 && args.dryRun)) writeReport(report, args, surroundings);
    if (args.timing) say(timingTable([...reviews.values()]));
    if (targets.files.length === 0) say(args.since === undefined ? 'No files to review' : `No files to review: nothing changed since ${args.since}`);
    for (const { ruleId, path, message } of report.errors) say(`Internal error${ruleId === undefined ? '' : ` of rule ${ruleId}`}${path === undefined ? '' : ` in ${path}`}: ${message.split('\n')[0] ?? ''}`);
    return exitCode(report, args.maxWarnings);
  } finally {
    session.dispose();
  }
}

/** A crash counts more than findings: what is not known cannot be clean. */
function exitCode(report: Report, maxWarnings: number): number {
  if (report.errors.length > 0) return EXIT.failure;
  const errors = report.findings.filter(({ severity }) => severity === 'error').length;
  return errors > 0 || report.findings.length > maxWarnings ? EXIT.findings : EXIT.clean;
}

async function reviewAll(files: readonly string[], review: (path: string) => FileReview, surroundings: Surroundings): Promise<ReadonlyMap<string, FileReview>> {
  const progress = createProgress(surroundings);
  const reviews = new Map<string, FileReview>();
  for (const path of files) {
    progress.show(reviews.size, files.length);
    reviews.set(path, reviewSafely(path, review));
    // Ctrl-C arrives between files.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (surroundings.cancel.aborted) break;
  }
  progress.clear();
  return reviews;
}

/** A file that brings down the engine itself is named; the others are still reviewed. */
function reviewSafely(path: string, review: (path: string) => FileReview): FileReview {
  try {
    return review(path);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { path, findings: [], suppressed: [], errors: [{ path, message }], refined: true, timing: {} };
  }
}

function findingsOf(reviews: ReadonlyMap<string, FileReview>): readonly Finding[] {
  return [...reviews.values()].flatMap(({ findings }) => findings);
}

/** The repaired texts as the project lays out its code; `undefined` when the run was interrupted. */
async function repairAll(input: Parameters<typeof repair>[0], { cancel }: Surroundings): Promise<Repaired | undefined> {
  const steps = repair(input);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return laidOut(step.value);
    // Ctrl-C arrives between files.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (cancel.aborted) return undefined;
  }
}

async function laidOut(repaired: Repaired): Promise<Repaired> {
  const style = new ProjectStyle();
  const texts = new Map<string, { readonly before: string; readonly after: string }>();
  for (const [path, { before, after }] of repaired.texts) texts.set(path, { before, after: await style.layOut(path, before, after) });
  return { ...repaired, texts };
}

function diffOf({ texts }: Repaired, cwd: string): string {
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, { before, after }]) => unifiedDiff(path.slice(cwd.length + 1), before, after)).join('');
}

function writeRepaired({ texts }: Repaired, session: ReviewSession): void {
  replaceSources([...texts].map(([file, text]) => ({ file, ...text })));
  for (const path of texts.keys()) session.setBuffer(path, undefined);
  session.filesChanged([...texts.keys()]);
}

function outcomeOf(
  args: ReviewArguments, { version, rules, pageOf, cwd }: Surroundings, session: ReviewSession, reviews: ReadonlyMap<string, FileReview>,
  { fresh, accepted }: ReturnType<ReturnType<typeof baselineOfRun>['split']>, skipped: ReviewOutcome['skipped'], costs: CostsOfRun,
): ReviewOutcome {
  const all = [...reviews.values()];
  // Checking repairs takes its time; only these formats have a place for them.
  const repairable = args.format === 'json' || args.format === 'sarif' ? fresh.filter((finding) => finding.fixable) : [];
  const repairs = session.fixesForAll(repairable.map(({ span, fingerprint }) => ({ path: span.path, fingerprint })));
  const fixesOf = new Map(repairable.map(({ fingerprint }, index) => [fingerprint, repairs[index] ?? []]));
  const textOf = (path: string): string | undefined => session.textOf(path);
  const sarif = args.format === 'sarif';
  return {
    tool: { name: 'perf-review', version, url: 'https://github.com/perf-review/perf-review' },
    root: cwd,
    files: all.filter((review) => review.skipped === undefined).length,
    skipped: [...skipped, ...all.flatMap((review) => review.skipped ?? [])],
    findings: costs.of(fresh, textOf).map((finding) => ({ finding, fixes: fixesOf.get(finding.fingerprint) ?? [] })),
    ...(costs.measured === undefined ? {} : { measured: costs.measured }),
    accepted: [...accepted, ...all.flatMap(({ suppressed }) => suppressed.map((each) => ({ ...each, by: 'comment' as const })))],
    errors: all.flatMap(({ errors }) => errors),
    rules: allDeclarations(rules)
      .filter(({ id }) => args.rules?.includes(id) ?? true)
      .map((rule) => ({ id: rule.id, summary: rule.summary, category: rule.category, severity: rule.severity, ...(sarif ? { page: pageOf(rule.id) ?? `${rule.summary}.` } : {}) })),
    textOf,
  };
}
