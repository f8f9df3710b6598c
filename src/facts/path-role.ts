/** What a file is for, as far as its path says. Findings outside `product` code count for less by default. */
export type PathRole = 'product' | 'test' | 'seed' | 'migration' | 'script';

const ROLES: readonly (readonly [PathRole, RegExp])[] = [
  ['test', /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|tests?|specs?|e2e|fixtures?|cypress|playwright|stories)\/|\.(?:test|spec|e2e|cy|stories|fixture|bench)\.[cm]?[jt]sx?$|(?:^|\/)(?:jest|vitest|playwright)\.[\w.]*(?:config|setup)\.[cm]?[jt]s$/i],
  ['migration', /(?:^|\/)(?:migrations?|upgrades?|data-migrations?)\/|(?:^|\/|\.)migration\.[cm]?[jt]s$/i],
  ['seed', /(?:^|\/)(?:seeds?|seeders?|seeding)\/|(?:^|\/|[.-])seed(?:er|s)?\.[cm]?[jt]s$/i],
  ['script', /(?:^|\/)(?:scripts?|bin|tools?|benchmarks?|examples?)\//i],
];

/** @param path relative to the workspace folder, with `/`: folders above the workspace say nothing about a file. */
export function pathRole(path: string): PathRole {
  return ROLES.find(([, pattern]) => pattern.test(path))?.[0] ?? 'product';
}
