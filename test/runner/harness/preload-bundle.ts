import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(path.join(tmpdir(), 'perf review "preload" '));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The preload as it ships, in a folder whose name has to be quoted. */
export const PRELOAD = path.join(folder, 'preload.cjs');

buildSync({ entryPoints: ['src/runner/preload/preload.ts'], outfile: PRELOAD, bundle: true, platform: 'node', format: 'cjs', target: 'node18', logLevel: 'error' });
