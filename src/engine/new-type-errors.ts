import type { TextEdit } from '../core/finding.js';
import type { TypeError } from '../syntax/type-error.js';

/**
 * Errors that a text has after edits and did not have before, each of which counts once. In text that the edits leave alone an error
 * is known by its place, so that another one of the same words is a new one; in what they write, by its words among the errors of
 * what they replace.
 * @param edits of this file, apart from each other
 */
export function newTypeErrors(before: readonly TypeError[], after: readonly TypeError[], edits: readonly Pick<TextEdit, 'start' | 'end' | 'newText'>[]): readonly TypeError[] {
  const kept = keptText(edits);
  const remaining = [...before];
  const wasThere = (error: TypeError): boolean => {
    const at = kept(error, 'after');
    const known = remaining.findIndex((each) => each.code === error.code
      && (at === undefined ? each.message === error.message && kept(each, 'before') === undefined : each.gist === error.gist && each.start === at && each.end - each.start === error.end - error.start));
    if (known >= 0) remaining.splice(known, 1);
    return known >= 0;
  };
  return after.filter((error) => !wasThere(error));
}

/** Where a span of the one text starts in the other; `undefined` where an edit touches it. */
function keptText(edits: readonly Pick<TextEdit, 'start' | 'end' | 'newText'>[]): (span: { readonly start: number; readonly end: number }, text: 'before' | 'after') => number | undefined {
  let shift = 0;
  const changes = [...edits].sort((a, b) => a.start - b.start || a.end - b.end).map(({ start, end, newText }) => {
    const after = { start: start + shift, end: start + shift + newText.length };
    shift += newText.length - (end - start);
    return { before: { start, end }, after, shift };
  });
  return ({ start, end }, text) => {
    let moved = 0;
    for (const change of changes) {
      const touched = change[text];
      if (touched.start >= Math.max(end, start + 1)) break;
      if (touched.end > start) return undefined;
      moved = change.shift;
    }
    return text === 'before' ? start + moved : start - moved;
  };
}
