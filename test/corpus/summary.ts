import { CONFIDENCES, type Confidence } from '../../src/core/finding.js';
import { pathRole } from '../../src/facts/path-role.js';
import type { Score, Tally } from './labels.js';
import type { ReportedFinding } from './review-folder.js';

/** A repository of `repositories.json`. */
export interface CorpusRepository {
  /** `owner/name`. */
  readonly repo: string;
  readonly commit: string;
  /** What it is made of: why it was chosen. */
  readonly about: string;
}

/** Findings by confidence; what there is none of is absent. */
export type Counts = Readonly<Partial<Record<Confidence, number>>>;

/** What a repository has, without a time and without anything of the machine. */
export interface RepositoryFigures {
  readonly commit: string;
  readonly files: number;
  readonly lines: number;
  readonly rules: Readonly<Record<string, Counts>>;
  /** In tests, seeds, migrations and scripts, as the reviewer itself tells them by their paths; part of `rules`. */
  readonly besideProduct: Counts;
}

export interface Summary {
  readonly labels: readonly Score[];
  readonly repositories: Readonly<Record<string, RepositoryFigures>>;
}

/** @param findings of every confidence */
export function figuresOf(commit: string, size: { readonly files: number; readonly lines: number }, findings: readonly ReportedFinding[]): RepositoryFigures {
  const rules = [...new Set(findings.map((each) => each.ruleId))].sort();
  return {
    commit, ...size,
    rules: Object.fromEntries(rules.map((rule) => [rule, countsOf(findings.filter((each) => each.ruleId === rule))])),
    besideProduct: countsOf(findings.filter((each) => pathRole(each.path) !== 'product')),
  };
}

function countsOf(findings: readonly ReportedFinding[]): Counts {
  const counts = [...CONFIDENCES].reverse().map((confidence) => [confidence, findings.filter((each) => each.confidence === confidence).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The summary as the next run reads it: a line for every rule of a repository and every row of scores, so that a change is a line. */
export function summaryJson(value: Summary): string {
  const labels = value.labels.map((each) => `    ${JSON.stringify(each)}`).join(',\n');
  const repositories = Object.entries(value.repositories).map(([repo, { rules, ...rest }]) => {
    const lines = Object.entries(rules).map(([rule, counts]) => `        ${JSON.stringify(rule)}: ${JSON.stringify(counts)}`).join(',\n');
    const fields = Object.entries(rest).map(([name, each]) => `      ${JSON.stringify(name)}: ${JSON.stringify(each)}`).join(',\n');
    return `    ${JSON.stringify(repo)}: {\n${fields},\n      "rules": {\n${lines}\n      }\n    }`;
  });
  return `{\n  "labels": [\n${labels}\n  ],\n  "repositories": {\n${repositories.join(',\n')}\n  }\n}\n`;
}

/** The summary as people read it. */
export function renderSummary(summary: Summary, repositories: readonly CorpusRepository[]): string {
  const listed = repositories.flatMap((each) => {
    const figures = summary.repositories[each.repo];
    return figures ? [{ ...each, figures }] : [];
  });
  return [
    '# What the reviewer says about public code', '',
    'Written by `npm run corpus`; see CONTRIBUTING.md. Commits are pinned, nothing is installed, settings are the default ones.', '',
    ...section('Labelled places', scoresTable(summary.labels), 'Places that maintainers repaired, and look-alikes they defended, by how sure the label is: at how many there is a finding at medium or high, and at how many one at high.'),
    ...section('Repositories', repositoriesTable(listed), '"Beside" is the part of high and medium that lies in tests, seeds, migrations and scripts; "at low" is what is not shown by default, most of it for lying there.'),
    ...section('By rule', rulesTable(listed), 'High + medium.'),
  ].join('\n');
}

function section(title: string, table: readonly string[], words: string): readonly string[] {
  return table.length <= 2 ? [] : [`## ${title}`, '', words, '', ...table, ''];
}

/** The table of scores in Markdown. */
export function scoresTable(scores: readonly Score[]): readonly string[] {
  return markdown(
    ['Family', 'Labels', 'Found', 'at high', 'False alarms', 'at high'],
    scores.map(({ family, labels, positives, negatives }) => [family, labels, share(positives, 'found'), share(positives, 'high'), share(negatives, 'found'), share(negatives, 'high')]),
    2,
  );
}

function share(tally: Tally, part: 'found' | 'high'): string {
  return tally.of === 0 ? '–' : `${tally[part]} of ${tally.of}, ${((100 * tally[part]) / tally.of).toFixed(1)} %`;
}

interface Listed extends CorpusRepository {
  readonly figures: RepositoryFigures;
}

function repositoriesTable(listed: readonly Listed[]): readonly string[] {
  const rows = listed.map(({ repo, about, commit, figures }) => [repo, about, commit.slice(0, 12), ...numbers([figures])]);
  return markdown(
    ['Repository', 'Made of', 'Commit', 'Files', 'Lines', 'High', 'Medium', 'High per 10,000 lines', 'Medium per 10,000 lines', 'Beside', 'At low'],
    [...rows, ...(rows.length > 1 ? [['All', '', '', ...numbers(listed.map((each) => each.figures))]] : [])],
    3,
  );
}

function numbers(all: readonly RepositoryFigures[]): readonly string[] {
  const sum = (of: (each: RepositoryFigures) => number): number => all.reduce((total, each) => total + of(each), 0);
  const ofRules = (confidence: Confidence): number => sum((each) => Object.values(each.rules).reduce((total, counts) => total + (counts[confidence] ?? 0), 0));
  const [lines, high, medium] = [sum((each) => each.lines), ofRules('high'), ofRules('medium')];
  const per = (count: number): string => (lines === 0 ? '–' : ((10_000 * count) / lines).toFixed(2));
  const beside = sum((each) => (each.besideProduct.high ?? 0) + (each.besideProduct.medium ?? 0));
  const besideShare = high + medium === 0 ? '–' : `${((100 * beside) / (high + medium)).toFixed(1)} %`;
  return [String(sum((each) => each.files)), String(lines), String(high), String(medium), per(high), per(medium), besideShare, String(ofRules('low'))];
}

function rulesTable(listed: readonly Listed[]): readonly string[] {
  const rules = [...new Set(listed.flatMap((each) => Object.keys(each.figures.rules)))].sort();
  const cell = (all: readonly RepositoryFigures[], rule: string): string => {
    const of = (confidence: Confidence): number => all.reduce((total, each) => total + (each.rules[rule]?.[confidence] ?? 0), 0);
    return of('high') + of('medium') === 0 ? '–' : `${of('high')} + ${of('medium')}`;
  };
  const rows = listed.map(({ repo, figures }) => [repo, ...rules.map((rule) => cell([figures], rule))]);
  const all = ['All', ...rules.map((rule) => cell(listed.map((each) => each.figures), rule))];
  return rules.length === 0 ? [] : markdown(['Repository', ...rules], [...rows, ...(rows.length > 1 ? [all] : [])], 1);
}

/** @param words how many columns at the left are words; the others are numbers, set to the right */
function markdown(head: readonly string[], rows: readonly (readonly string[])[], words: number): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index < words ? '---' : '---:'))), ...rows.map(line)];
}
