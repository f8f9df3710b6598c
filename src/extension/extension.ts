import path from 'node:path';
import * as vscode from 'vscode';
import { methods, type PreviewedFix, type ReportFormat } from '../server/protocol.js';
import { registerCosts } from './costs/cost-commands.js';
import { FindingCosts } from './costs/finding-costs.js';
import { ProfileInUse } from './costs/profile-in-use.js';
import { openExampleProject } from './example-project.js';
import { FindingCollection } from './finding-collection.js';
import { FindingCommands } from './finding-commands.js';
import { FIXED_SCHEME, FixPreview } from './fix-preview.js';
import { FixCommands, type FixScope } from './fix-commands.js';
import { isGroup, type FindingGroup, type FindingNode } from './findings-tree.js';
import { FindingsView, isGrouping } from './findings-view.js';
import { findingsSnapshot } from './findings-snapshot.js';
import { registerHeat } from './heat/heat-commands.js';
import { LanguageStatus } from './language-status.js';
import type { ListedFinding } from './listed-finding.js';
import { registerProfiles } from './profiles/profile-commands.js';
import { ProfilePanels } from './profiles/profile-panels.js';
import { exportReport, writeReport } from './report-command.js';
import { registerComparing } from './profiling/comparing-commands.js';
import { ProfileRuns } from './profiling/profile-run.js';
import { registerProfiling } from './profiling/profiling-commands.js';
import { ReviewCommands } from './review-commands.js';
import { ReviewServer } from './review-server.js';
import { RULE_PAGE_SCHEME, RulePages } from './rule-pages.js';
import { showRule } from './rule-picker.js';

/** Registers everything and returns; the server starts afterwards. */
export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const output = vscode.window.createOutputChannel('Perf Review', { log: true });
  const collection = new FindingCollection();
  const status = new LanguageStatus();
  const view = new FindingsView(collection, context.workspaceState);
  const server = new ReviewServer(context, collection, output, status);
  const reviews = new ReviewCommands(server, collection, view);
  const findings = new FindingCommands(server);
  const preview = new FixPreview(server);
  const fixes = new FixCommands(server, preview);
  const pages = new RulePages(['dist', 'media'].map((folder) => vscode.Uri.joinPath(context.extensionUri, folder, 'rules')));
  context.subscriptions.push(
    output, collection, status, view, server,
    vscode.workspace.registerTextDocumentContentProvider(RULE_PAGE_SCHEME, pages),
    vscode.workspace.registerTextDocumentContentProvider(FIXED_SCHEME, preview),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.restart()),
  );

  const panels = new ProfilePanels(context.extensionUri, output);
  registerProfiles(context, panels);
  const runs = new ProfileRuns(panels, context.storageUri ?? context.globalStorageUri, path.join(context.extensionPath, 'dist', 'preload.cjs'), output);
  endRuns = () => runs.end();
  registerProfiling(context, runs, server);
  registerComparing(context, runs, panels, output);

  const profile = new ProfileInUse(panels);
  const costs = new FindingCosts(server, collection, profile, output);
  registerCosts(context, profile, view);
  registerHeat(context, server, profile, panels);
  context.subscriptions.push(profile, costs, profile.onDidChange(() => view.showMeasured(costs.measured?.text)));

  const command = (name: string, run: (...args: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(`perfReview.${name}`, run));
  };
  command('reviewWorkspace', () => reviews.run('workspace'));
  command('reviewChangedFiles', () => reviews.run('changed'));
  command('reviewOpenFile', () => reviews.run('open-file'));
  command('exportReport', (format?: ReportFormat, target?: vscode.Uri) => (format && target ? writeReport(server, format, target, costs.forReport()) : exportReport(server, costs.forReport())));
  command('showRule', (of?: string | FindingNode) => showRule(server, ruleIdOf(of)));
  command('restart', () => server.restart());
  command('showOutput', () => output.show());
  command('groupBy', (grouping?: unknown) => (isGrouping(grouping) ? view.groupBy(grouping) : view.pickGrouping()));
  command('filter', () => view.askFilter());
  command('clearFilter', () => view.setFilter(''));
  command('clear', async () => {
    collection.clearReviewed();
    view.reviewed(false);
    await (await server.get()).notify(methods.clear);
  });
  command('openExample', () => openExampleProject(context));
  command('reveal', (place: vscode.Location | ListedFinding) => findings.reveal(place));
  command('fix', (finding: ListedFinding) => fixes.fix(finding, false));
  command('previewFix', (finding: ListedFinding) => fixes.fix(finding, true));
  command('previewOffered', (fix: PreviewedFix) => fixes.previewOffered(fix));
  command('applyPreview', () => preview.decide(true));
  command('discardPreview', () => preview.decide(false));
  command('fixFile', () => fixes.fixFile());
  command('fixFolder', (uri?: vscode.Uri) => fixes.fixFolder(uri));
  command('fixWorkspace', () => fixes.fixWorkspace());
  command('fixRule', (node?: FindingNode) => fixes.fixRule(node));
  command('fixGroup', (group: FindingGroup) => fixes.fixGroup(group));
  command('fixAll', (scope: FixScope, grade: 'safe' | 'review') => fixes.fixAll(scope, 'the given place', grade));
  command('suppress', (...args: Parameters<FindingCommands['suppress']>) => findings.suppress(...args));
  command('suppressListed', (finding: ListedFinding) => findings.suppressListed(finding));
  command('copy', (finding: ListedFinding) => findings.copy(finding));
  command('findings', () => findingsSnapshot(collection, view, costs, status, activation));

  // Time on the clock counts other programs too; processor time is what activation itself costs.
  const { user, system } = process.cpuUsage(cpu);
  const activation = { ms: performance.now() - started, cpuMs: (user + system) / 1000 };
  output.debug(`Activated in ${activation.ms.toFixed(1)} ms`);
  setImmediate(() => {
    server.get().catch((error: unknown) => output.error(`The analysis could not be started: ${error instanceof Error ? error.message : String(error)}`));
  });
}

let endRuns = (): Promise<void> => Promise.resolve();

/** The window closes: programs that are being profiled end, and what they were given for that is removed. */
export function deactivate(): Promise<void> {
  return endRuns();
}

function ruleIdOf(of: string | FindingNode | undefined): string | undefined {
  if (of === undefined || typeof of === 'string') return of;
  if (isGroup(of)) return of.findings[0]?.ruleId;
  return 'ruleId' in of ? of.ruleId : undefined;
}
