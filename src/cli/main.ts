import { parseArguments } from './arguments.js';
import { helpText, rulesText } from './help.js';
import { EXIT, runReview } from './review.js';
import { SUBCOMMANDS } from './subcommands.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';
import { allDeclarations } from '../engine/rule-declaration.js';

/** The whole program but for the process around it. @returns the exit code */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, version, rules, pageOf } = surroundings;
  try {
    // A folder of the same name is reviewed as `./record`.
    const subcommand = SUBCOMMANDS.find(({ name }) => name === args[0]);
    if (subcommand !== undefined) return await subcommand.run(args.slice(1), surroundings);
    const parsed = parseArguments(args, allDeclarations(rules).map(({ id }) => id));
    switch (parsed.task) {
      case 'help':
        stdout.write(helpText());
        return EXIT.clean;
      case 'version':
        stdout.write(`${version}\n`);
        return EXIT.clean;
      case 'list-rules':
        stdout.write(rulesText(allDeclarations(rules)));
        return EXIT.clean;
      case 'explain': {
        const page = pageOf(parsed.rule) ?? `# ${parsed.rule}\n\n${allDeclarations(rules).find(({ id }) => id === parsed.rule)?.summary ?? ''}.\n`;
        stdout.write(page.endsWith('\n') ? page : `${page}\n`);
        return EXIT.clean;
      }
      case 'review':
        return await runReview(parsed, surroundings);
    }
  } catch (error) {
    if (error instanceof UsageError) stderr.write(`${error.message.split('\n').map((line) => `perf-review: ${line}`).join('\n')}\n`);
    else stderr.write(`perf-review: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT.failure;
  }
}
