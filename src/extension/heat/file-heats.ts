import * as vscode from 'vscode';
import { HeatMap, type FileHeat } from '../../cost/heat.js';
import type { FileOutline } from '../../cost/questions.js';
import { methods } from '../../server/protocol.js';
import { modifiedAt, type MeasuringProfile, type ProfileInUse } from '../costs/profile-in-use.js';
import { LANGUAGES } from '../languages.js';
import type { ReviewServer } from '../review-server.js';

/** The heat of a document with the functions that it is of. */
export interface DocumentHeat extends FileHeat {
  readonly outline: FileOutline;
}

/** The profile in use as heat, of all of it and of documents. */
export class FileHeats implements vscode.Disposable {
  private map: HeatMap | undefined;
  private profile: MeasuringProfile | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  /** Another profile is in use, or none. */
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly server: ReviewServer, inUse: ProfileInUse) {
    this.subscription = inUse.onDidChange((profile) => {
      this.profile = profile;
      this.map = profile && new HeatMap(profile.profiles, profile.pathOf);
      this.changed.fire();
    });
  }

  get all(): HeatMap | undefined {
    return this.map;
  }

  get title(): string {
    return this.profile?.title ?? '';
  }

  /** `undefined` for what has none: no profile, no source, no text that parses. */
  async of(document: vscode.TextDocument): Promise<DocumentHeat | undefined> {
    const { map, profile } = this;
    if (!map || !profile || document.uri.scheme !== 'file' || !LANGUAGES.includes(document.languageId)) return undefined;
    const client = await this.server.get();
    const outline = await client.request<FileOutline | null>(methods.outline, { uri: document.uri.toString() });
    if (!outline || map !== this.map) return undefined;
    const linesHold = !document.isDirty && (modifiedAt(document.uri.fsPath) ?? Infinity) <= profile.recordedAt;
    return { ...map.ofFile(outline, linesHold), outline };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
