import * as vscode from 'vscode';
import { LEAST_RUNS, MOST_RUNS, USUAL_RUNS } from '../../profile/compare/verdict.js';
import { DEFAULT_MEASURE, type Measure } from '../../runner/profile-request.js';

/** What the settings of a folder say about how programs are measured. */
export function measureIn(folder?: vscode.Uri): Measure {
  const settings = settingsOf(folder);
  const measured = settings.get<string>('measure', 'cpu');
  const seconds = settings.get<number>('duration', 0);
  return {
    ...DEFAULT_MEASURE, cpu: measured !== 'heap', heap: measured !== 'cpu', cpuInterval: settings.get<number>('interval', DEFAULT_MEASURE.cpuInterval),
    ...(seconds > 0 && { duration: seconds * 1000 }),
  };
}

/** How many runs of each side a comparison makes. */
export function comparedRunsIn(folder: vscode.Uri): number {
  const runs = Math.round(Number(settingsOf(folder).get<number>('runs', USUAL_RUNS)));
  return Math.min(MOST_RUNS, Math.max(LEAST_RUNS, Number.isNaN(runs) ? USUAL_RUNS : runs));
}

function settingsOf(folder: vscode.Uri | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('perfReview.profile', folder);
}
