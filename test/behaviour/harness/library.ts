import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { createSession } from '../../../src/engine/session.js';
import { resolveSettings } from '../../../src/engine/settings.js';
import { rules } from '../../../src/rules/index.js';
import { FOLDER, generatePrismaClient } from './packages.js';
import type { Address } from './postgres.js';
import { repair, type Repaired } from './repair.js';
import type { Shape } from './shapes.js';
import { typeErrors } from './strict-types.js';

/** What `connect.ts` of a library answers. */
interface Connection {
  /** What programs get before their input: a client, as fresh as one request would have it. */
  session(): readonly unknown[];
  close(): Promise<void>;
}

/** Folders of programs: as written, and as the product leaves them. */
type Stage = 'programs' | 'fixed';
const STAGES: readonly Stage[] = ['programs', 'fixed'];

export type Program = (input: unknown) => Promise<unknown>;

/**
 * The programs of a library, laid out as a project of its own below the installed packages: `programs/` as written, `fixed/` as
 * the product repairs them, `built/` both of them as JavaScript.
 */
export class LibraryProject {
  private readonly folder: string;
  private connection: Connection | undefined;

  private errors: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(readonly name: string, private readonly shapes: readonly Shape[]) {
    this.folder = path.join(FOLDER, name);
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(path.resolve('test/behaviour/libraries', name), this.folder, { recursive: true });
    writeFileSync(path.join(this.folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
    if (existsSync(path.join(this.folder, 'schema.prisma'))) generatePrismaClient(this.folder);
  }

  /** Every program as one session of the product repairs it, by shape. */
  repaired(): ReadonlyMap<string, Repaired> {
    const root = this.folder.replaceAll('\\', '/');
    const session = createSession({ root });
    session.configure(resolveSettings([], rules).settings);
    try {
      const all = new Map(this.shapes.map(({ name, counts }) => [name, repair(session, `${root}/programs/${name}.ts`, counts ? 'unbounded-query' : 'n-plus-one-query')]));
      mkdirSync(path.join(this.folder, 'fixed'));
      for (const [shape, { text }] of all) writeFileSync(path.join(this.folder, 'fixed', `${shape}.ts`), text);
      return all;
    } finally {
      session.dispose();
    }
  }

  /** Turns all there is into JavaScript, module by module, so that programs share the classes of one schema. */
  async build(): Promise<void> {
    for (const name of readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))) {
      const { code } = await transform(readFileSync(path.join(this.folder, name), 'utf8'), {
        loader: 'ts', format: 'esm', target: 'node20', sourcefile: name,
        tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
      });
      const to = path.join(this.folder, 'built', name.replace(/\.ts$/, '.js'));
      mkdirSync(path.dirname(to), { recursive: true });
      writeFileSync(to, code);
    }
  }

  /** What is wrong with the types of a program, as written or as repaired. */
  typeErrors(stage: Stage, shape: string): readonly string[] {
    const fileOf = (each: Stage, name: string): string => path.join(this.folder, each, `${name}.ts`).replaceAll('\\', '/');
    this.errors ??= typeErrors(STAGES.flatMap((each) => this.shapes.map(({ name }) => fileOf(each, name))));
    return this.errors.get(fileOf(stage, shape)) ?? ['no such program'];
  }

  async connect(address: Address): Promise<void> {
    const { connect } = await this.load('connect.js') as { connect(address: Address): Promise<Connection> };
    this.connection = await connect(address);
  }

  async close(): Promise<void> {
    await this.connection?.close();
  }

  /** The one function a program exports, which gets a fresh client on every call. */
  async program(stage: Stage, shape: string): Promise<Program> {
    const exported = Object.values(await this.load(`${stage}/${shape}.js`));
    const [main] = exported;
    if (exported.length !== 1 || typeof main !== 'function') throw new Error(`${this.name}/${shape} exports not one function`);
    return (input) => (main as (...args: readonly unknown[]) => Promise<unknown>)(...(this.connection?.session() ?? []), input);
  }

  private load(file: string): Promise<Record<string, unknown>> {
    return import(pathToFileURL(path.join(this.folder, 'built', file)).href) as Promise<Record<string, unknown>>;
  }
}
