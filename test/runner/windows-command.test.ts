import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withRequire } from '../../src/runner/node-options.js';
import type { Command } from '../../src/runner/profile-request.js';
import { windowsCommand, type WindowsMachine } from '../../src/runner/windows-command.js';

/** As Node 20 and 24 come with it, shortened. */
const NPM = String.raw`@ECHO OFF
SETLOCAL
SET "NODE_EXE=%~dp0\node.exe"
IF NOT EXIST "%NODE_EXE%" ( SET "NODE_EXE=node" )
SET "NPM_PREFIX_JS=%~dp0\node_modules\npm\bin\npm-prefix.js"
SET "NPM_CLI_JS=%~dp0\node_modules\npm\bin\npm-cli.js"
FOR /F "delims=" %%F IN ('CALL "%NODE_EXE%" "%NPM_PREFIX_JS%"') DO ( SET "NPM_PREFIX_NPM_CLI_JS=%%F\node_modules\npm\bin\npm-cli.js" )
"%NODE_EXE%" "%NPM_CLI_JS%" %*
`;
/** As npm writes it for the programs of packages. */
const SHIM = String.raw`@ECHO off
GOTO start
:find_dp0
SET dp0=%~dp0
EXIT /b
:start
SETLOCAL
CALL :find_dp0
IF EXIST "%dp0%\node.exe" ( SET "_prog=%dp0%\node.exe" ) ELSE ( SET "_prog=node" )
endLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & "%_prog%"  "%dp0%\..\vitest\vitest.mjs" %*
`;

const FILES: Readonly<Record<string, string>> = {
  'C:\\Program Files\\nodejs\\node.exe': '', 'C:\\Program Files\\nodejs\\npm.cmd': NPM, 'C:\\shop\\node_modules\\.bin\\vitest.cmd': SHIM, 'C:\\tools\\build.bat': 'echo built', 'C:\\tools\\tool.exe': '', 'C:\\tools\\tool.cmd': SHIM,
};
const machine: WindowsMachine = { path: 'C:\\tools;;"C:\\Program Files\\nodejs"', read: (file) => FILES[file], isFile: (file) => FILES[file] !== undefined };
const started = (program: string, ...given: string[]): readonly string[] | string => {
  const command: Command = { program, arguments: given, workingFolder: 'C:\\shop', environment: {} };
  const found = windowsCommand(command, machine);
  return typeof found === 'string' ? found : [found.program, ...found.arguments];
};

describe('commands on Windows', () => {
  it('of package managers and packages are scripts that Node starts, without a shell', () => {
    const npm = ['C:\\Program Files\\nodejs\\node.exe', 'C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js'];
    assert.deepEqual(started('npm', 'run', 'a & b'), [...npm, 'run', 'a & b']);
    assert.deepEqual(started('npm.cmd', 'start'), [...npm, 'start']);
    assert.deepEqual(started('node_modules\\.bin\\vitest', 'run'), ['node', 'C:\\shop\\node_modules\\vitest\\vitest.mjs', 'run']);
    assert.deepEqual(started('./node_modules/.bin/vitest.cmd'), ['node', 'C:\\shop\\node_modules\\vitest\\vitest.mjs']);
  });

  it('stay what they are where the system can start them, or says that it cannot', () => {
    assert.deepEqual(started('node', 'a.js'), ['node', 'a.js']);
    assert.deepEqual(started('tool', 'x'), ['tool', 'x'], 'a program goes before a batch file of its name');
    assert.deepEqual(started('missing'), ['missing']);
    assert.equal(started('build', 'x'), 'build is a batch file, which only a shell can run: give the program that it starts.');
  });
});

describe('NODE_OPTIONS with one more file to load', () => {
  /** As Node reads them: https://github.com/nodejs/node/blob/v20.20.2/src/node_options.cc, ParseNodeOptionsEnvVar. */
  const read = (text: string): readonly string[] => {
    const list: string[] = [];
    let isInString = false;
    let startsNew = true;
    for (let at = 0; at < text.length; at += 1) {
      let character = text.charAt(at);
      if (character === '\\' && isInString) character = text.charAt(at += 1);
      else if (character === ' ' && !isInString) {
        startsNew = true;
        continue;
      } else if (character === '"') {
        isInString = !isInString;
        continue;
      }
      if (startsNew) list.push(character);
      else list.push(`${list.pop() ?? ''}${character}`);
      startsNew = false;
    }
    assert.equal(isInString, false);
    return list;
  };
  const files = fc.string({ unit: fc.constantFrom('\\', ' ', '"', 'C:', 'a', 'ü'), minLength: 1 });

  it('keep what was there, and name the file whatever its path holds', () => {
    fc.assert(fc.property(files, fc.constantFrom(undefined, '', ' ', '--no-warnings', '--title="a b"  --trace-gc '), (file, present) => {
      assert.deepEqual(read(withRequire(present, file)), [...read(present ?? ''), '--require', file]);
    }));
  });
});
