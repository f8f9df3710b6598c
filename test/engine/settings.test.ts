import assert from 'node:assert/strict';
import { explicitValues, resolveSettings } from '../../src/engine/settings.js';
import type { RuleDeclaration } from '../../src/engine/rule-declaration.js';

const RULES: readonly RuleDeclaration[] = [
  { id: 'n-plus-one-query', summary: 's', category: 'database', since: '0.1.0', severity: 'warning', options: {} },
  {
    id: 'unbounded-query', summary: 's', category: 'database', since: '0.1.0', severity: 'warning',
    options: {
      limit: { type: 'number', default: 100, minimum: 1, description: 'd' },
      includeWrites: { type: 'boolean', default: true, description: 'd' },
    },
  },
];

function messages(value: Record<string, unknown>): readonly string[] {
  return resolveSettings([value], RULES).problems.map(({ message }) => message);
}

describe('settings', () => {
  it('have a value each without any layer', () => {
    const { settings, problems } = resolveSettings([], RULES);
    assert.deepEqual(problems, []);
    assert.equal(settings.minConfidence, 'medium');
    assert.deepEqual(settings.roles, { test: 'low', seed: 'low', migration: 'low', script: 'low' });
    assert.deepEqual(settings.rules['unbounded-query'], { enabled: true, options: { limit: 100, includeWrites: true } });
    assert.equal(settings.rules['unused-suppression']?.enabled, true);
  });

  it('take later layers over earlier ones, option by option', () => {
    const { settings } = resolveSettings([
      { minConfidence: 'high', types: { enabled: false }, rules: { 'unbounded-query': { severity: 'error', limit: 5 } } },
      { minConfidence: 'low', rules: { 'unbounded-query': { includeWrites: false }, 'n-plus-one-query': 'off' } },
    ], RULES);
    assert.equal(settings.minConfidence, 'low');
    assert.equal(settings.types, false);
    assert.deepEqual(settings.rules['unbounded-query'], { enabled: true, severity: 'error', options: { limit: 5, includeWrites: false } });
    assert.equal(settings.rules['n-plus-one-query']?.enabled, false);
  });

  it('name what is wrong and what was probably meant, and keep the rest', () => {
    assert.deepEqual(messages({ rules: { 'n-plus-one-querry': 'off' } }), ["unknown rule 'n-plus-one-querry', did you mean 'n-plus-one-query'?"]);
    assert.deepEqual(messages({ minConfidance: 'low' }), ["unknown setting 'minConfidance', did you mean 'minConfidence'?"]);
    assert.deepEqual(messages({ minConfidence: 'hihg' }), ["'minConfidence' must be 'high', 'medium' or 'low', not \"hihg\", did you mean 'high'?"]);
    assert.deepEqual(messages({ rules: { 'unbounded-query': { limits: 4 } } }), ["rule 'unbounded-query' has no option 'limits', did you mean 'limit'?"]);
    assert.deepEqual(messages({ rules: { 'unbounded-query': { limit: 0 } } }), ["option 'limit' of rule 'unbounded-query' must be a number of at least 1, not 0"]);
    assert.deepEqual(messages({ types: false }), ["'types' must be an object with 'enabled'"]);
    assert.equal(resolveSettings([{ maxFileSize: -1, exclude: ['a'] }], RULES).settings.exclude[0], 'a');
    assert.equal(resolveSettings([{ maxFileSize: -1 }], RULES).settings.maxFileSize, 1_000_000);
  });

  it('never throw, whatever they are given', () => {
    for (const value of [null, 1, 'x', [], {}, { toString: 1 }, [[]]]) {
      for (const name of ['minConfidence', 'exclude', 'maxFileSize', 'types', 'roles', 'rules', 'run', 'constructor', '__proto__']) {
        resolveSettings([{ [name]: value }], RULES);
        resolveSettings([{ rules: { 'unbounded-query': value, hasOwnProperty: value } }], RULES);
      }
    }
  });

  it('leave out what equals its default, so that an editor does not hide the file', () => {
    assert.deepEqual(explicitValues({ minConfidence: 'medium', types: { enabled: false }, roles: { test: 'low' }, exclude: [] }), { types: { enabled: false } });
  });
});
