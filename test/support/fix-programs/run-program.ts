import { inspect } from 'node:util';
import { ts } from 'ts-morph';
import type { FixProgram } from './fix-program.js';
import { RecordedCalls, type Schedule } from './recorded-calls.js';

export interface Outcome {
  /** What came of it, order of keys and elements included. */
  readonly text: string;
  readonly failed: boolean;
  /** What was asked, in alphabetical order. */
  readonly calls: readonly string[];
  readonly mostAtOnce: number;
  /** Rejections that nobody saw: they end a process. */
  readonly unseen: readonly string[];
}

/** Runs `work` of the program's main file. */
export async function runProgram(program: FixProgram, text: string, schedule: Schedule): Promise<Outcome> {
  const { run } = program;
  if (!run) throw new Error('the program says not how to run it');
  const calls = new RecordedCalls(schedule);
  const unseen: string[] = [];
  const listen = (reason: unknown): unknown => unseen.push(String(reason));
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', listen);
  try {
    const work = load(text, run.modules(calls));
    let value: unknown;
    let failed = false;
    try {
      value = await work(...run.arguments(calls));
    } catch (error) {
      failed = true;
      value = error;
    }
    // What is still under way ends, and may fail.
    for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
    return { text: value instanceof Error ? value.message : inspect(value, { depth: 9 }), failed, calls: [...calls.keys].sort(), mostAtOnce: calls.most, unseen };
  } finally {
    process.removeListener('unhandledRejection', listen);
    for (const each of others) process.on('unhandledRejection', each);
  }
}

type Work = (...given: unknown[]) => Promise<unknown>;

function load(text: string, modules: Readonly<Record<string, unknown>>): Work {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true } });
  const exported: { work?: Work } = {};
  const require = (name: string): unknown => {
    if (!(name in modules)) throw new Error(`${name} has no stand-in`);
    return modules[name];
  };
  // The program was generated a moment ago, by this test.
  new Function('require', 'exports', outputText)(require, exported);
  if (!exported.work) throw new Error('the program has no work');
  return exported.work;
}
