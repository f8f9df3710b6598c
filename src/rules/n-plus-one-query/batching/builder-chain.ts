import { ts } from 'ts-morph';
import type { Chain, ChainLink } from '../../../facts/chains.js';
import { unwrap } from '../../../syntax/nodes.js';

/** A link of a fluent query that is one call of the text. */
export interface BuilderLink extends ChainLink {
  readonly call: ts.CallExpression;
}

/** A fluent query that stands in one piece, so that it can be written anew. */
export interface BuilderChain {
  readonly links: readonly BuilderLink[];
  /** The text with some calls replaced: `name(arguments)` for one, `''` for none. */
  with(replacements: ReadonlyMap<BuilderLink, string>): string;
}

/** `undefined` for queries that are put together in several statements, or through anything but plain calls. */
export function builderChain({ root, links }: Chain): BuilderChain | undefined {
  const calls = links.filter((link): link is BuilderLink => ts.isCallExpression(link.call));
  const [first] = calls;
  if (!first || calls.length !== links.length || !calls.every((each, index) => follows(each.call, index === 0 ? root : calls[index - 1]?.call))) return undefined;
  const file = root.getSourceFile();
  return {
    links: calls,
    with(replacements) {
      let text = root === first.call ? '' : root.getText(file);
      let at = root === first.call ? root.getStart(file) : root.end;
      for (const link of calls) {
        const name = nameStart(link.call);
        const replacement = replacements.get(link);
        if (replacement !== '') text += file.text.slice(at, name) + (replacement ?? file.text.slice(name, link.call.end));
        at = link.call.end;
      }
      return text;
    },
  };
}

/** `knex('books')` itself follows nothing. */
function follows(call: ts.CallExpression, before: ts.Node | undefined): boolean {
  return call === before || (ts.isPropertyAccessExpression(call.expression) && call.expression.expression === before && !call.expression.questionDotToken && !call.questionDotToken);
}

/** `count('* as n')` without what it is called on. */
export function textOfLink({ call }: BuilderLink): string {
  return call.getSourceFile().text.slice(nameStart(call), call.end);
}

function nameStart(call: ts.CallExpression): number {
  return ts.isPropertyAccessExpression(call.expression) ? call.expression.name.getStart() : call.getStart();
}

/** The text of an argument when it is written out. */
export function textArgument(argument: ts.Expression | undefined): string | undefined {
  const inner = argument && unwrap(argument);
  return inner && ts.isStringLiteralLike(inner) ? inner.text : undefined;
}

/** Texts of arguments, those of lists among them; `undefined` when something else is among them. */
export function textArguments(given: readonly ts.Expression[]): readonly string[] | undefined {
  const all = given.flatMap((each) => {
    const inner = unwrap(each);
    return ts.isArrayLiteralExpression(inner) ? [...inner.elements] : [inner];
  });
  const texts = all.map((each) => textArgument(each));
  return texts.every((each) => each !== undefined) ? texts : undefined;
}
