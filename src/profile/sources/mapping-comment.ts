/** A source map as text, and what its relative sources are relative to. */
export interface SourceMapText {
  readonly text: string;
  /** The map's own URL or path; of one that is in a script, the script's. */
  readonly url: string;
}

/** Where a script says that its map is: in itself, or at a URL as written, which may be relative to the script. */
export type MappingComment = { readonly map: SourceMapText } | { readonly reference: string };

const COMMENT = /\/[/*][#@][ \t]*sourceMappingURL=([^\s'"`*]+)/g;
/** Comments before the end are of scripts within the script. */
const TAIL = 512;

/**
 * The last `sourceMappingURL` comment of a script.
 * @param url the script's own
 */
export function mappingCommentOf(script: string, url: string): MappingComment | undefined {
  const at = script.lastIndexOf('sourceMappingURL=');
  if (at === -1) return undefined;
  COMMENT.lastIndex = Math.max(0, at - TAIL);
  let reference: string | undefined;
  for (let match = COMMENT.exec(script); match !== null; match = COMMENT.exec(script)) reference = match[1];
  if (reference === undefined) return undefined;
  if (!reference.startsWith('data:')) return { reference };
  const text = textOfDataUrl(reference);
  return text === undefined ? undefined : { map: { text, url } };
}

/** The text in a `data:` URL of JSON, base64 or percent-coded; `undefined` for anything else. */
export function textOfDataUrl(url: string): string | undefined {
  const comma = url.indexOf(',');
  if (comma === -1 || !/^data:(?:application|text)\/json\b/i.test(url)) return undefined;
  const content = url.slice(comma + 1);
  try {
    if (!/;base64$/i.test(url.slice(0, comma))) return decodeURIComponent(content);
    return new TextDecoder().decode(Uint8Array.from(atob(content), (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
