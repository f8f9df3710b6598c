import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { configFileSchema } from '../../src/engine/settings-documents.js';
import { resolveSettings } from '../../src/engine/settings.js';
import { SETTINGS } from '../../src/engine/setting-declarations.js';
import { rules } from '../../src/rules/index.js';
import { generated } from '../support/generated.js';

describe('generated files', () => {
  // Tests run in the root of the repository.
  for (const { path: file, text } of generated(process.cwd())) {
    it(`${file} is fresh`, () => {
      const target = path.resolve(file);
      const actual = existsSync(target) ? readFileSync(target, 'utf8').replaceAll('\r\n', '\n') : undefined;
      assert.ok(actual === text, `${file} is stale: run 'npm run generate' and commit the result`);
    });
  }

  it('accept what the engine accepts', () => {
    const validate = new Ajv({ strict: false }).compile(configFileSchema(rules));
    const values: readonly (readonly [unknown, boolean])[] = [
      [{}, true], [{ minConfidence: 'low', types: { enabled: false }, roles: { test: 'off' }, rules: { 'unused-suppression': 'off' } }, true],
      [{ rules: { 'unused-suppression': { severity: 'hint' } } }, true], [{ rules: { nope: 'off' } }, false], [{ minConfidence: 1 }, false], [{ types: true }, false],
    ];
    for (const [value, right] of values) {
      assert.equal(validate(value), right, JSON.stringify(value));
      assert.equal(resolveSettings([value as Record<string, unknown>], rules).problems.length === 0, right, JSON.stringify(value));
    }
  });

  it('hold defaults that are valid themselves', () => {
    for (const { name, default: value } of SETTINGS) assert.deepEqual(resolveSettings([{ [name]: value }], rules).problems, [], name);
  });
});
