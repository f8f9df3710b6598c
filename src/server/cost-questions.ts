import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { withCost } from '../core/measured-cost.js';
import type { Finding } from '../core/finding.js';
import { askCosts, outlineFile } from '../cost/ask.js';
import type { FileOutline } from '../cost/questions.js';
import type { FileReview } from '../engine/session-contract.js';
import type { Engine } from './engine.js';
import { pathOfUri } from './file-uri.js';
import type { Folders } from './folders.js';
import type { OpenDocuments } from './open-documents.js';
import type { ProjectReview } from './project-review.js';
import type { CostAnswer, CostParams, ExportParams } from './protocol.js';

/** Asks about the cost of findings that are shown: those of open documents, and of the last review of many files. */
export class CostAsker {
  private readonly categories: ReadonlyMap<string, string>;

  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    private readonly folders: Folders,
    private readonly open: OpenDocuments,
    private readonly projects: ProjectReview,
    private readonly uriOf: (path: string) => string,
    engine: Engine,
  ) {
    this.categories = new Map(engine.rules.map(({ id, category }) => [id, category]));
  }

  questions({ uris }: CostParams): CostAnswer {
    const wanted = uris && new Set(uris.map(pathOfUri));
    const findings = this.shown().filter(({ span }) => !wanted || wanted.has(span.path));
    const questions = askCosts(findings, (path) => this.folders.of(path).session.textOf(path), (ruleId) => this.categories.get(ruleId));
    return { questions, uris: Object.fromEntries(questions.files.map(({ path }) => [path, this.uriOf(path)])) };
  }

  /** Functions of the text as it is now; `undefined` for what cannot be parsed. */
  outline(uri: string): FileOutline | undefined {
    const path = pathOfUri(uri);
    return path === undefined ? undefined : outlineFile(path, (each) => this.folders.of(each).session.textOf(each));
  }

  private shown(): readonly Finding[] {
    const answers = this.documents.all().flatMap((document) => {
      const answer = this.open.shown(document.uri);
      // The offsets of an answer to an older text would lead elsewhere; the editor asks again with the next one.
      return answer ? [{ path: answer.path, findings: answer.version === document.version ? answer.findings : [] }] : [];
    });
    const paths = new Set(answers.map(({ path }) => path));
    const reviewed = this.folders.all.flatMap((folder) => this.projects.reviewsIn(folder)).filter(({ path }) => !paths.has(path));
    return [...answers, ...reviewed].flatMap(({ findings }) => findings);
  }
}

/** Reviews with what their findings cost, for a report. */
export function withCosts(reviews: readonly FileReview[], costs: ExportParams['costs']): readonly FileReview[] {
  if (!costs) return reviews;
  const key = (path: string | undefined, fingerprint: string): string => `${fingerprint} ${path}`;
  const known = new Map(costs.findings.map(({ uri, fingerprint, cost }) => [key(pathOfUri(uri), fingerprint), cost]));
  const priced = (finding: Finding): Finding => {
    const cost = known.get(key(finding.span.path, finding.fingerprint));
    return cost ? withCost(finding, cost) : finding;
  };
  return reviews.map((review) => ({ ...review, findings: review.findings.map(priced) }));
}
