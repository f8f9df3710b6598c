/* eslint-disable no-template-curly-in-string -- variables of launch.json are written so */
import assert from 'node:assert/strict';
import path from 'node:path';
import { isProfilable, launchSubject, type LaunchContext } from '../../src/runner/starting/launch-configuration.js';
import { fileSubject } from '../../src/runner/starting/node-program.js';
import { packageManagerOf, scriptSubject } from '../../src/runner/starting/package-script.js';
import { CannotStart, type PackageJson, type Project } from '../../src/runner/starting/project.js';
import { pythonSubject } from '../../src/runner/starting/python-program.js';
import { testRunnerOf, testSubject } from '../../src/runner/starting/test-program.js';

const FOLDER = path.resolve('/shop');

/** A project of files given by their paths in it. */
function project(files: Readonly<Record<string, string>>, packageJson: PackageJson = {}, node: Project['node'] = [20, 20, 2]): Project {
  return { folder: FOLDER, packageJson, node, read: (file) => files[path.relative(FOLDER, file).replaceAll('\\', '/')] };
}

const at = (file: string): string => path.join(FOLDER, file);

describe('starting a file', () => {
  it('is Node and the file, where it is JavaScript', () => {
    const { title, command } = fileSubject(project({}), at('report.mjs'), ['--all']);
    assert.deepEqual([title, command.program, command.arguments, command.workingFolder], ['report.mjs', 'node', [at('report.mjs'), '--all'], FOLDER]);
  });

  it('reads TypeScript with what the project has for it, also further up', () => {
    const flags = (files: Readonly<Record<string, string>>, json: PackageJson = {}, node?: Project['node']): readonly string[] => fileSubject(project(files, json, node), at('src/report.ts')).command.arguments.slice(0, -1);
    assert.deepEqual(flags({ 'node_modules/tsx/package.json': '{}' }), ['--import', 'tsx']);
    assert.deepEqual(flags({ 'src/node_modules/ts-node/package.json': '{}' }), ['--require', 'ts-node/register']);
    assert.deepEqual(flags({ 'node_modules/ts-node/package.json': '{}' }, { type: 'module' }), ['--loader', 'ts-node/esm']);
    assert.deepEqual(flags({}, {}, [24, 0, 0]), []);
    assert.deepEqual(flags({}, {}, [22, 18, 0]), []);
    assert.deepEqual(flags({}, {}, [22, 6, 0]), ['--experimental-strip-types']);
    assert.throws(() => flags({}), (error) => error instanceof CannotStart && error.message.includes('install tsx in the project'));
  });

  it('says that Node reads no JSX', () => {
    assert.throws(() => fileSubject(project({}), at('app.jsx')), /holds JSX/);
  });

  it('runs Python under cProfile', () => {
    assert.deepEqual(pythonSubject('python3', at('a.py'), '/out/a.pstats', FOLDER, ['x']).command.arguments, ['-m', 'cProfile', '-o', '/out/a.pstats', at('a.py'), 'x']);
  });
});

describe('starting a script of package.json', () => {
  it('is a matter of the package manager that the project uses', () => {
    assert.equal(packageManagerOf(project({})), 'npm');
    assert.equal(packageManagerOf(project({ '../pnpm-lock.yaml': '' })), 'pnpm');
    assert.equal(packageManagerOf(project({ 'yarn.lock': '' })), 'yarn');
    assert.equal(packageManagerOf(project({ 'yarn.lock': '' }, { packageManager: 'pnpm@9.1.0' })), 'pnpm');
    const { title, command } = scriptSubject(project({}, { scripts: { 'build:all': 'x' } }), 'build:all');
    assert.deepEqual([title, command.program, command.arguments], ['npm run build:all', 'npm', ['run', 'build:all']]);
    assert.throws(() => scriptSubject(project({}), 'build'), /has no script "build"/);
  });
});

