import * as vscode from 'vscode';
import { type MeasuredCost, type MeasuredRunSummary } from '../../core/measured-cost.js';
import { CostMeter } from '../../cost/measure.js';
import { methods, type CostAnswer, type ExportParams } from '../../server/protocol.js';
import type { FindingCollection } from '../finding-collection.js';
import type { ReviewServer } from '../review-server.js';
import { modifiedAt, type MeasuringProfile, type ProfileInUse } from './profile-in-use.js';

/** A review of many files brings findings file by file. */
const GATHER_MS = 50;

/** Keeps the costs of shown findings: the server asks, the profile in use answers. */
export class FindingCosts implements vscode.Disposable {
  private meter: CostMeter | undefined;
  private summary: MeasuredRunSummary | undefined;
  /** `undefined`: all. */
  private waiting: Set<string> | undefined = new Set();
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly server: ReviewServer, private readonly collection: FindingCollection, profile: ProfileInUse, private readonly output: vscode.LogOutputChannel) {
    this.subscriptions = [
      profile.onDidChange((measuring) => this.measureBy(measuring)),
      collection.onDidReceive((uris) => this.schedule(uris.map(String))),
    ];
  }

  /** The run that costs are of, in words; `undefined` without a profile. */
  get measured(): MeasuredRunSummary | undefined {
    return this.summary;
  }

  /** For reports. */
  forReport(): ExportParams['costs'] {
    const findings: { uri: string; fingerprint: string; cost: MeasuredCost }[] = [];
    for (const [uri, costs] of this.collection.costs) for (const [fingerprint, cost] of costs) findings.push({ uri, fingerprint, cost });
    return this.summary && { measured: this.summary, findings };
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const each of this.subscriptions) each.dispose();
  }

  private measureBy(profile: MeasuringProfile | undefined): void {
    const meter = profile && new CostMeter([profile], { pathOf: profile.pathOf, isNewer: (path) => isNewer(path, profile.recordedAt) });
    this.meter = meter?.measures === true ? meter : undefined;
    this.summary = profile && this.meter?.summary(profile.title);
    this.collection.clearCosts();
    this.schedule(undefined);
  }

  private schedule(uris: readonly string[] | undefined): void {
    if (!this.meter) return;
    if (!uris) this.waiting = undefined;
    else for (const uri of uris) this.waiting?.add(uri);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.ask().catch((error: unknown) => this.output.error(`Costs could not be measured: ${error instanceof Error ? error.message : String(error)}`));
    }, GATHER_MS);
  }

  private async ask(): Promise<void> {
    const { meter, waiting } = this;
    this.waiting = new Set();
    if (!meter) return;
    const client = await this.server.get();
    const { questions, uris } = await client.request<CostAnswer>(methods.costQuestions, waiting ? { uris: [...waiting] } : {});
    // Another profile came meanwhile, and with it another question.
    if (meter !== this.meter) return;
    const byUri = new Map<string, Map<string, MeasuredCost>>();
    for (const { path, fingerprint, cost } of meter.answer(questions)) {
      const uri = vscode.Uri.parse(uris[path] ?? '').toString();
      byUri.set(uri, (byUri.get(uri) ?? new Map<string, MeasuredCost>()).set(fingerprint, cost));
    }
    this.collection.setCosts(byUri);
  }
}

/** Lines may have moved since the run: by another version on disk, or in an editor. */
function isNewer(path: string, recordedAt: number): boolean {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath.replaceAll('\\', '/') === path);
  return document?.isDirty === true || (modifiedAt(path) ?? 0) > recordedAt;
}
