import type { V8CpuProfile } from '../v8-profile.js';

/** Source maps that scripts carry in themselves. Which they are, V8 tells of all scripts at once when debugging begins. */
export class InlineMaps {
  readonly byUrl: Record<string, string> = {};
  readonly #known = new Set<string>();

  /** @param params of `Debugger.scriptParsed` */
  take(params: unknown): void {
    const { url, sourceMapURL } = params as { readonly url: string; readonly sourceMapURL?: string };
    this.#known.add(url);
    const [, base64, content] = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(sourceMapURL ?? '') ?? [];
    if (content === undefined || url === '') return;
    try {
      this.byUrl[url] = base64 === undefined ? decodeURIComponent(content) : Buffer.from(content, 'base64').toString('utf8');
    } catch {
      // A map that cannot be read leaves its script as it is.
    }
  }

  /** Whether a script that a loader has transformed runs, and nothing was told of it. Plain JavaScript is as it is on the disk. */
  lacks({ nodes }: V8CpuProfile): boolean {
    const fresh = nodes.map(({ callFrame }) => callFrame.url).filter((url) => !this.#known.has(url));
    // What is asked about and has ended meanwhile is not asked about again.
    for (const url of fresh) this.#known.add(url);
    return fresh.some((url) => /^(?:file:|\/|[a-z]:[\\/])/i.test(url) && !/\.[cm]?js$|[\\/]node_modules[\\/]/i.test(url));
  }
}
