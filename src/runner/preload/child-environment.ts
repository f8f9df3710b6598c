import childProcess from 'node:child_process';
import { replaceMember } from './pass-through.js';
import { restrictsItself } from './permission.js';

interface Spawning {
  spawn(options: { envPairs?: string[]; args?: readonly string[] }): unknown;
}

/** Functions that start a program and wait for it: which of their arguments are options. */
type Waiting = (first: string, ...rest: unknown[]) => unknown;

/**
 * Takes our option out of the environment that the program sees, and gives it to every child, also to those that get an environment of their own.
 * @param option what NODE_OPTIONS must hold, at its end
 */
export function hookChildren(option: string): void {
  const present = process.env['NODE_OPTIONS'];
  if (present?.endsWith(option) === true) {
    const rest = present.slice(0, -option.length).trimEnd();
    if (rest === '') delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = rest;
  }
  const extended = (value: string | undefined): string => (value === undefined || value.trim() === '' ? option : value.includes(option) ? value : `${value} ${option}`);

  // `spawn`, `fork`, `exec`, `execFile` and cluster all come through here.
  replaceMember(childProcess.ChildProcess.prototype as unknown as Spawning, 'spawn', (spawn) => function passThrough(this: unknown, options) {
    const { envPairs, args = [] } = options;
    if (Array.isArray(envPairs) && !restrictsItself(args)) {
      const at = envPairs.findIndex((pair) => isNodeOptions(pair.slice(0, pair.indexOf('='))));
      const value = extended(at === -1 ? undefined : envPairs[at]?.slice('NODE_OPTIONS='.length));
      if (at === -1) envPairs.push(`NODE_OPTIONS=${value}`);
      else envPairs[at] = `NODE_OPTIONS=${value}`;
    }
    return spawn.call(this, options);
  });

  const withOption = (options: unknown): object => {
    const given = (options ?? {}) as { env?: NodeJS.ProcessEnv };
    const env = { ...(given.env ?? process.env) };
    const name = Object.keys(env).find(isNodeOptions) ?? 'NODE_OPTIONS';
    env[name] = extended(env[name]);
    return { ...given, env };
  };
  const waiting = childProcess as unknown as Record<'spawnSync' | 'execFileSync' | 'execSync', Waiting>;
  for (const name of ['spawnSync', 'execFileSync'] as const) {
    replaceMember(waiting, name, (original) => function passThrough(this: unknown, file, ...rest) {
      const list = Array.isArray(rest[0]) || rest[0] === undefined || rest[0] === null ? (rest[0] as unknown[] | undefined) : undefined;
      const options = list === undefined && rest[0] !== undefined && rest[0] !== null ? rest[0] : rest[1];
      return original.call(this, file, list ?? [], isOptions(options) && !restrictsItself([file, ...(list ?? [])]) ? withOption(options) : options);
    });
  }
  replaceMember(waiting, 'execSync', (original) => function passThrough(this: unknown, command, options) {
    return original.call(this, command, isOptions(options) && !restrictsItself([command]) ? withOption(options) : options);
  });
}

/** Anything else is for Node to complain about. */
function isOptions(options: unknown): boolean {
  return options === undefined || options === null || typeof options === 'object';
}

function isNodeOptions(name: string): boolean {
  return process.platform === 'win32' ? name.toUpperCase() === 'NODE_OPTIONS' : name === 'NODE_OPTIONS';
}
