import * as vscode from 'vscode';
import { LEAST_RUNS, MOST_RUNS, USUAL_RUNS } from '../../profile/compare/verdict.js';
import { DEFAULT_MEASURE, type Measure } from '../../runner/profile-request.js';

/** Microseconds, as the setting has it: below, a program does little else than be looked at. */
const LEAST_INTERVAL = 50;

/** What the settings of a folder say about how programs are measured. */
export function measureIn(folder?: vscode.Uri): Measure {
  const settings = settingsOf(folder);
  const measured = settings.get<string>('measure', 'cpu');
  // Whatever somebody wrote into a file of settings comes through here.
  const positive = (name: string): number | undefined => {
    const value = settings.get<unknown>(name);
    return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
  };
  const seconds = positive('duration');
  return {
    ...DEFAULT_MEASURE, cpu: measured !== 'heap', heap: measured === 'heap' || measured === 'both',
    cpuInterval: Math.round(Math.max(LEAST_INTERVAL, positive('interval') ?? DEFAULT_MEASURE.cpuInterval)),
    ...(seconds !== undefined && { duration: seconds * 1000 }),
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
