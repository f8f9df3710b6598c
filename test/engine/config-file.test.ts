import assert from 'node:assert/strict';
import { parseConfigFile } from '../../src/engine/config-file.js';
import type { RuleDeclaration } from '../../src/engine/rule-declaration.js';

const RULES: readonly RuleDeclaration[] = [{ id: 'n-plus-one-query', summary: 's', category: 'database', since: '0.1.0', severity: 'warning', options: {} }];

function problems(text: string): readonly string[] {
  return parseConfigFile(text, RULES).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('perf-review.json', () => {
  it('may have comments, trailing commas, a byte order mark and a schema', () => {
    const { values, problems } = parseConfigFile('\uFEFF{\n // why\n "$schema": "x", "minConfidence": "high", /* a */ "exclude": ["dist/",],\n}', RULES);
    assert.deepEqual(problems, []);
    assert.deepEqual(values, { minConfidence: 'high', exclude: ['dist/'] });
  });

  it('may be empty', () => assert.deepEqual(parseConfigFile('', RULES), { values: {}, problems: [] }));

  it('says where each problem is', () => {
    assert.deepEqual(problems('{\n  "rules": {\n    "n-plus-one-querry": "off"\n  },\n  "minConfidence": 3\n}'), [
      "3:5 unknown rule 'n-plus-one-querry', did you mean 'n-plus-one-query'?",
      "5:20 'minConfidence' must be 'high', 'medium' or 'low', not 3",
    ]);
    assert.deepEqual(problems('{ "rulez": {} }'), ["1:3 unknown setting 'rulez', did you mean 'rules'?"]);
    assert.deepEqual(problems('{ "run": "onSave" }'), ["1:3 'run' is a setting of the editor only"]);
    assert.deepEqual(problems('[]'), ['1:1 must be an object']);
  });

  it('says where the text is no JSON', () => {
    for (const text of ['{', '{ "a": }', '{ a: 1 }', '{"a": nope}', '}', 'x']) assert.notDeepEqual(problems(text), [], text);
  });

  it('keeps what is right beside what is wrong', () => {
    assert.equal(parseConfigFile('{ "nope": 1, "minConfidence": "low" }', RULES).values.minConfidence, 'low');
  });
});
