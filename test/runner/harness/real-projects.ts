import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Installed on demand, ignored by git, never shipped. */
export const PROJECTS = path.resolve('.runner-projects');

const PACKAGES = { esbuild: '0.28.2', jest: '30.5.2', mocha: '12.0.3', 'ts-node': '10.9.2', tsx: '4.23.15', typescript: '5.9.3', vite: '8.3.8', vitest: '4.1.12' };

const HOT = `interface Item {
  readonly id: number;
}

type Unused = { readonly text: string };

export function hotFunction(items: readonly Item[]): number {
  let total = 0;
  for (const item of items) {
    for (const other of items) if (other.id <= item.id) total += Math.sqrt(other.id);
  }
  return total;
}

export function neverCalled(): number {
  return 1;
}
`;
/** Where `hotFunction` begins in `src/hot.ts`, 1-based. */
export const HOT_LINE = 7;

const CALL = 'hotFunction(Array.from({ length: 6000 }, (_, id) => ({ id })))';

const FILES: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'runner-projects', private: true, scripts: { start: 'node src/plain.js', serve: 'node src/vite.mjs' }, devDependencies: PACKAGES }, undefined, 2)}\n`,
  'src/hot.ts': HOT,
  'src/main.ts': `import { hotFunction } from './hot.js';\nconsole.log(${CALL});\n`,
  'src/strip.ts': `import { hotFunction } from './hot.ts';\nconsole.log(${CALL});\n`,
  'src/plain.js': `function hotFunction(items) {\n  let total = 0;\n  for (const item of items) for (const other of items) if (other.id <= item.id) total += Math.sqrt(other.id);\n  return total;\n}\nfunction neverCalled() {}\nmodule.exports = { hotFunction, neverCalled };\nif (require.main === module) console.log(${CALL});\n`,
  'src/vite.mjs': `import { createServer } from 'vite';
const server = await createServer({ configFile: false, logLevel: 'silent', server: { middlewareMode: true, ws: false }, appType: 'custom' });
const { hotFunction } = await server.ssrLoadModule('/src/hot.ts');
console.log(${CALL});
await server.close();
`,
  // Projects of their own: ts-node goes by the tsconfig.json of the working folder.
  'ts-node/package.json': '{}\n',
  'ts-node/tsconfig.json': '{ "compilerOptions": { "module": "commonjs", "target": "es2022" } }\n',
  'ts-node/main.ts': `import { hotFunction } from '../src/hot';\nconsole.log(${CALL});\n`,
  'ts-node-esm/package.json': '{ "type": "module" }\n',
  'ts-node-esm/tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "es2022" } }\n',
  'ts-node-esm/hot.ts': HOT,
  'ts-node-esm/main.ts': `import { hotFunction } from './hot.js';\nconsole.log(${CALL});\n`,
  'test/vitest.test.ts': `import { expect, it } from 'vitest';\nimport { hotFunction } from '../src/hot';\nit('is hot', () => { expect(${CALL}).toBeGreaterThan(0); });\n`,
  'test/jest.test.js': `const { hotFunction } = require('../src/plain.js');\ntest('is hot', () => { expect(${CALL}).toBeGreaterThan(0); });\n`,
  'test/mocha.spec.ts': `import { hotFunction } from '../src/hot.js';\nit('is hot', function () { this.timeout(60000); ${CALL}; });\n`,
  'test/node.test.mjs': `import test from 'node:test';\nimport { hotFunction } from '../src/plain.js';\ntest('is hot', () => { ${CALL}; });\n`,
  // What is above it shall have no say.
  '.mocharc.json': '{}\n',
  'vitest.config.mjs': 'export default {};\n',
  'tsconfig.json': '{ "compilerOptions": { "module": "preserve", "target": "es2022" } }\n',
};

/** Writes the projects and installs their packages when the list has changed since. */
export function ensureProjects(): void {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(PROJECTS, name)), { recursive: true });
    writeFileSync(path.join(PROJECTS, name), text);
  }
  // Written last, so that an installation that was cut short is made again.
  const installed = path.join(PROJECTS, 'installed.json');
  const wanted = JSON.stringify(PACKAGES);
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', PROJECTS], { stdio: ['ignore', 'ignore', 'pipe'] });
  writeFileSync(installed, wanted);
}
