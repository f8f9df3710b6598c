import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping';
import { fileKey } from '../../src/runner/source-files.js';
import { fileSubject } from '../../src/runner/starting/node-program.js';
import { scriptSubject } from '../../src/runner/starting/package-script.js';
import type { PackageJson, Project, Subject } from '../../src/runner/starting/project.js';
import { testSubject } from '../../src/runner/starting/test-program.js';
import type { V8CallFrame } from '../../src/runner/v8-profile.js';
import { NODES, type NodeVersion } from './harness/nodes.js';
import { HOT_LINE, PROJECTS, ensureProjects } from './harness/real-projects.js';
import { recordProgram, type RecordedThread } from './harness/recorded-program.js';

const inProjects = (file: string): string => path.join(PROJECTS, file);

/** The file of the hot function: `hot.ts` begins it at `HOT_LINE`, `plain.js` in its first line. */
const SUBJECTS: Readonly<Record<string, { readonly subject: (project: Project) => Subject; readonly file: string; readonly line: number; readonly from?: number; readonly isKilled?: true }>> = {
  'a JavaScript file': { subject: (project) => fileSubject(project, inProjects('src/plain.js')), file: 'plain.js', line: 1 },
  'a TypeScript file by tsx': { subject: (project) => fileSubject(project, inProjects('src/main.ts')), file: 'hot.ts', line: HOT_LINE },
  'a TypeScript file by Node': { subject: () => ({ title: '', command: { program: 'node', arguments: [inProjects('src/strip.ts')], workingFolder: PROJECTS, environment: {} } }), file: 'hot.ts', line: HOT_LINE, from: 24 },
  'a TypeScript file by ts-node': { subject: (project) => fileSubject(withTsNode(project, 'ts-node'), inProjects('ts-node/main.ts')), file: 'hot.ts', line: HOT_LINE },
  'a TypeScript module by ts-node': { subject: (project) => fileSubject(withTsNode(project, 'ts-node-esm', 'module'), inProjects('ts-node-esm/main.ts')), file: 'hot.ts', line: HOT_LINE },
  'a TypeScript module that Vite loads': { subject: (project) => scriptSubject(project, 'serve'), file: 'hot.ts', line: HOT_LINE },
  'an npm script': { subject: (project) => scriptSubject(project, 'start'), file: 'plain.js', line: 1 },
  'a test of node:test': { subject: (project) => testSubject(project, inProjects('test/node.test.mjs')), file: 'plain.js', line: 1 },
  'a test of Mocha': { subject: (project) => testSubject({ ...project, packageJson: { devDependencies: { mocha: '' } } }, inProjects('test/mocha.spec.ts')), file: 'hot.ts', line: HOT_LINE },
  'a test of Jest': { subject: (project) => testSubject({ ...project, packageJson: { devDependencies: { jest: '' } } }, inProjects('test/jest.test.js')), file: 'plain.js', line: 1 },
  'a test of Vitest': { subject: (project) => testSubject(project, inProjects('test/vitest.test.ts')), file: 'hot.ts', line: HOT_LINE, isKilled: true },
};

describe('a real program that is recorded', function () {
  this.timeout(300_000);
  this.slow(30_000);
  before(ensureProjects);

  for (const node of NODES) {
    for (const [title, { subject, file, line, from = 0, isKilled = false }] of Object.entries(SUBJECTS)) {
      it(`${title}: its hot function is found in its source, on Node ${node.major}`, async function () {
        if (node.major < from) this.skip();
        const { command } = subject(projectOn(node));
        const run = await recordProgram({ command: [command.program, ...command.arguments], workingFolder: command.workingFolder, environment: { PATH: `${path.dirname(node.executable)}${path.delimiter}${process.env['PATH'] ?? ''}` } });
        assert.equal(run.exitCode, 0, run.stderr);
        const [first] = run.threads.filter(({ functions }) => functions.has('hotFunction'));
        assert.ok(first, run.files.join(' '));
        const hot = first.profile.nodes.map(({ callFrame }) => callFrame).find(({ functionName }) => functionName === 'hotFunction') as V8CallFrame;
        assert.deepEqual(authoredPlace(first, hot), { file, line });
        // Vitest kills its processes after half a second, in which the last may not be written.
        if (isKilled) return;
        const reached = first.capture.reached?.find(({ url }) => url.endsWith(`/${file}`))?.functions ?? [];
        assert.deepEqual(['hotFunction', 'neverCalled'].map((name) => reached.find((each) => each.name === name)?.calls), [1, 0]);
      });
    }
  }
});

function projectOn(node: NodeVersion): Project {
  return {
    folder: PROJECTS,
    packageJson: JSON.parse(readFileSync(inProjects('package.json'), 'utf8')) as PackageJson,
    node: [node.major, 99, 0],
    read: (file) => {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** The project in a folder of its own, where tsx is not installed. */
function withTsNode(project: Project, folder: string, type?: string): Project {
  return { ...project, folder: inProjects(folder), packageJson: type === undefined ? {} : { type }, read: (file) => (file.includes('node_modules/tsx/') ? undefined : project.read(file)) };
}

/** Through the map that was captured, where there is one. */
function authoredPlace({ capture }: RecordedThread, { url, lineNumber, columnNumber }: V8CallFrame): { readonly file: string; readonly line: number } {
  const map = Object.entries(capture.sourceMaps).find(([script]) => fileKey(script) === fileKey(url))?.[1];
  const line = map === undefined ? lineNumber + 1 : (originalPositionFor(new TraceMap(map), { line: lineNumber + 1, column: columnNumber }).line ?? 0);
  return { file: path.basename(url), line };
}
