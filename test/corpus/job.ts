// npm run corpus -- --mirrors DIR [--labels DIR] [--only labels|repositories] [--repo OWNER/NAME]… [--check]
// Scores the labels and reviews the repositories of repositories.json, and writes what came out beside it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findingList, listChanges } from './finding-list.js';
import { complaint, FAMILIES, scoreLabel, tallyScores, type Family, type Label, type Score, type Scored } from './labels.js';
import { layOut } from './lay-out.js';
import { reviewFolder, sizeOf, type ReviewerOutput } from './review-folder.js';
import { figuresOf, renderSummary, scoresTable, summaryJson, type CorpusRepository, type RepositoryFigures, type Summary } from './summary.js';

const HERE = 'test/corpus';
const LABELS = '../shared/corpus';
const PARTS = ['labels', 'repositories'] as const;
const USAGE = 'usage: npm run corpus -- --mirrors DIR [--labels DIR] [--only labels|repositories] [--repo OWNER/NAME]… [--work DIR] [--check]\nDIR of --mirrors holds git directories, DIR/<owner>+<name>/repo';

interface Options {
  readonly mirrors: string;
  readonly labels: string | undefined;
  readonly parts: readonly string[];
  /** Empty for all. */
  readonly repos: readonly string[];
  readonly work: string;
  readonly check: boolean;
  readonly cli: string;
}

/** What a run finds, by file below this folder; and whether something failed. What has no mirror did not fail. */
interface Outcome {
  readonly texts: Readonly<Record<string, string>>;
  readonly failed: boolean;
}

/** `absent`: there is no mirror or no commit. `failed`: there is no review, or a rule threw. */
type Review = { readonly state: 'absent' } | { readonly state: 'failed' | 'done'; readonly output?: ReviewerOutput; readonly folder: string };

