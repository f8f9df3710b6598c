import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import type { Confidence } from '../../src/core/finding.js';
import { discoverFiles } from '../../src/engine/file-discovery.js';
import { diskHost, withSlashes } from '../../src/syntax/file-host.js';

/** What is read of a finding in the reviewer's JSON; lines from 1. */
export interface ReportedFinding {
  readonly ruleId: string;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly confidence: Confidence;
}

/** What is read of the reviewer's JSON. */
export interface ReviewerOutput {
  readonly findings: readonly ReportedFinding[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly errors: readonly { readonly message: string; readonly ruleId?: string; readonly path?: string }[];
}

/**
 * Runs the command line in a folder, in a process of its own.
 * @throws Error when it printed no JSON
 */
export async function reviewFolder(cli: string, folder: string, args: readonly string[]): Promise<ReviewerOutput> {
  const child = spawn(process.execPath, [cli, '--format', 'json', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  try {
    return JSON.parse(output.stdout) as ReviewerOutput;
  } catch {
    throw new Error(`the reviewer ended with ${code} and no JSON\n${output.stderr.trim().slice(-2000)}`);
  }
}

/** How much was reviewed: what the reviewer finds in a folder, but for what it set aside, and the lines of that. */
export async function sizeOf(folder: string, skipped: readonly { readonly path: string }[]): Promise<{ readonly files: number; readonly lines: number }> {
  const root = withSlashes(realpathSync(folder));
  const { files } = await discoverFiles(diskHost, root, [root], [], undefined);
  const aside = new Set(skipped.map((each) => `${root}/${each.path}`));
  const reviewed = files.filter((file) => !aside.has(file));
  const lines = reviewed.reduce((sum, file) => sum + lineCount(diskHost.readFile(file) ?? ''), 0);
  return { files: reviewed.length, lines };
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
