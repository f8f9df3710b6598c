import { deserialize, serialize } from 'node:v8';
import * as vscode from 'vscode';
import type { BeforeRuns } from './before-and-after.js';

/** The runs before a change, until others are made; also after the window was loaded anew. */
export class KeptBefore {
  private runs: BeforeRuns | undefined;
  private readonly file: vscode.Uri;

  /** @param version of the extension: what another one kept is not understood */
  constructor(private readonly storage: vscode.Uri, private readonly version: string) {
    this.file = vscode.Uri.joinPath(storage, 'before.runs');
  }

  async get(): Promise<BeforeRuns | undefined> {
    this.runs ??= await this.read();
    return this.runs;
  }

  async keep(runs: BeforeRuns): Promise<void> {
    this.runs = runs;
    await vscode.workspace.fs.createDirectory(this.storage);
    await vscode.workspace.fs.writeFile(this.file, serialize({ version: this.version, runs }));
  }

  async forget(): Promise<void> {
    this.runs = undefined;
    await vscode.workspace.fs.delete(this.file).then(undefined, () => undefined);
  }

  private async read(): Promise<BeforeRuns | undefined> {
    try {
      const { version, runs } = deserialize(await vscode.workspace.fs.readFile(this.file)) as { readonly version: string; readonly runs: BeforeRuns };
      return version === this.version ? runs : undefined;
    } catch {
      // Nothing was kept, or not all of it was written.
      return undefined;
    }
  }
}
