import ignore, { type Ignore } from 'ignore';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fix, InternalError } from '../core/finding.js';
import type { CancellationFlag, EngineSettings, FileReview, ReviewSession } from '../engine/session-contract.js';
import { VENDORED_FOLDERS } from '../syntax/reviewable.js';
import type { Engine } from './engine.js';
import { uriOfPath } from './file-uri.js';
import type { Limit } from './protocol.js';
import type { RunningFile } from './running-file.js';

/** What all folders of a server share. */
export interface FolderSurroundings {
  readonly engine: Engine;
  readonly runningFile: RunningFile;
  readonly setAside: Set<string>;
  readEditorSettings(root: string): Promise<unknown>;
  logError(error: InternalError): void;
}

/** One session, with its settings read and its accidents caught. */
export class FolderReview {
  readonly session: ReviewSession;
  /** Resolves once the settings are in place; never rejects. */
  ready: Promise<void>;
  private problems: readonly string[] = [];
  private withoutDependencies = false;
  private excluded: Ignore = ignore();
  private settings: EngineSettings | undefined;

  constructor(readonly root: string, private readonly around: FolderSurroundings) {
    this.session = around.engine.createSession(root);
    this.ready = this.configure();
  }

  /** Reads the settings again; reviews that start meanwhile wait for them. */
  reconfigure(): Promise<void> {
    this.ready = this.configure();
    return this.ready;
  }

  /** Another session over the same files, without what editors hold; to be disposed of. */
  copy(): ReviewSession {
    const session = this.around.engine.createSession(this.root);
    if (this.settings) session.configure(this.settings);
    return session;
  }

  /** Never throws: what goes wrong inside is logged and the file counts as reviewed without findings. */
  review(path: string, types: boolean, cancel?: CancellationFlag): FileReview {
    if (this.around.setAside.has(path)) return withoutFindings(path, 'It made the analysis crash twice and is set aside');
    const left = this.reasonToLeave(path);
    if (left !== undefined) return withoutFindings(path, left);
    try {
      const options = cancel ? { types, cancel } : { types };
      const review = this.around.runningFile.during(path, () => this.session.reviewFile(path, options));
      for (const error of review.errors) this.around.logError({ path, ...error });
      return review;
    } catch (error) {
      this.around.logError({ path, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      return withoutFindings(path, 'The analysis of this file failed; see the output of Perf Review');
    }
  }

  /** Checked repairs of findings of one file, in their order. Never throws, as `review`. */
  fixesFor(path: string, fingerprints: readonly string[], log: (message: string) => void): readonly (readonly Fix[])[] {
    if (this.around.setAside.has(path)) return fingerprints.map(() => []);
    try {
      return this.around.runningFile.during(path, () => this.session.fixesForAll(fingerprints.map((fingerprint) => ({ path, fingerprint })), log));
    } catch (error) {
      log(`Computing a fix failed in ${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fingerprints.map(() => []);
    }
  }

  limits(): Limit[] {
    const limits: Limit[] = this.problems.map((text) => ({ kind: 'settings', text }));
    const name = this.root.split('/').pop() ?? this.root;
    if (this.withoutDependencies) {
      limits.push({ kind: 'dependencies', text: `The dependencies of ${name} are not installed: libraries are recognised by their imports, without types` });
    }
    for (const path of this.around.setAside) {
      if (path.startsWith(`${this.root}/`)) limits.push({ kind: 'set-aside', text: `${path.slice(this.root.length + 1)} made the analysis crash twice and is set aside`, uri: uriOfPath(path) });
    }
    return limits;
  }

  /** A file that is opened is not thereby the user's: somebody reading a dependency wants no advice on it. */
  private reasonToLeave(path: string): string | undefined {
    if (!path.startsWith(`${this.root}/`)) return undefined;
    const relative = path.slice(this.root.length + 1);
    if (relative.split('/').slice(0, -1).some((folder) => VENDORED_FOLDERS.has(folder))) return 'It lies in a folder of dependencies or build output';
    return this.excluded.ignores(relative) ? 'The setting perfReview.exclude leaves it out' : undefined;
  }

  private async configure(): Promise<void> {
    try {
      const editorSettings = await this.around.readEditorSettings(this.root);
      const { settings, problems } = await this.around.engine.readSettings(this.root, editorSettings);
      this.settings = settings;
      this.session.configure(settings);
      this.excluded = ignore().add([...settings.exclude]);
      this.problems = problems;
    } catch (error) {
      this.problems = [`Settings could not be read: ${error instanceof Error ? error.message : String(error)}`];
    }
    this.withoutDependencies = (await exists(join(this.root, 'package.json'))) && !(await exists(join(this.root, 'node_modules')));
  }
}

function withoutFindings(path: string, reason: string): FileReview {
  return { path, findings: [], suppressed: [], skipped: { path, reason }, errors: [], refined: true, timing: {} };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
