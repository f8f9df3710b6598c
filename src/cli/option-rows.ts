import type { Option } from './options.js';

/** Options and what they do, a line each. */
export function optionRows(options: readonly Option[]): string {
  const left = options.map(({ name, short, value }) => `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`);
  const width = Math.max(...left.map((each) => each.length));
  return options.map(({ help }, index) => `  ${(left[index] ?? '').padEnd(width)}  ${help}`).join('\n');
}
