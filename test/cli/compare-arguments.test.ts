import assert from 'node:assert/strict';
import { parseCompareArguments } from '../../src/cli/compare-arguments.js';
import { USUAL_RUNS } from '../../src/profile/compare/verdict.js';
import { UsageError } from '../../src/cli/usage-error.js';

const parse = (line: string) => parseCompareArguments(line.split(' ').filter((word) => word !== ''));

describe('arguments of compare', () => {
  it('are two sets of files', () => {
    const expected = { from: 'files', before: ['a', 'b'], after: ['c', 'd'] };
    for (const line of ['a b --with c d', '--format json a b --with=c d', 'a b --with c --with d', 'a b --with c d --threshold 5%']) assert.deepEqual(parse(line)?.sides, expected, line);
    assert.deepEqual(parse('a --with b'), { sides: { from: 'files', before: ['a'], after: ['b'] }, heap: false, threshold: undefined, format: 'text', requireVerdict: false });
    const all = parse('a --heap --with b --format markdown --threshold 2.5 --require-verdict');
    assert.deepEqual([all?.heap, all?.format, all?.threshold, all?.requireVerdict], [true, 'markdown', 0.025, true]);
  });

  it('are a revision and a command, whose own options are its own', () => {
    assert.deepEqual(parse('--revision main~2 --runs 7 -- node app.js --with x --help')?.sides, { from: 'revision', revision: 'main~2', runs: 7, command: ['node', 'app.js', '--with', 'x', '--help'] });
    assert.deepEqual(parse('--revision main -- node')?.sides, { from: 'revision', revision: 'main', runs: USUAL_RUNS, command: ['node'] });
  });

  it('are a question for help', () => {
    assert.equal(parse('--help'), undefined);
    assert.equal(parse('a --with b -h'), undefined);
  });

  it('are refused in one line that says what to do', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['', /^no profiles of runs before the change: perf-review compare BEFORE… --with AFTER…$/],
      ['a', /^no profiles of runs after the change/],
      ['--with a', /^no profiles of runs before/],
      ['a --with', /^--with needs a value/],
      ['a --wiht b', /did you mean '--with'/],
      ['a --with b --format yaml', /^unknown format 'yaml'; there are text, json, markdown$/],
      ['a --with b --threshold lots', /^--threshold must be a percentage/],
      ['a --with b --threshold 100', /^--threshold must be a percentage/],
      ['a --with b --runs 5', /^to run a command, say what to compare it with/],
      ['-- node app.js', /^to run a command, say what to compare it with/],
      ['--revision main', /^nothing to run/],
      ['--revision=-x -- node', /no such revision '-x'/],
      ['--revision main a -- node', /^--revision runs a command and takes no profiles: a$/],
      ['--revision main --runs 0 -- node', /^--runs must be a whole number from 1/],
    ];
    for (const [line, message] of cases) {
      assert.throws(() => parse(line), (error) => error instanceof UsageError && message.test(error.message), line);
    }
  });
});
