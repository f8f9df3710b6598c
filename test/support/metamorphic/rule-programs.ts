import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../../src/rules/index.js';
import { FIXTURES, fixturesOf, readFixture } from '../fixture.js';
import { readPage } from '../rule-page.js';
import { filesBelow } from '../source-files.js';

/** A program whose findings are known to be as they should. */
export interface RuleProgram {
  readonly name: string;
  /** File name -> text, sources and what lies beside them. */
  readonly files: Readonly<Record<string, string>>;
  /** Settings as in `perf-review.json`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const EXAMPLE = 'media/example';

/** Fixtures, examples of the rules' pages, and the project that ships with the extension. */
export function rulePrograms(): readonly RuleProgram[] {
  const example = Object.fromEntries(filesBelow(EXAMPLE).map((file) => [path.posix.relative(EXAMPLE, file), readFileSync(file, 'utf8')]));
  return [...rules.flatMap(({ id }) => [...fixtures(id), ...pageExamples(id)]), { name: EXAMPLE, files: example, settings: {} }];
}

function fixtures(ruleId: string): readonly RuleProgram[] {
  if (!existsSync(path.join(FIXTURES, ruleId))) return [];
  return fixturesOf(ruleId).map((name) => ({ name: `${ruleId}/${name}`, files: readFixture(path.join(FIXTURES, ruleId, name)).files, settings: {} }));
}

function pageExamples(ruleId: string): readonly RuleProgram[] {
  const page = `src/rules/${ruleId}/README.md`;
  return readPage(readFileSync(page, 'utf8')).map(({ files, line, options }) => ({ name: `${page}:${line}`, files, settings: options ? { rules: { [ruleId]: options } } : {} }));
}
