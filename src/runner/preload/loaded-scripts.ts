import type { Debugger, Profiler } from 'node:inspector';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ReachedFile } from '../../profile/profile.js';
import type { InspectorSession } from './inspector-session.js';
import { reachedFunctions } from './reached-functions.js';

const read = readFileSync;

/** Environment variables of programs that run plain JavaScript files through a transformation of theirs. */
const TRANSFORMERS = ['JEST_WORKER_ID', 'VITEST', 'VITEST_WORKER_ID'] as const;

const DATA_MAP = /^data:application\/json[^,]*?(;base64)?,/i;

/**
 * What V8 runs where that is not what the disk has: its source maps and its text. Asking for it costs a third of a millisecond for each script
 * that is loaded, so plain JavaScript is not asked about.
 */
export class LoadedScripts {
  readonly #session: InspectorSession;
  readonly #ours: readonly string[];
  readonly #seen = new Set<string>();
  readonly #written = new Set<string>();
  #fresh: Record<string, string> = {};
  #isWatching = false;

  /** @param ours files of the recorder */
  constructor(session: InspectorSession, ours: readonly string[]) {
    this.#session = session;
    this.#ours = ours.flatMap((file) => [file, pathToFileURL(file).href]);
  }

  /** @param urls of frames */
  look(urls: Iterable<string>): void {
    if (this.#isWatching) return;
    for (const url of urls) {
      if (this.#seen.has(url)) continue;
      this.#seen.add(url);
      if (isOfProgram(url) && isTransformed(url) && !this.#ours.includes(url)) return this.#watch();
    }
  }

  /** Maps that came since the last time, by URL; undefined when there are none. */
  takeMaps(): Readonly<Record<string, string>> | undefined {
    const fresh = this.#fresh;
    this.#fresh = {};
    return Object.keys(fresh).length === 0 ? undefined : fresh;
  }

  /** @param coverage of functions, as V8 has it */
  reached(coverage: readonly Profiler.ScriptCoverage[]): readonly ReachedFile[] {
    return coverage.flatMap(({ scriptId, url, functions }): readonly ReachedFile[] => {
      if (!isOfProgram(url) || this.#ours.includes(url)) return [];
      // The first function is the script itself.
      const text = this.#text(scriptId, url, functions[0]?.ranges[0]?.endOffset ?? 0);
      return text === undefined ? [] : [{ url, functions: reachedFunctions(text, functions) }];
    });
  }

  #text(scriptId: string, url: string, length: number): string | undefined {
    const onDisk = isTransformed(url) ? undefined : textOfFile(url);
    if (onDisk?.length === length) return onDisk;
    this.#watch();
    try {
      return (this.#session.post('Debugger.getScriptSource', { scriptId }) as Debugger.GetScriptSourceReturnType).scriptSource;
    } catch {
      // It was collected meanwhile.
      return undefined;
    }
  }

  /** From here on V8 tells of each script with its map, and of all that are there already. It stays so: ending it would end coverage that others take. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#session.on('Debugger.scriptParsed', (parameters) => {
      const { url, sourceMapURL } = parameters as Debugger.ScriptParsedEventDataType;
      if (url === '' || sourceMapURL === undefined || this.#written.has(url)) return;
      const map = textOfDataUrl(sourceMapURL);
      if (map === undefined) return;
      this.#written.add(url);
      this.#fresh[url] = map;
    });
    this.#session.post('Debugger.enable', { maxScriptsCacheSize: 0 });
    // A `debugger` statement would wait for somebody.
    this.#session.post('Debugger.setSkipAllPauses', { skip: true });
  }
}

function isOfProgram(url: string): boolean {
  return (url.startsWith('file:') || url.startsWith('/') || /^[a-z]:[\\/]/i.test(url)) && !/[\\/]node_modules[\\/]/.test(url);
}

function isTransformed(url: string): boolean {
  return !/\.[cm]?js$/i.test(url) || TRANSFORMERS.some((name) => process.env[name] !== undefined);
}

function textOfFile(url: string): string | undefined {
  try {
    return read(url.startsWith('file:') ? fileURLToPath(url) : url, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

function textOfDataUrl(url: string): string | undefined {
  const head = DATA_MAP.exec(url);
  if (head === null) return undefined;
  const body = url.slice(head[0].length);
  try {
    return head[1] === undefined ? decodeURIComponent(body) : Buffer.from(body, 'base64').toString('utf8');
  } catch {
    return undefined;
  }
}
