import type { RuleDeclaration } from '../engine/rule-declaration.js';
import { OPTIONS, type Option } from './options.js';

export function helpText(): string {
  const left = OPTIONS.map(({ name, short, value }: Option) => `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`);
  const width = Math.max(...left.map((each) => each.length));
  const rows = OPTIONS.map(({ help }, index) => `  ${(left[index] ?? '').padEnd(width)}  ${help}`);
  return `Performance review of JavaScript and TypeScript.

Usage: perf-review [options] [file|folder ...]

Without files or folders the working folder is reviewed. Of given files only
those are reported, while what they import is still understood.

${rows.join('\n')}

Exit codes: 0 nothing found, 1 findings, 2 wrong usage or an internal error.
`;
}

export function rulesText(rules: readonly RuleDeclaration[]): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  return rules.map(({ id, category, severity, summary }) => `${id.padEnd(width)}  ${category.padEnd(8)}  ${severity.padEnd(11)}  ${summary}\n`).join('');
}