function options(): Options {
  const { values } = parseArgs({
    options: {
      mirrors: { type: 'string' }, labels: { type: 'string' }, only: { type: 'string' }, repo: { type: 'string', multiple: true, default: [] },
      work: { type: 'string', default: '.corpus' }, check: { type: 'boolean', default: false }, cli: { type: 'string', default: 'dist/cli.js' },
    },
  });
  if (values.mirrors === undefined || !existsSync(values.mirrors)) throw new Error(`${values.mirrors === undefined ? '--mirrors is missing' : `no folder ${values.mirrors}`}\n${USAGE}`);
  if (values.only !== undefined && !PARTS.some((each) => each === values.only)) throw new Error(`--only takes ${PARTS.join(' or ')}`);
  if (values.labels !== undefined && !existsSync(values.labels)) throw new Error(`no folder ${values.labels}`);
  if (!existsSync(values.cli)) throw new Error(`${values.cli} is missing: npm run build`);
  const labels = values.labels ?? (existsSync(LABELS) ? LABELS : undefined);
  const parts = values.only === undefined ? PARTS : [values.only];
  return { mirrors: path.resolve(values.mirrors), labels, parts, repos: values.repo, work: path.resolve(values.work), check: values.check, cli: path.resolve(values.cli) };
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const fileOf = (name: string): string => path.join(HERE, name);
const textOf = (name: string): string => (existsSync(fileOf(name)) ? readFileSync(fileOf(name), 'utf8') : '');

async function run(chosen: Options): Promise<Outcome> {
  const repositories = JSON.parse(textOf('repositories.json')) as readonly CorpusRepository[];
  const former = JSON.parse(textOf('summary.json') || '{ "labels": [], "repositories": {} }') as Summary;
  const reviewed = chosen.parts.includes('repositories') ? await reviewAll(chosen, repositories) : { figures: {}, texts: {}, failed: false };
  const scores = chosen.parts.includes('labels') ? await scoreAll(chosen) : { failed: false };
  const figures = { ...former.repositories, ...reviewed.figures };
  // In the order of the list: a repository that left it is forgotten.
  const kept = repositories.flatMap(({ repo }) => (figures[repo] ? [[repo, figures[repo]] as const] : []));
  const summary: Summary = { labels: scores.labels ?? former.labels, repositories: Object.fromEntries(kept) };
  const texts = { ...reviewed.texts, 'summary.json': summaryJson(summary), 'summary.md': renderSummary(summary, repositories) };
  return { texts, failed: reviewed.failed || scores.failed };
}

async function reviewAll(chosen: Options, repositories: readonly CorpusRepository[]): Promise<Outcome & { readonly figures: Summary['repositories'] }> {
  const unknown = chosen.repos.filter((repo) => !repositories.some((each) => each.repo === repo));
  if (unknown.length > 0) throw new Error(`not in ${fileOf('repositories.json')}: ${unknown.join(', ')}`);
  const wanted = repositories.filter((each) => chosen.repos.length === 0 || chosen.repos.includes(each.repo));
  const figures: Record<string, RepositoryFigures> = {};
  const texts: Record<string, string> = {};
  let failed = false;
  for (const [index, { repo, commit }] of wanted.entries()) {
    say(`${index + 1}/${wanted.length} ${repo}`);
    const review = await reviewAt(chosen, repo, commit, ['--min-confidence', 'low', '.']);
    failed ||= review.state === 'failed';
    if (review.state === 'absent' || !review.output) continue;
    const list = findingList(review.output.findings.filter((each) => each.confidence !== 'low'));
    const name = `findings/${repo}.txt`.toLowerCase();
    sayChanges(textOf(name), list);
    texts[name] = list;
    figures[repo] = figuresOf(commit, await sizeOf(review.folder, review.output.skipped), review.output.findings);
  }
  return { figures, texts, failed };
}

async function reviewAt({ mirrors, work, cli }: Options, repo: string, commit: string, args: readonly string[]): Promise<Review> {
  const laid = layOut(mirrors, work, repo, commit);
  if ('missing' in laid) {
    say(`  ${laid.missing}: left out, its former figures stay`);
    return { state: 'absent' };
  }
  try {
    const output = await reviewFolder(cli, laid.folder, args);
    for (const { ruleId, path: file, message } of output.errors) say(`  ${[ruleId, file].filter((each) => each !== undefined).join(' ')}: ${message}`);
    return { state: output.errors.length === 0 ? 'done' : 'failed', output, folder: laid.folder };
  } catch (error) {
    say(`  ${(error as Error).message}`);
    return { state: 'failed', folder: laid.folder };
  }
}

/** Labelled files of one commit are reviewed at once. Scores are for the summary only when every label has one: others compare with nothing. */
async function scoreAll(chosen: Options): Promise<{ readonly labels?: readonly Score[]; readonly failed: boolean }> {
  if (chosen.labels === undefined) {
    say('no labels: --labels DIR; the former scores stay');
    return { failed: false };
  }
  const labels = readLabels(chosen.labels);
  const commits = [...new Set(labels.map((each) => `${each.repo}@${each.commit}`))];
  const groups = commits.map((commit) => labels.filter((each) => `${each.repo}@${each.commit}` === commit));
  const scored: Scored[] = [];
  let failed = false;
  for (const [index, group] of groups.entries()) {
    const [first] = group;
    if (!first) continue;
    const review = await reviewAt(chosen, first.repo, first.commit, [...new Set(group.map((each) => each.path))]);
    failed ||= review.state === 'failed';
    if (review.state !== 'absent' && review.output) scored.push(...group.map((label) => scoreLabel(label, review.output?.findings ?? [])));
    if ((index + 1) % 20 === 0 || index + 1 === groups.length) say(`labels of ${index + 1}/${groups.length} commits`);
  }
  writeComplaints(chosen.work, scored);
  const scores = tallyScores(scored);
  for (const line of scoresTable(scores)) say(line);
  if (scored.length === labels.length) return { labels: scores, failed };
  say(`${labels.length - scored.length} of ${labels.length} labels have no outcome: the former scores stay`);
  return { failed };
}

function writeComplaints(work: string, scored: readonly Scored[]): void {
  const file = path.join(work, 'labels.txt');
  mkdirSync(work, { recursive: true });
  writeFileSync(file, scored.flatMap((each) => complaint(each) ?? []).sort().map((each) => `${each}\n`).join(''));
  say(`what is missed and what is false: ${path.relative('.', file)}`);
}

function readLabels(folder: string): readonly Label[] {
  return (Object.keys(FAMILIES) as Family[]).flatMap((family) => {
    const name = readdirSync(folder).find((each) => each === `${family}.json`);
    return name === undefined ? [] : (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as readonly Omit<Label, 'family'>[]).map((label) => ({ ...label, family }));
  });
}

function sayChanges(before: string, after: string): void {
  const { appeared, gone } = listChanges(before, after);
  say(`  ${after.split('\n').length - 1} findings, ${appeared.length} new, ${gone.length} gone`);
  for (const line of gone) say(`  - ${line}`);
  for (const line of appeared) say(`  + ${line}`);
}

async function main(): Promise<void> {
  const chosen = options();
  const { texts, failed } = await run(chosen);
  const stale = Object.keys(texts).filter((name) => textOf(name) !== texts[name]);
  if (!chosen.check) {
    for (const name of stale) {
      mkdirSync(path.dirname(fileOf(name)), { recursive: true });
      writeFileSync(fileOf(name), texts[name] ?? '');
      say(`wrote ${fileOf(name)}`);
    }
  } else for (const name of stale) say(`stale: ${fileOf(name)}`);
  if (failed) say('not everything could be reviewed; see above');
  if (failed || (chosen.check && stale.length > 0)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`corpus: ${(error as Error).message}\n`);
  process.exitCode = 2;
});