describe('starting tests', () => {
  const INSTALLED = Object.fromEntries(['vitest', 'jest', 'mocha'].map((name) => [`node_modules/${name}/package.json`, '{}']));

  it('finds the runner by imports, then by what is installed, then by scripts', () => {
    assert.equal(testRunnerOf(project({ 'a.test.js': `import { it } from 'vitest';` }, { devDependencies: { jest: '1' } }), at('a.test.js')), 'vitest');
    assert.equal(testRunnerOf(project({ 'a.test.js': `const test = require("node:test");` }), at('a.test.js')), 'node');
    assert.equal(testRunnerOf(project({ 'a.test.js': '' }, { devDependencies: { mocha: '1' } }), at('a.test.js')), 'mocha');
    assert.equal(testRunnerOf(project({ 'a.test.js': '' }, { devDependencies: { mocha: '1', jest: '1' }, scripts: { test: 'jest --ci' } }), at('a.test.js')), 'jest');
    assert.equal(testRunnerOf(project({ 'a.test.js': '' }, { scripts: { test: 'node --import tsx --test test/*.js' } }), at('a.test.js')), 'node');
    assert.equal(testRunnerOf(project({}), at('a.test.js')), undefined);
  });

  it('starts the runner itself, with one file, in as few processes as it allows', () => {
    const command = (name: string, test?: readonly string[]): readonly string[] => testSubject(project({ ...INSTALLED, 'a.test.js': '' }, { devDependencies: { [name]: '1' } }), at('a.test.js'), test).command.arguments;
    assert.deepEqual(command('vitest'), [at('node_modules/vitest/vitest.mjs'), 'run', '--pool=forks', '--no-file-parallelism', at('a.test.js')]);
    assert.deepEqual(command('jest', ['sums', 'adds (1+1)']), [at('node_modules/jest/bin/jest.js'), '--runInBand', '--coverage=false', '--testNamePattern', String.raw`^sums adds \(1\+1\)$`, '--runTestsByPath', at('a.test.js')]);
    assert.deepEqual(command('mocha', ['sums', 'adds']), [at('node_modules/mocha/bin/mocha.js'), '--fgrep', 'sums adds', at('a.test.js')]);
    assert.deepEqual(testSubject(project({ 'a.test.js': `import test from 'node:test'` }), at('a.test.js'), ['sums', 'adds']).command.arguments, ['--test-name-pattern=^adds$', at('a.test.js')]);
  });

  it('says what is missing', () => {
    assert.throws(() => testSubject(project({ 'a.test.js': '' }), at('a.test.js')), /No test runner was found/);
    assert.throws(() => testSubject(project({ 'a.test.js': '' }, { devDependencies: { jest: '1' } }), at('a.test.js')), /jest runs the tests of a\.test\.js and is not installed/);
  });
});

describe('starting a launch configuration', () => {
  const context: LaunchContext = {
    workspaceFolder: FOLDER, folders: { api: path.resolve('/api') }, file: at('src/a.ts'), environment: { HOME: '/home' }, userHome: '/home',
    read: (file) => (file === at('.env') ? 'A=1\n# no\nexport B="two words"\r\nC=\n' : undefined),
  };
  const launch = (more: Readonly<Record<string, unknown>>) => launchSubject({ name: 'Server', type: 'node', request: 'launch', ...more }, context).command;

  it('is what the debugger would start', () => {
    assert.deepEqual(launch({ program: '${workspaceFolder}/src/main.js', args: ['--port', 8080, '${fileBasename}'], runtimeArgs: ['--enable-source-maps'], cwd: '${workspaceFolder:api}', env: { X: '${env:HOME}', GONE: null }, envFile: '${workspaceFolder}/.env' }), {
      program: 'node', arguments: ['--enable-source-maps', at('src/main.js'), '--port', '8080', 'a.ts'], workingFolder: path.resolve('/api'),
      environment: { A: '1', B: 'two words', C: '', X: '/home' },
    });
    assert.deepEqual(launch({ runtimeExecutable: 'npm', runtimeArgs: ['run', 'start'] }), { program: 'npm', arguments: ['run', 'start'], workingFolder: FOLDER, environment: {} });
    assert.equal(launch({ program: 'main.js', runtimeExecutable: './bin/node' }).program, at('bin/node'));
  });

  it('is refused where only the debugger knows', () => {
    assert.throws(() => launch({ program: '${command:pickProcess}' }), /uses \$\{command:pickProcess\}, which only the debugger can fill in/);
    assert.throws(() => launch({ program: 'a.js', args: '--all files' }), /write them as a list/);
    assert.throws(() => launch({}), /names neither a program nor arguments/);
    assert.throws(() => launch({ program: 'a.js', envFile: 'missing.env' }), /missing\.env cannot be read/);
    assert.throws(() => launchSubject({ name: 'A', type: 'node', request: 'launch', program: '${file}' }, { ...context, file: undefined }), /needs an open file/);
    assert.equal(isProfilable({ type: 'chrome', request: 'launch' }), false);
    assert.equal(isProfilable({ type: 'pwa-node', request: 'attach' }), false);
  });
});
