import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_FILE_NAME, parseConfigFile } from '../engine/config-file.js';
import type { EngineSettings } from '../engine/session-contract.js';
import { resolveSettings, type SettingValues } from '../engine/settings.js';
import type { ReviewArguments } from './arguments.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';

/** Defaults, `perf-review.json`, then the arguments. @throws UsageError with a line per problem of the file */
export function settingsOfRun(args: ReviewArguments, { cwd, rules }: Surroundings): EngineSettings {
  const ofArguments: SettingValues = { ...(args.minConfidence === undefined ? {} : { minConfidence: args.minConfidence }), ...(args.types ? {} : { types: { enabled: false } }) };
  const { settings } = resolveSettings([valuesOfFile(args.config, cwd, rules), ofArguments], rules);
  const { rules: wanted } = args;
  if (wanted === undefined) return settings;
  const chosen = Object.entries(settings.rules).map(([id, setting]) => [id, { ...setting, enabled: wanted.includes(id) }]);
  return { ...settings, rules: Object.fromEntries(chosen) as EngineSettings['rules'] };
}

function valuesOfFile(given: string | undefined, cwd: string, rules: Surroundings['rules']): SettingValues {
  const file = path.resolve(cwd, given ?? CONFIG_FILE_NAME);
  const shown = given ?? CONFIG_FILE_NAME;
  let text: string;
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) {
      if (given !== undefined) throw new UsageError(`--config: '${given}' does not exist`);
      return {};
    }
    // A link to a device or a pipe would be read for ever.
    if (!stats.isFile()) throw new UsageError(`${shown} is not a file`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { values, problems } = parseConfigFile(text, rules);
  if (problems.length > 0) throw new UsageError(problems.map(({ line, column, message }) => `${shown}:${line}:${column}: ${message}`).join('\n'));
  return values;
}
