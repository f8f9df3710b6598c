import { readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import { createSession } from '../engine/session.js';
import { rules } from '../rules/index.js';
import { main } from './main.js';

const cancel = { aborted: false };

// The first Ctrl-C ends the run at the next file, between two writes; the second one ends it at once.
process.once('SIGINT', () => {
  cancel.aborted = true;
});

// `perf-review | head`: whoever read has seen enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

function pageOf(ruleId: string): string | undefined {
  try {
    return readFileSync(path.join(__dirname, 'rules', `${ruleId}.md`), 'utf8');
  } catch {
    return undefined;
  }
}

/** NO_COLOR and FORCE_COLOR as everywhere; else whether a terminal reads. */
function wantsColours(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return process.stdout.isTTY && TERM !== 'dumb';
}

void main(process.argv.slice(2), {
  cwd: process.cwd().replaceAll('\\', '/'),
  env: process.env,
  stdout: { write: (text) => void process.stdout.write(text), colours: wantsColours() },
  stderr: { write: (text) => void process.stderr.write(text), interactive: process.stderr.isTTY },
  cancel,
  version,
  preload: path.join(__dirname, 'preload.cjs'),
  rules,
  createSession,
  pageOf,
}).then((code) => {
  // Not `process.exit`: what was written to a pipe is still on its way.
  process.exitCode = code;
});
