import type { OptionSpec } from '../rules/rule.js';
import { CONFIG_FILE_NAME } from './config-file.js';
import { allDeclarations, type RuleDeclaration } from './rule-declaration.js';
import { nest, SEVERITIES } from './settings.js';
import { SETTINGS, type Setting, type SettingType } from './setting-declarations.js';

type Schema = Record<string, unknown>;

/** `contributes.configuration` of the extension's manifest. */
export function manifestConfiguration(rules: readonly RuleDeclaration[]): Schema {
  const properties = SETTINGS.map((setting): [string, Schema] => {
    const { type, description, scope } = setting;
    const words = type.kind === 'choice' ? { enumDescriptions: Object.values(type.values) } : {};
    return [`perfReview.${setting.name}`, { ...valueSchema(type, rules, 'markdownDescription'), ...words, default: setting.default, markdownDescription: description, scope }];
  });
  return { title: 'Perf Review', properties: Object.fromEntries(properties) };
}

/** `contributes.jsonValidation` of the extension's manifest. */
export function manifestJsonValidation(schemaPath: string): readonly Schema[] {
  return [{ fileMatch: CONFIG_FILE_NAME, url: `./${schemaPath}` }];
}

/** The JSON schema of `perf-review.json`. */
export function configFileSchema(rules: readonly RuleDeclaration[]): Schema {
  const everyone = SETTINGS.filter(({ audience }) => audience === 'everyone');
  const leaves = everyone.map(({ name, type, description, default: value }): [string, Schema] => [name, { ...valueSchema(type, rules, 'description'), default: value, description }]);
  const groups = nest(leaves);
  const properties = Object.entries(groups).map(([key, value]): [string, Schema] => {
    const grouped = everyone.some(({ name }) => name.startsWith(`${key}.`));
    return [key, grouped ? { type: 'object', properties: value, additionalProperties: false } : (value as Schema)];
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Perf Review',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
    // VS Code reads comments and trailing commas as we do.
    allowTrailingCommas: true,
    allowComments: true,
  };
}

/** The settings as a Markdown table. */
export function settingsTable(): string {
  const rows = SETTINGS.map((setting) => `| \`perfReview.${setting.name}\` | ${valuesText(setting)} | \`${JSON.stringify(setting.default)}\` | ${cell(setting.description)} |`);
  return ['| Setting | Values | Default | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The rules as a Markdown table. @param pageOf where the page of a rule is, for the link */
export function rulesTable(rules: readonly RuleDeclaration[], pageOf: (id: string) => string): string {
  const rows = rules.map(({ id, category, severity, summary }) => `| [\`${id}\`](${pageOf(id)}) | ${category} | ${severity} | ${cell(summary)} |`);
  return ['| Rule | Category | Severity | Finds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The options of one rule as a Markdown table, or a sentence when there are none. */
export function ruleOptionsTable({ options }: RuleDeclaration): string {
  const rows = Object.entries(options).map(([name, spec]) => `| \`${name}\` | ${optionType(spec)} | \`${JSON.stringify(spec.default)}\` | ${cell(spec.description)} |`);
  return rows.length === 0 ? 'This rule has no options.' : ['| Option | Type | Default | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function valueSchema(type: SettingType, rules: readonly RuleDeclaration[], descriptionKey: string): Schema {
  switch (type.kind) {
    case 'choice':
      return { type: 'string', enum: Object.keys(type.values) };
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer', minimum: type.minimum };
    case 'strings':
      return { type: 'array', items: { type: 'string' } };
    case 'rules':
      return {
        type: 'object',
        properties: Object.fromEntries(allDeclarations(rules).map((rule) => [rule.id, ruleSchema(rule, descriptionKey)])),
        additionalProperties: false,
      };
  }
}

function ruleSchema({ summary, options }: RuleDeclaration, descriptionKey: string): Schema {
  const severity = { type: 'string', enum: ['off', ...SEVERITIES] };
  const own = Object.entries(options).map(([name, spec]): [string, Schema] => [name, { ...optionSchema(spec), default: spec.default, [descriptionKey]: spec.description }]);
  return { [descriptionKey]: `${summary}.`, oneOf: [severity, { type: 'object', properties: { severity, ...Object.fromEntries(own) }, additionalProperties: false }] };
}

function optionSchema(spec: OptionSpec): Schema {
  if (spec.type === 'strings') return { type: 'array', items: { type: 'string' } };
  return { type: spec.type, ...(spec.type === 'number' && spec.minimum !== undefined ? { minimum: spec.minimum } : {}) };
}

function optionType(spec: OptionSpec): string {
  if (spec.type === 'strings') return 'list of strings';
  return spec.type === 'number' && spec.minimum !== undefined ? `number from ${spec.minimum}` : spec.type;
}

function valuesText({ type }: Setting): string {
  switch (type.kind) {
    case 'choice':
      return Object.keys(type.values).map((value) => `\`${value}\``).join(', ');
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
      return `whole number from ${type.minimum}`;
    case 'strings':
      return 'list of strings';
    case 'rules':
      return 'object';
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
