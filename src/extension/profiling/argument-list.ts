/**
 * A line as people type commands, as a list of arguments. Quotes group and are taken away; nothing else means anything: no variables,
 * no patterns, no operators, since no shell will read it.
 * @returns the arguments, or why the line cannot be one command, as a sentence
 */
export function argumentList(line: string): readonly string[] | string {
  const list: string[] = [];
  let current: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      // Within double quotes a backslash guards only what would end them: paths of Windows stay as they are.
      else if (character === '\\' && quote === '"' && /["\\]/.test(line.charAt(at + 1))) current = (current ?? '') + line.charAt(++at);
      else current = (current ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      current ??= '';
    } else if (/\s/.test(character)) {
      if (current !== undefined) list.push(current);
      current = undefined;
    } else if (/[|<>;&]/.test(character)) {
      return `No shell reads the command, so \`${character}\` has no meaning here: quote it, or put the command into an npm script.`;
    } else current = (current ?? '') + character;
  }
  if (quote !== undefined) return `The quote ${quote} is not closed.`;
  if (current !== undefined) list.push(current);
  return list.length === 0 ? 'There is no command.' : list;
}
