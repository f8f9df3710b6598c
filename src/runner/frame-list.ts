import type { V8CallFrame } from './v8-profile.js';

/** Functions as V8 names them, each once, by numbers from 0. */
export class FrameList {
  readonly #frames: V8CallFrame[] = [];
  readonly #numberByText = new Map<string, number>();

  numberOf({ functionName, scriptId, url, lineNumber, columnNumber }: V8CallFrame): number {
    const text = `${scriptId}:${String(lineNumber)}:${String(columnNumber)}:${functionName}\n${url}`;
    const known = this.#numberByText.get(text);
    if (known !== undefined) return known;
    const number = this.#frames.push({ functionName, scriptId, url, lineNumber, columnNumber }) - 1;
    this.#numberByText.set(text, number);
    return number;
  }

  at(number: number): V8CallFrame {
    return this.#frames[number] as V8CallFrame;
  }

  get urls(): ReadonlySet<string> {
    return new Set(this.#frames.map(({ url }) => url));
  }
}
