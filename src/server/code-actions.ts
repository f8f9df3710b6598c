import type { CodeAction, CodeActionParams, Command, TextDocuments, WorkspaceEdit } from 'vscode-languageserver';
import { CodeActionKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding, Fix, TextEdit } from '../core/finding.js';
import { applyEdits } from '../engine/fix-check.js';
import { editsBetween } from '../style/differences.js';
import { ProjectStyle } from '../style/project-style.js';
import type { Engine } from './engine.js';
import { fixFile } from './fix-all.js';
import { fixSummary, fixTitle } from './fix-words.js';
import type { Folders } from './folders.js';
import type { Answer, OpenDocuments } from './open-documents.js';
import { spellingOf } from './open-uris.js';
import type { FindingReference, PreviewedFix, SuppressionScope } from './protocol.js';
import { toWorkspaceEdit } from './workspace-edit.js';

export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.perfReview`;

/** What an action carries until the user picks it; the edit is computed then, for that version and no other. */
type ActionData = { readonly uri: string; readonly version: number } & (
  | { readonly do: 'fix'; readonly fingerprint: string; readonly title: string }
  | { readonly do: 'fixAll'; readonly ruleId?: string }
  | { readonly do: 'suppress'; readonly fingerprint: string; readonly scope: SuppressionScope }
);

/** Quick fixes, fix-all and suppressions for what is shown in an open document. */
export class CodeActions {
  private readonly style = new ProjectStyle();

  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    private readonly folders: Folders,
    private readonly open: OpenDocuments,
    private readonly engine: Engine,
    private readonly asksForReason: () => boolean,
    private readonly previews: () => boolean,
    private readonly log: (message: string) => void,
  ) {}

  async provide({ textDocument: { uri }, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const answer = await this.open.current(uri);
    const document = this.documents.get(uri);
    if (!answer || !document) return [];
    const wants = (kind: string): boolean => !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
    const actions: CodeAction[] = [];
    const data = { uri, version: document.version };
    if (context.only && wants(FIX_ALL_KIND) && answer.findings.some(({ fixable }) => fixable)) {
      actions.push({ title: 'Fix all safe Perf Review findings', kind: FIX_ALL_KIND, data: { ...data, do: 'fixAll' } satisfies ActionData });
    }
    if (!wants(CodeActionKind.QuickFix)) return actions;
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    const touched = answer.findings.filter(({ span }) => span.start <= end && start <= span.end);
    // All that are touched in one question: their types are asked once.
    const fixable = touched.filter((finding) => finding.fixable);
    const fixes = this.fixesFor(answer.path, fixable.map(({ fingerprint }) => fingerprint));
    return [
      ...actions,
      ...fixable.flatMap((finding, index) => this.fixActions(answer, finding, fixes[index] ?? [])),
      ...touched.flatMap((finding) => this.suppressActions(answer, finding)),
    ];
  }

  /** Refuses when the document has moved on since the action was offered. */
  async resolve(action: CodeAction): Promise<CodeAction> {
    const data = action.data as ActionData | undefined;
    if (!data) return action;
    const answer = this.open.shown(data.uri);
    const isCurrent = (): boolean => answer?.version === data.version && this.documents.get(data.uri)?.version === data.version;
    const stale = (): Error => new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since this was offered');
    if (!answer || !isCurrent()) throw stale();
    const fix = data.do === 'fix' ? this.fixesFor(answer.path, [data.fingerprint]).flat().find(({ title }) => title === data.title) : undefined;
    const edits = await this.laidOut(answer.path, fix?.edits ?? this.editsOf(data, answer));
    // Laying out takes a moment, in which somebody may have typed.
    if (!isCurrent()) throw stale();
    return { ...action, edit: this.workspaceEdit(answer.path, edits) };
  }

  /** A repair as the editor applies it, in the layout of the project. */
  async editOf(path: string, fix: Fix): Promise<WorkspaceEdit> {
    return this.workspaceEdit(path, await this.laidOut(path, fix.edits));
  }

  private workspaceEdit(path: string, edits: readonly TextEdit[]): WorkspaceEdit {
    const { session } = this.folders.of(path);
    return toWorkspaceEdit(edits, (each) => session.textOf(each), this.documents, spellingOf(this.documents));
  }

  private async laidOut(path: string, edits: readonly TextEdit[]): Promise<readonly TextEdit[]> {
    const { session } = this.folders.of(path);
    const result: TextEdit[] = [];
    for (const each of new Set(edits.map((edit) => edit.path))) {
      const before = session.textOf(each) ?? '';
      const after = applyEdits(before, edits.filter((edit) => edit.path === each));
      if (after !== undefined) result.push(...editsBetween(before, await this.style.layOut(each, before, after)).map((edit) => ({ path: each, ...edit })));
    }
    return result;
  }

  /** Checked repairs of findings of a document, open or not; in the order asked. */
  fixesFor(path: string, fingerprints: readonly string[]): readonly (readonly Fix[])[] {
    return fingerprints.length === 0 ? [] : this.folders.of(path).fixesFor(path, fingerprints, this.log);
  }

  private fixActions(answer: Answer, finding: Finding, fixes: readonly Fix[]): CodeAction[] {
    const { uri, version } = answer;
    const diagnostics = this.diagnosticsOf(answer, finding);
    const { fingerprint } = finding;
    const actions: CodeAction[] = fixes.map((fix, index) => {
      const title = fixTitle(fix, this.previews());
      const base = { title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred: index === 0 && fix.safety === 'safe' };
      if (fix.safety === 'safe' || !this.previews()) return { ...base, data: { uri, version, do: 'fix', fingerprint, title: fix.title } satisfies ActionData };
      const shown: PreviewedFix = { uri, version, fingerprint, title: fixSummary(fix) };
      return { ...base, command: { title, command: 'perfReview.previewOffered', arguments: [shown] } };
    });
    const siblings = answer.findings.filter(({ ruleId, fixable }) => fixable && ruleId === finding.ruleId);
    if (siblings.length > 1 && fixes.some(({ safety }) => safety === 'safe')) {
      actions.push({
        title: `Fix all safe ${finding.ruleId} findings in this file`, kind: CodeActionKind.QuickFix, diagnostics,
        data: { uri, version, do: 'fixAll', ruleId: finding.ruleId } satisfies ActionData,
      });
    }
    return actions;
  }

  private suppressActions(answer: Answer, finding: Finding): CodeAction[] {
    const diagnostics = this.diagnosticsOf(answer, finding);
    const { uri, version } = answer;
    const { fingerprint } = finding;
    return (['line', 'file'] as const).map((scope): CodeAction => {
      const title = `Disable ${finding.ruleId} for this ${scope}…`;
      const base = { title, kind: CodeActionKind.QuickFix, diagnostics };
      if (!this.asksForReason()) return { ...base, title: title.slice(0, -1), data: { uri, version, do: 'suppress', fingerprint, scope } satisfies ActionData };
      const reference: FindingReference & { scope: SuppressionScope } = { uri, fingerprint, scope };
      const command: Command = { title, command: 'perfReview.suppress', arguments: [reference] };
      return { ...base, command };
    });
  }

  private editsOf(data: ActionData, answer: Answer): readonly TextEdit[] {
    if (data.do === 'fix') return [];
    if (data.do === 'fixAll') {
      const fixed = fixFile(this.folders.of(answer.path).session, answer.path, ({ ruleId }) => data.ruleId === undefined || ruleId === data.ruleId, this.log);
      return fixed ? [{ path: answer.path, start: 0, end: fixed.before.length, newText: fixed.after }] : [];
    }
    const finding = answer.findings.find(({ fingerprint }) => fingerprint === data.fingerprint);
    const text = this.documents.get(data.uri)?.getText();
    const edit = finding && text !== undefined ? this.engine.suppressionEdit(text, finding, data.scope, 'accepted') : undefined;
    return edit ? [edit] : [];
  }

  private diagnosticsOf(answer: Answer, finding: Finding): CodeAction['diagnostics'] {
    const diagnostic = answer.diagnostics[answer.findings.indexOf(finding)];
    return diagnostic ? [diagnostic] : [];
  }
}
