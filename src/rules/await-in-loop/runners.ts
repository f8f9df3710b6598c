import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { boundedRunners, type BoundedRunner } from '../../knowledge/concurrency.js';
import { statementEnd, type Replacement } from '../../syntax/layout.js';
import type { Rounds } from './rounds.js';

/** A round as a function of its element. */
export interface RoundFunction {
  readonly parameter: string;
  /** Written with `await` within: it has to be `async`. */
  readonly waits: boolean;
  /** An expression, or a block with its braces. */
  readonly body: string;
}

/** Runs the function for every element and gives back an expression for the promise of all results. */
export type Runner = (collection: Rounds['collection'], round: RoundFunction) => string;

/** All at once: for few elements only. */
export const together: Runner = ({ text, array }, round) => `Promise.all(${array ? text : `[...${text}]`}.map(${arrow(round)}))`;

function arrow({ parameter, waits, body }: RoundFunction): string {
  return `${waits ? 'async ' : ''}(${parameter}) => ${body}`;
}

/** What the project has for running some at a time. */
export interface ProjectRunner {
  readonly title: string;
  readonly run: Runner;
  /** Those that wait their turn run even when one has failed. */
  readonly goesOn: boolean;
  /** A statement that has to come first. */
  readonly before: string | undefined;
  readonly edits: readonly Replacement[];
}

/** A package that the file imports already or, among modules, may import. */
export function projectRunner(facts: Facts, file: ts.SourceFile, atOnce: number, freeName: (name: string) => string): ProjectRunner | undefined {
  const imports = file.statements.filter(ts.isImportDeclaration);
  const imported = boundedRunners.map((runner) => ({ runner, name: importedName(imports, runner) })).find((each) => each.name !== undefined);
  if (imported?.name !== undefined) return runnerOf(imported.runner, imported.name, atOnce, freeName, file, []);
  // Packages come before the project's own files.
  const last = imports.filter((each) => ts.isStringLiteral(each.moduleSpecifier) && !each.moduleSpecifier.text.startsWith('.')).at(-1) ?? imports.at(-1);
  const runner = last && boundedRunners.find((each) => facts.mayImport(each.package, file));
  if (!last || !runner || facts.bindingsOf(file).identifiersNamed(runner.name).length > 0) return undefined;
  const quote = /"/.test(last.moduleSpecifier.getText(file)) ? '"' : "'";
  const newText = `\nimport ${runner.name} from ${quote}${runner.package}${quote}${statementEnd(file)}`;
  return runnerOf(runner, runner.name, atOnce, freeName, file, [{ start: last.end, end: last.end, newText }]);
}

function importedName(imports: readonly ts.ImportDeclaration[], runner: BoundedRunner): string | undefined {
  const found = imports.find((each) => ts.isStringLiteral(each.moduleSpecifier) && each.moduleSpecifier.text === runner.package);
  return found?.importClause?.name?.text;
}

function runnerOf(runner: BoundedRunner, name: string, atOnce: number, freeName: (name: string) => string, file: ts.SourceFile, edits: readonly Replacement[]): ProjectRunner {
  const title = `Run ${atOnce} rounds at a time with \`${runner.package}\``;
  if (runner.form === 'map') return { title, before: undefined, goesOn: false, edits, run: ({ text }, round) => `${name}(${text}, ${arrow(round)}, { concurrency: ${atOnce} })` };
  const limit = freeName('limit');
  return {
    title, edits, goesOn: true,
    before: `const ${limit} = ${name}(${atOnce})${statementEnd(file)}`,
    run: (collection, { parameter, waits, body }) => together(collection, { parameter, waits: false, body: `${limit}(${waits ? 'async ' : ''}() => ${body})` }),
  };
}
