import path from 'node:path';
import { installedPackage } from './installed-package.js';
import { loaderFlags } from './node-program.js';
import { CannotStart, dependsOn, type Project, type Subject } from './project.js';

export type TestRunnerId = 'vitest' | 'jest' | 'mocha' | 'node';

/** How a test runner is told from others and started so that its tests run under the profiler. */
interface TestRunner {
  readonly id: TestRunnerId;
  /** Modules that only tests of this runner import. */
  readonly imports: readonly string[];
  /** Its package; absent: part of Node. */
  readonly package?: string;
  /** The program within the package. */
  readonly program?: string;
  /** A word of a script that runs it. */
  readonly word: RegExp;
  /** Arguments after the program: one file, in one process where the runner allows it, and only the named test. */
  readonly arguments: (file: string, test: readonly string[] | undefined) => readonly string[];
}

const RUNNERS: readonly TestRunner[] = [
  {
    // Tests run in child processes whatever is asked for; these get NODE_OPTIONS, and one at a time is what a profile wants.
    id: 'vitest', imports: ['vitest'], package: 'vitest', program: 'vitest.mjs', word: /\bvitest\b/,
    arguments: (file, test) => ['run', '--pool=forks', '--no-file-parallelism', ...(test ? ['--testNamePattern', pattern(test)] : []), file],
  },
  {
    id: 'jest', imports: ['@jest/globals'], package: 'jest', program: 'bin/jest.js', word: /\bjest\b/,
    arguments: (file, test) => ['--runInBand', '--coverage=false', ...(test ? ['--testNamePattern', pattern(test)] : []), '--runTestsByPath', file],
  },
  {
    id: 'mocha', imports: ['mocha'], package: 'mocha', program: 'bin/mocha.js', word: /\b_?mocha\b/,
    arguments: (file, test) => [...(test ? ['--fgrep', test.join(' ')] : []), file],
  },
  {
    // The file itself, not `--test`, which would run it in a child process. Its own name only: a name of a suite chooses all of its
    // tests, and Node 20 does not join them.
    id: 'node', imports: ['node:test', 'test'], word: /\bnode\b.*--test\b/,
    arguments: (file, test) => [...(test ? [`--test-name-pattern=${pattern(test.slice(-1))}`] : []), file],
  },
];

/** Names are joined by blanks, as Jest and Vitest have it, and mean themselves. */
function pattern(names: readonly string[]): string {
  return `^${names.join(' ').replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`;
}

/** The runner of a test file: what it imports, else what the project depends on, else what its scripts start. */
export function testRunnerOf(project: Project, file: string): TestRunnerId | undefined {
  const text = project.read(file) ?? '';
  const imported = RUNNERS.find(({ imports }) => imports.some((name) => new RegExp(String.raw`(?:from|require\(|import)\s*['"]${name}['"]`).test(text)));
  if (imported) return imported.id;
  const installed = RUNNERS.filter((each) => each.package !== undefined && dependsOn(project, each.package));
  if (installed.length === 1) return installed[0]?.id;
  const scripts = Object.entries(project.packageJson.scripts ?? {}).filter(([name]) => /test/.test(name)).map(([, script]) => script);
  return RUNNERS.find(({ word }) => scripts.some((script) => word.test(script)))?.id ?? installed[0]?.id;
}

/**
 * A test file, or one test of it.
 * @param test the names of the suites around the test and its own, outermost first
 * @throws CannotStart
 */
export function testSubject(project: Project, file: string, test?: readonly string[]): Subject {
  const id = testRunnerOf(project, file);
  const runner = RUNNERS.find((each) => each.id === id);
  const title = test ? `${path.basename(file)}: ${test.join(' › ')}` : path.basename(file);
  if (!runner) throw new CannotStart(`No test runner was found for ${path.basename(file)}: it imports none of node:test, vitest, jest and mocha, and ${project.folder} depends on none of them.`);
  const program = programOf(project, runner, file);
  // Mocha reads TypeScript as Node does; Jest and Vitest have their own ways.
  const flags = runner.id === 'mocha' || runner.id === 'node' ? loaderFlags(project, file) : [];
  return { title, command: { program: 'node', arguments: [...flags, ...program, ...runner.arguments(file, test)], workingFolder: project.folder, environment: {} } };
}

function programOf(project: Project, { package: name, program }: TestRunner, file: string): readonly string[] {
  if (name === undefined || program === undefined) return [];
  const folder = installedPackage(project, name, path.dirname(file));
  if (folder === undefined) throw new CannotStart(`${name} runs the tests of ${path.basename(file)} and is not installed: install the project's dependencies first.`);
  return [path.join(folder, program)];
}
