import type { RuleDeclaration } from '../engine/rule-declaration.js';
import { optionRows } from './option-rows.js';
import { OPTIONS } from './options.js';
import { SUBCOMMANDS } from './subcommands.js';

export function helpText(): string {
  return `Performance review of JavaScript and TypeScript.

Usage: perf-review [options] [file|folder ...]
${SUBCOMMANDS.map(({ name, usage }) => `       perf-review ${name} ${usage}\n`).join('')}
Without files or folders the working folder is reviewed. Of given files only
those are reported, while what they import is still understood.

${optionRows(OPTIONS)}

Exit codes: 0 nothing found, 1 findings, 2 wrong usage or an internal error.
`;
}

export function rulesText(rules: readonly RuleDeclaration[]): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  return rules.map(({ id, category, severity, summary }) => `${id.padEnd(width)}  ${category.padEnd(8)}  ${severity.padEnd(11)}  ${summary}\n`).join('');
}
