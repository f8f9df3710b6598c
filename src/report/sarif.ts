import { CONFIDENCES, linkText, type Confidence, type Severity } from '../core/finding.js';
import { costText } from '../core/measured-cost.js';
import type { AcceptedFinding, Location, Report, ReportedFinding, ReportedRule } from './report.js';

/** What GitHub code scanning takes of one file. */
const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 1_000;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };
const RANKS: Readonly<Record<Confidence, number>> = { high: 90, medium: 60, low: 30 };

/** SARIF 2.1.0, minified, within the limits of GitHub code scanning. */
export function toSarif(report: Report): string {
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run(report, MOST_RESULTS)] };
  return `${JSON.stringify(log)}\n`;
}

/** @param most results above it are left out, least important first, and a notification says so */
export function run(report: Report, most: number): object {
  const open = report.findings.map((finding): AcceptedFinding | { readonly finding: ReportedFinding } => ({ finding }));
  const all = [...open, ...report.accepted];
  const kept = mostImportant(all, most);
  return {
    tool: { driver: { name: report.tool.name, version: report.tool.version, semanticVersion: report.tool.version, informationUri: report.tool.url, rules: report.rules.map(rule) } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder perf-review was started in.' } } },
    invocations: [{ executionSuccessful: report.errors.length === 0, toolExecutionNotifications: notifications(report, all.length - kept.length) }],
    results: kept.map((each) => result(each, report.rules)),
  };
}

/** In the order given, without the least important ones above the limit. */
function mostImportant<E extends AcceptedFinding | { readonly finding: ReportedFinding }>(all: readonly E[], most: number): readonly E[] {
  if (all.length <= most) return all;
  // Sorting is stable: of equals the first in the report stay.
  const kept = new Set([...all].sort((a, b) => importance(a) - importance(b)).slice(0, most));
  return all.filter((each) => kept.has(each));
}

/** Accepted ones go first, then by severity and confidence: the order does not depend on anything else. */
function importance(each: AcceptedFinding | { readonly finding: ReportedFinding }): number {
  const { severity, confidence } = each.finding;
  return ('by' in each ? 100 : 0) + SEVERITIES.indexOf(severity) * 10 - CONFIDENCES.indexOf(confidence);
}

function rule({ id, summary, category, severity, page }: ReportedRule): object {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: `${summary}.` },
    help: page === undefined ? { text: `${summary}.` } : { text: page, markdown: page },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['performance', category] },
  };
}

function notifications(report: Report, truncated: number): readonly object[] {
  const errors = report.errors.map(({ ruleId, path, message }) => ({
    level: 'error',
    message: { text: message },
    ...(ruleId === undefined ? {} : { associatedRule: { id: ruleId } }),
    ...(path === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: artifact(path) } }] }),
  }));
  if (truncated === 0) return errors;
  return [...errors, { level: 'warning', message: { text: `${truncated} results were left out: the file would have more than ${MOST_RESULTS}. The least important went first.` } }];
}

function result(each: AcceptedFinding | { readonly finding: ReportedFinding }, rules: readonly ReportedRule[]): object {
  const { finding } = each;
  const ruleIndex = rules.findIndex(({ id }) => id === finding.ruleId);
  const related = finding.evidence.slice(0, MOST_LOCATIONS).map((evidence, index) => ({ id: index + 1, physicalLocation: physical(evidence), message: { text: linkText(evidence) }, ...(evidence.certainty === 'proven' ? {} : { properties: { certainty: evidence.certainty } }) }));
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: LEVELS[finding.severity],
    rank: rank(finding),
    message: { text: message(finding) },
    locations: [{ physicalLocation: physical(finding) }],
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1`, 'perfReview/v1': finding.fingerprint },
    ...(related.length === 0 ? {} : { relatedLocations: related, codeFlows: [codeFlow(finding)] }),
    ...('by' in each ? { suppressions: [suppression(each)] } : {}),
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map(fix) }),
    properties: { confidence: finding.confidence, ...(finding.cost === undefined ? {} : { cost: finding.cost }) },
  };
}

/** 0 to 100. What was measured goes before what was not, that before what was cheap or never ran. */
function rank({ confidence, cost }: ReportedFinding): number {
  switch (cost?.state) {
    case undefined: return RANKS[confidence];
    case 'measured': return Math.round((50 + 50 * cost.share) * 10) / 10;
    case 'unknown': case 'not-seen': return RANKS[confidence] / 2;
    case 'cheap': return 10;
    case 'not-reached': return 5;
  }
}

/** The evidence is linked from the words by the ids of the related locations. */
function message({ message: words, evidence, cost }: ReportedFinding): string {
  const links = evidence.slice(0, 10).map((each, index) => `[${linkText(each).replace(/[\\[\]]/g, '\\$&')}](${index + 1})`);
  const plain = `${words}${cost === undefined ? '' : `\nMeasured: ${costText(cost)}.`}`.replace(/\[(?=[^\]]*\]\()/g, '\\[');
  return links.length === 0 ? plain : `${plain}\nEvidence: ${links.join(', ')}.`;
}

/** In the order of the story: what comes before the place in its file, the place, what is behind it. */
function codeFlow(finding: ReportedFinding): object {
  const steps = finding.evidence.map((evidence) => ({ at: evidence, text: linkText(evidence) }));
  const before = steps.filter(({ at }) => at.path === finding.path && (at.line < finding.line || (at.line === finding.line && at.column < finding.column)));
  const behind = steps.filter((step) => !before.includes(step));
  const chain = [...before, { at: finding as Location, text: finding.message }, ...behind].slice(0, MOST_LOCATIONS);
  return { threadFlows: [{ locations: chain.map(({ at, text }) => ({ location: { physicalLocation: physical(at), message: { text } } })) }] };
}

function suppression({ by, reason }: AcceptedFinding): object {
  return { kind: by === 'comment' ? 'inSource' : 'external', status: 'accepted', ...(reason === undefined ? {} : { justification: reason }) };
}

function fix({ title, edits }: ReportedFinding['fixes'][number]): object {
  const paths = [...new Set(edits.map(({ path }) => path))];
  const changes = paths.map((path) => ({
    artifactLocation: artifact(path),
    replacements: edits.filter((edit) => edit.path === path).map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.newText } })),
  }));
  return { description: { text: title }, artifactChanges: changes };
}

function physical(location: Location): object {
  return { artifactLocation: artifact(location.path), region: region(location) };
}

function region({ line, column, endLine, endColumn }: Location): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Below the root a relative reference, as GitHub wants it; elsewhere the whole address. */
function artifact(path: string): object {
  const uri = path.split('/').map(encodeSegment).join('/');
  if (path.startsWith('/')) return { uri: `file://${uri}` };
  if (/^[a-z]:\//i.test(path)) return { uri: `file:///${path.slice(0, 2)}${uri.slice(uri.indexOf('/'))}` };
  return { uri, uriBaseId: '%SRCROOT%' };
}

/** A lone half of a surrogate pair in a file's name has no percent encoding. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
