import path from 'node:path';
import type { Subject } from './project.js';

/**
 * A Python file under cProfile, which writes its statistics when the program ends, also by an exception or an interrupt.
 * @param out the file it writes, in the format of `pstats`
 */
export function pythonSubject(python: string, file: string, out: string, folder: string, given: readonly string[] = []): Subject {
  return { title: path.basename(file), writes: out, command: { program: python, arguments: ['-m', 'cProfile', '-o', out, file, ...given], workingFolder: folder, environment: {} } };
}
