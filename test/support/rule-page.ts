/** A runnable example of a rule's page. */
export interface PageExample {
  readonly kind: 'bad' | 'good';
  /** File name -> text; blocks with `file=` before an unnamed one join its program. */
  readonly files: Readonly<Record<string, string>>;
  /** The file the block itself is. */
  readonly main: string;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  /** Text of the `fixed` block that follows. */
  readonly fixed: string | undefined;
  /** 1-based line of the opening fence. */
  readonly line: number;
}

const FENCE = /^```(\w+)\s+(bad|good|fixed)(.*)\n([^]*?)\n```$/gm;

/** Reads fences such as ` ```ts bad file=a.ts options={"x":1} `. Blocks with `file=` and no rest of their own are joined to the next. */
export function readPage(markdown: string): readonly PageExample[] {
  const examples: (Omit<PageExample, 'fixed'> & { fixed: string | undefined })[] = [];
  let joined: Record<string, string> = {};
  for (const match of markdown.matchAll(FENCE)) {
    const [, language = 'ts', kind = 'bad', attributes = '', text = ''] = match;
    const line = markdown.slice(0, match.index).split('\n').length;
    if (kind === 'fixed') {
      const last = examples.at(-1);
      if (last) last.fixed = text;
      continue;
    }
    const file = /\bfile=(\S+)/.exec(attributes)?.[1];
    const options = /\boptions=(\{.*\})/.exec(attributes)?.[1];
    const main = file ?? `example.${language}`;
    joined = { ...joined, [main]: text };
    if (/\bjoin\b/.test(attributes)) continue;
    examples.push({ kind: kind as 'bad' | 'good', files: joined, main, options: options === undefined ? undefined : (JSON.parse(options) as Record<string, unknown>), fixed: undefined, line });
    joined = {};
  }
  return examples;
}
