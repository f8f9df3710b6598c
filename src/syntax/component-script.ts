import { ts } from 'ts-morph';

/**
 * Single-file components: text with markup in, the same text with everything but its scripts blanked out. Offsets, lines
 * and columns stay those of the file, so that whatever is found or edited in the tree holds for the file as it is.
 */

/** A block of code in a component. Offsets of what stands between its tags. */
export interface ScriptBlock {
  readonly start: number;
  readonly end: number;
  readonly language: 'js' | 'jsx' | 'ts' | 'tsx';
  /** Runs once per component instead of once per module: `<script setup>`, the script of a Svelte component. */
  readonly perInstance: boolean;
}

export interface ComponentScript {
  /** As long as the file. */
  readonly text: string;
  readonly blocks: readonly ScriptBlock[];
  readonly kind: ts.ScriptKind;
}

export function isComponentPath(path: string): boolean {
  return /\.(?:vue|svelte)$/.test(path);
}

/** Never throws, and looks at each character a fixed number of times, whatever the text is. */
export function readComponent(path: string, text: string): ComponentScript {
  const blocks = path.endsWith('.svelte') ? svelteBlocks(text) : vueBlocks(text);
  const languages = new Set(blocks.map((each) => each.language));
  const typed = languages.has('ts') || languages.has('tsx');
  const kind = !typed ? ts.ScriptKind.JSX : languages.has('tsx') || languages.has('jsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return { text: blanked(text, blocks), blocks, kind };
}

function blanked(text: string, blocks: readonly ScriptBlock[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of blocks) {
    const between = text.slice(at, start).replace(/[^\r\n\u2028\u2029]/g, ' ');
    // Two scripts are one module, and the first may end without a semicolon.
    parts.push(at === 0 ? between : `;${between.slice(1)}`, text.slice(start, end));
    at = end;
  }
  parts.push(text.slice(at).replace(/[^\r\n\u2028\u2029]/g, ' '));
  return parts.join('');
}

// — what is known of a tree —

const components = new WeakMap<ts.SourceFile, readonly ScriptBlock[]>();

/** The tree was made from these blocks. */
export function rememberBlocks(file: ts.SourceFile, blocks: readonly ScriptBlock[]): void {
  components.set(file, blocks);
}

/** The scripts a tree was made from; `undefined` for a file that is all code. */
export function scriptBlocksOf(file: ts.SourceFile): readonly ScriptBlock[] | undefined {
  return components.get(file);
}

/** Whether a node stands in a script that runs once for every component of its file. */
export function isPerInstance(node: ts.Node): boolean {
  return components.get(node.getSourceFile())?.some((each) => each.perInstance && node.end > each.start && node.end <= each.end) === true;
}

// — Vue —

/** The blocks at the root; what they hold is only looked at to find their end. */
function vueBlocks(text: string): readonly ScriptBlock[] {
  const blocks: ScriptBlock[] = [];
  let at = 0;
  for (;;) {
    at = text.indexOf('<', at);
    if (at < 0) return blocks;
    if (text.startsWith('<!--', at)) {
      at = after(text, '-->', at);
      continue;
    }
    const tag = readTag(text, at, { match: false });
    if (!tag) at++;
    else if (tag.selfClosing) at = tag.end;
    else if (tag.name === 'template' && /^(?:html)?$/.test(tag.attributes.get('lang') ?? '')) at = templateEnd(text, tag.end);
    else {
      const end = closingTag(text, tag.name, tag.end);
      if (tag.name === 'script') add(blocks, tag, end, tag.attributes.has('setup'));
      at = end;
    }
  }
}

/** Behind the `</template>` that belongs to the opening tag before `from`. */
function templateEnd(text: string, from: number): number {
  const next = /<|\{\{/g;
  const none: Braces = { match: false };
  let mustaches = true;
  let depth = 1;
  let at = from;
  while (depth > 0) {
    next.lastIndex = at;
    const match = next.exec(text);
    if (!match) return text.length;
    at = match.index;
    if (match[0] === '{{') {
      const end: number = mustaches ? text.indexOf('}}', at) : -1;
      mustaches = end >= 0;
      at = (mustaches ? end : at) + 2;
      continue;
    }
    if (text.startsWith('<!--', at)) {
      at = after(text, '-->', at);
      continue;
    }
    if (/^<\/template\b/i.test(text.slice(at, at + 12))) depth--;
    const tag = readTag(text, at, none);
    if (tag?.name === 'template' && !tag.selfClosing) depth++;
    at = tag ? tag.end : at + 1;
  }
  return after(text, '>', at);
}

// — Svelte —

/** Of each kind a component has one script; others, in its markup, are the page's. */
function svelteBlocks(text: string): readonly ScriptBlock[] {
  const blocks: ScriptBlock[] = [];
  const next = /[<{]/g;
  const braces: Braces = { match: true };
  let at = 0;
  for (;;) {
    next.lastIndex = at;
    const found = next.exec(text)?.index;
    if (found === undefined) return blocks;
    at = found + 1;
    if (text[found] === '{') at = expressionEnd(text, found, braces);
    else if (text.startsWith('<!--', found)) at = after(text, '-->', found);
    else {
      const tag = readTag(text, found, braces);
      if (!tag) continue;
      at = tag.end;
      if (tag.selfClosing || !/^(?:script|style|svelte:head)$/.test(tag.name)) continue;
      at = closingTag(text, tag.name, tag.end);
      const perInstance = !tag.attributes.has('module') && tag.attributes.get('context') !== 'module';
      if (tag.name === 'script' && !blocks.some((each) => each.perInstance === perInstance)) add(blocks, tag, at, perInstance);
    }
  }
}

/** Once a brace has no partner, nobody looks for those of others: each time it would be to the end of the file. */
interface Braces {
  match: boolean;
}

/** Behind the `}` that closes the brace at `from`, or behind that brace when none does. */
function expressionEnd(text: string, from: number, braces: Braces): number {
  if (!braces.match) return from + 1;
  const mark = /[{}"'`\n\\]/g;
  mark.lastIndex = from;
  let depth = 0;
  let quote: string | undefined;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    const [character] = match;
    if (character === '\\') mark.lastIndex++;
    else if (quote !== undefined) {
      // A quote that is open at the end of a line was an apostrophe.
      if (character === quote || (character === '\n' && quote !== '`')) quote = undefined;
    } else if (character === '{') depth++;
    else if (character === '}') {
      if (--depth === 0) return match.index + 1;
    } else if (character !== '\n') quote = character;
  }
  braces.match = false;
  return from + 1;
}

// — tags —

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Behind its `>`. */
  readonly end: number;
  readonly selfClosing: boolean;
}

/** The opening tag at a `<`, whose attributes may be expressions in braces where braces match. */
function readTag(text: string, from: number, braces: Braces): Tag | undefined {
  const name = sticky(/<([A-Za-z][\w:.-]*)/y, text, from)?.[1];
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  let at = from + 1 + name.length;
  for (;;) {
    at += sticky(/[\s/]*/y, text, at)?.[0].length ?? 0;
    if (at >= text.length) return { name: name.toLowerCase(), attributes, end: text.length, selfClosing: false };
    if (text[at] === '>') return { name: name.toLowerCase(), attributes, end: at + 1, selfClosing: text[at - 1] === '/' };
    if (braces.match && text[at] === '{') {
      at = expressionEnd(text, at, braces);
      continue;
    }
    const key = sticky(/[^\s/>={][^\s/>=]*|[={]/y, text, at)?.[0] ?? '';
    at += Math.max(key.length, 1);
    const value = sticky(/\s*=\s*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^\s"'>{][^\s>]*))?/y, text, at);
    if (!value) attributes.set(key, '');
    else {
      attributes.set(key, (value[1] ?? value[2] ?? value[3] ?? '').toLowerCase());
      at += value[0].length;
    }
  }
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The offset of `</name`, or the end of the text: a tag that is being typed has no end yet. */
function closingTag(text: string, name: string, from: number): number {
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2)) {
    if (text.slice(at + 2, at + 2 + name.length).toLowerCase() === name && !/[\w-]/.test(text[at + 2 + name.length] ?? '')) return at;
  }
  return text.length;
}

/** Behind the next `mark`, or the end of the text. */
function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

const LANGUAGES: Readonly<Record<string, ScriptBlock['language']>> = {
  '': 'js', js: 'js', javascript: 'js', jsx: 'jsx', ts: 'ts', typescript: 'ts', tsx: 'tsx',
};

function add(blocks: ScriptBlock[], tag: Tag, end: number, perInstance: boolean): void {
  const type = (tag.attributes.get('type') ?? '').replace(/^(?:text|application)\//, '');
  const word = tag.attributes.get('lang') ?? (type === 'module' ? '' : type);
  const language = Object.hasOwn(LANGUAGES, word) ? LANGUAGES[word] : undefined;
  if (language !== undefined && end > tag.end) blocks.push({ start: tag.end, end, language, perInstance });
}
