import assert from 'node:assert/strict';
import { parseArguments, type ReviewArguments } from '../../src/cli/arguments.js';
import { UsageError } from '../../src/cli/usage-error.js';

const RULES = ['n-plus-one-query', 'sequential-await'];

function parse(...args: string[]): ReviewArguments {
  const parsed = parseArguments(args, RULES);
  assert.ok(parsed.task === 'review');
  return parsed;
}

function refusal(...args: string[]): string {
  try {
    parseArguments(args, RULES);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return error.message;
  }
  return 'accepted';
}

describe('arguments', () => {
  it('may be left out', () => {
    assert.deepEqual(parse(), { task: 'review', paths: ['.'], format: 'text', types: true, fix: [], dryRun: false, verbose: false, updateBaseline: false, maxWarnings: 0, profiles: [], timing: false });
  });

  it('are read in any order, with = or a space, and -- ends options', () => {
    const parsed = parse('a.ts', '--format=json', '--rules', 'n-plus-one-query, sequential-await', '--min-confidence', 'low', '--no-types', '--', '--odd name.ts');
    assert.deepEqual(parsed.paths, ['a.ts', '--odd name.ts']);
    assert.deepEqual([parsed.format, parsed.rules, parsed.minConfidence, parsed.types], ['json', RULES, 'low', false]);
  });

  it('grade repairs', () => {
    assert.deepEqual([parse('--fix').fix, parse('--fix-all').fix, parse('--fix-dry-run').fix], [['safe'], ['safe', 'review'], ['safe']]);
    assert.deepEqual(parse('--fix-all', '--fix-dry-run').fix, ['safe', 'review']);
  });

  it('that are wrong are named in one line with what was probably meant', () => {
    assert.equal(refusal('--formt', 'json'), "unknown option '--formt', did you mean '--format'?");
    assert.equal(refusal('-x'), "unknown option '-x'");
    assert.equal(refusal('--format', 'jsno'), "unknown format 'jsno', did you mean 'json'?");
    assert.equal(refusal('--format', 'yaml'), "unknown format 'yaml'; there are text, json, sarif, github, html");
    assert.equal(refusal('--rules', 'n-plus-one-querry'), "unknown rule 'n-plus-one-querry', did you mean 'n-plus-one-query'?");
    assert.equal(refusal('--explain', 'sequental-await'), "unknown rule 'sequental-await', did you mean 'sequential-await'?");
    assert.equal(refusal('--format'), '--format needs a value: --format text|json|sarif|github|html');
    assert.equal(refusal('--format', '--fix'), '--format needs a value: --format text|json|sarif|github|html');
    assert.equal(refusal('--fix=yes'), '--fix takes no value');
    assert.equal(refusal('--max-warnings', 'many'), "--max-warnings must be a whole number, not 'many'");
    assert.equal(refusal('--rules', ','), '--rules needs at least one rule');
    assert.equal(refusal('--update-baseline'), '--update-baseline needs --baseline FILE');
    for (const name of ['--constructor', '--__proto__', '--toString']) assert.match(refusal(name), /^unknown option/);
  });

  it('ask for information', () => {
    assert.equal(parseArguments(['-h', 'x'], RULES).task, 'help');
    assert.equal(parseArguments(['--version'], RULES).task, 'version');
    assert.deepEqual(parseArguments(['--explain', 'sequential-await'], RULES), { task: 'explain', rule: 'sequential-await' });
  });
});
