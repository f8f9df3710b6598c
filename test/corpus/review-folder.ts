import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Confidence } from '../../src/core/finding.js';
import { isSourcePath, VENDORED_FOLDERS } from '../../src/syntax/reviewable.js';

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

/** How much was reviewed: files the reviewer takes, but for those it set aside, and their lines. */
export function sizeOf(folder: string, skipped: readonly { readonly path: string }[]): { readonly files: number; readonly lines: number } {
  const aside = new Set(skipped.map((each) => each.path));
  const reviewed = sourcesBelow(folder, '').filter((file) => !aside.has(file));
  const lines = reviewed.reduce((sum, file) => sum + lineCount(readFileSync(path.join(folder, file), 'utf8')), 0);
  return { files: reviewed.length, lines };
}

function sourcesBelow(folder: string, below: string): readonly string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) return VENDORED_FOLDERS.has(entry.name) ? [] : sourcesBelow(folder, name);
    return entry.isFile() && isSourcePath(name) ? [name] : [];
  });
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
