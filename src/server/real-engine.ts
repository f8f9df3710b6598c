import { ts } from 'ts-morph';
import { version } from '../../package.json';
import type { Finding, TextEdit } from '../core/finding.js';
import { changedFiles } from '../engine/changed-files.js';
import { CONFIG_FILE_NAME, parseConfigFile } from '../engine/config-file.js';
import { allDeclarations } from '../engine/rule-declaration.js';
import { createSession } from '../engine/session.js';
import { explicitValues, resolveSettings, type SettingValues } from '../engine/settings.js';
import { suppressFile, suppressLine } from '../engine/suppression-edits.js';
import { rules } from '../rules/index.js';
import { diskHost } from '../syntax/file-host.js';
import type { Engine } from './engine.js';
import type { SuppressionScope } from './protocol.js';
import { renderReport } from './report-rendering.js';

/** The engine as it ships. */
export function realEngine(): Engine {
  return {
    version,
    rules: allDeclarations(rules).map(({ id, summary, category }) => ({ id, summary, category })),
    createSession: (root) => createSession({ root }),
    readSettings,
    suppressionEdit,
    changedFiles: (root) => changedFiles(root, undefined),
    renderReport: async (format, root, reviews, textOf, measured) => renderReport(format, root, reviews, allDeclarations(rules), textOf, measured),
  };
}

/** The editor's own values win over the file's, setting by setting; defaults the editor fills in do not count. */
async function readSettings(root: string, editorSettings: unknown): ReturnType<Engine['readSettings']> {
  // The host reads regular files only: a link to a device would never end.
  const text = diskHost.readFile(`${root}/${CONFIG_FILE_NAME}`);
  const file = text === undefined ? undefined : parseConfigFile(text, rules);
  const editor = typeof editorSettings === 'object' && editorSettings !== null ? explicitValues(editorSettings as SettingValues) : {};
  const { settings, problems } = resolveSettings([file?.values ?? {}, editor], rules);
  // Problems of the file are told once, with their place.
  const ofEditor = resolveSettings([editor], rules).problems;
  return {
    settings,
    problems: [
      ...(file?.problems ?? []).map(({ line, column, message }) => `${CONFIG_FILE_NAME}:${line}:${column} ${message}`),
      ...problems.filter((problem) => ofEditor.some(({ message }) => message === problem.message)).map(({ message }) => `Setting perfReview: ${message}`),
    ],
  };
}

function suppressionEdit(text: string, { span, ruleId }: Finding, scope: SuppressionScope, reason: string): TextEdit {
  const kind = /x$/.test(span.path) ? ts.ScriptKind.TSX : /\.[cm]?js$/.test(span.path) ? ts.ScriptKind.JSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(span.path, text, ts.ScriptTarget.Latest, true, kind);
  const edit = scope === 'line' ? suppressLine(file, span, ruleId, reason) : suppressFile(file, ruleId, reason);
  return { path: span.path, ...edit };
}
