import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

export const FIXTURES = 'test/fixtures';

/** Names of the fixtures of a rule: files, and folders that are programs. */
export function fixturesOf(ruleId: string): readonly string[] {
  return readdirSync(join(FIXTURES, ruleId)).filter((each) => !each.includes('.fixed.'));
}

/** Files of a fixture: one file, or a folder read whole. `name.fixed.ts` holds the text after the first fix of every finding. */
export function readFixture(path: string): { files: Record<string, string>; fixed: Record<string, string> } {
  const files: Record<string, string> = {};
  const fixed: Record<string, string> = {};
  const add = (file: string, name: string): void => {
    if (/\.fixed\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(name)) fixed[name.replace('.fixed.', '.')] = readFileSync(file, 'utf8');
    else files[name] = readFileSync(file, 'utf8');
  };
  const addFolder = (folder: string, prefix: string): void => {
    for (const name of readdirSync(folder)) {
      const at = join(folder, name);
      if (statSync(at).isDirectory()) addFolder(at, `${prefix}${name}/`);
      else add(at, prefix + name);
    }
  };
  if (statSync(path).isDirectory()) addFolder(path, '');
  else {
    add(path, basename(path));
    const beside = path.replace(/(\.(?:[cm]?[jt]sx?|vue|svelte))$/, '.fixed$1');
    if (statSync(beside, { throwIfNoEntry: false })) add(beside, basename(beside));
  }
  return { files, fixed };
}
