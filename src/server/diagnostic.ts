import type { Diagnostic, Range } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { linkText, type Finding, type Severity } from '../core/finding.js';
import type { Span } from '../core/span.js';
import { uriOfPath } from './file-uri.js';
import type { FindingData } from './protocol.js';

/** Name shown beside each problem, and the key under which editors group them. */
export const DIAGNOSTIC_SOURCE = 'Perf Review';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Turns offsets into ranges; counts the lines of a file once however many spans it has. */
export class Ranges {
  private readonly documents = new Map<string, TextDocument>();

  constructor(private readonly textOf: (path: string) => string | undefined) {}

  of(span: Span): Range {
    const document = this.document(span.path);
    return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
  }

  private document(path: string): TextDocument {
    const known = this.documents.get(path);
    if (known) return known;
    const document = TextDocument.create(path, '', 0, this.textOf(path) ?? '');
    this.documents.set(path, document);
    return document;
  }
}

/** A finding as editors show it: the chain as related information, the code as a link to the rule's page. */
export function toDiagnostic(finding: Finding, ranges: Ranges): Diagnostic {
  const data: FindingData = {
    ruleId: finding.ruleId,
    fingerprint: finding.fingerprint,
    confidence: finding.confidence,
    fixable: finding.fixable,
  };
  return {
    range: ranges.of(finding.span),
    severity: SEVERITIES[finding.severity],
    source: DIAGNOSTIC_SOURCE,
    code: finding.ruleId,
    codeDescription: { href: rulePageUri(finding.ruleId) },
    message: finding.message,
    relatedInformation: finding.evidence.map((link) => ({ location: { uri: uriOfPath(link.span.path), range: ranges.of(link.span) }, message: linkText(link) })),
    data,
  };
}

/** The extension serves this scheme, so the page opens inside the editor, offline. */
export function rulePageUri(ruleId: string): string {
  return `perf-review-rule:/${ruleId}.md`;
}
