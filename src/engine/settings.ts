import { CONFIDENCES, type Confidence, type Severity } from '../core/finding.js';
import type { OptionSpec } from '../rules/rule.js';
import { suggestion } from './near-match.js';
import { allDeclarations, type RuleDeclaration } from './rule-declaration.js';
import type { EngineSettings } from './session-contract.js';
import { SETTINGS, type Setting } from './setting-declarations.js';

/** Values as users write them, nested: `{ "types": { "enabled": false }, "rules": { … } }`. */
export type SettingValues = Readonly<Record<string, unknown>>;

/** One thing wrong with a user's settings. `at` leads to it: `['rules', 'unbounded-query', 'severity']`. */
export interface SettingProblem {
  readonly at: readonly string[];
  readonly message: string;
  /** The key itself is wrong, not its value. */
  readonly onKey: boolean;
}

export interface ResolvedSettings {
  readonly settings: EngineSettings;
  readonly problems: readonly SettingProblem[];
}

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

type RuleSetting = EngineSettings['rules'][string];
type Report = (at: readonly string[], message: string, onKey?: boolean) => void;

/**
 * Typed settings from what users wrote. Later layers win, setting by setting and, within `rules`, rule by rule and option by option.
 * Wrong values are reported and leave the value of the layer below; nothing throws. Keys only editors know are accepted and ignored.
 */
export function resolveSettings(layers: readonly SettingValues[], rules: readonly RuleDeclaration[]): ResolvedSettings {
  const problems: SettingProblem[] = [];
  const report: Report = (at, message, onKey = false) => problems.push({ at, message, onKey });
  const declarations = allDeclarations(rules);
  const values = new Map<string, unknown>(SETTINGS.map((setting) => [setting.name, setting.default]));
  const ruleSettings = new Map(declarations.map((rule): [string, RuleSetting] => [rule.id, defaultsOf(rule)]));
  for (const layer of layers) {
    for (const [name, value, at] of flatten(layer, report)) {
      const setting = SETTINGS.find((each) => each.name === name);
      if (setting === undefined) report(at, `unknown setting '${name}'${suggestion(name, SETTINGS.map((each) => each.name))}`, true);
      else if (setting.type.kind === 'rules') readRules(value, declarations, ruleSettings, report);
      else {
        const expectation = mismatch(setting, value);
        if (expectation === undefined) values.set(name, value);
        else report(at, expectation);
      }
    }
  }
  return { settings: typed(values, Object.fromEntries(ruleSettings)), problems };
}

/**
 * Drops values equal to their default. Editors answer with defaults filled in, which would otherwise hide what `perf-review.json` says.
 */
export function explicitValues(values: SettingValues): SettingValues {
  const kept = SETTINGS.flatMap((setting): [string, unknown][] => {
    const value = setting.name.split('.').reduce<unknown>((inside, key) => (isRecord(inside) ? inside[key] : undefined), values);
    return value === undefined || JSON.stringify(value) === JSON.stringify(setting.default) ? [] : [[setting.name, value]];
  });
  return nest(kept);
}

/** `[['types.enabled', false]]` as `{ types: { enabled: false } }`. */
export function nest(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    const keys = name.split('.');
    const last = keys.pop() ?? name;
    let inside = result;
    for (const key of keys) inside = (inside[key] ??= {}) as Record<string, unknown>;
    inside[last] = value;
  }
  return result;
}

/** One setting at a time with its dotted name; groups such as `types` may be written nested or dotted. */
function* flatten(layer: SettingValues, report: Report): Generator<[string, unknown, readonly string[]]> {
  for (const [key, value] of Object.entries(layer)) {
    if (value === undefined || value === null) continue;
    const members = SETTINGS.filter((setting) => setting.name.startsWith(`${key}.`));
    if (members.length === 0) yield [key, value, [key]];
    else if (!isRecord(value)) report([key], `'${key}' must be an object with ${listed(members.map(({ name }) => name.slice(key.length + 1)))}`);
    else for (const [inner, innerValue] of Object.entries(value)) yield [`${key}.${inner}`, innerValue, [key, inner]];
  }
}

/** `undefined` when the value fits, else what is wrong. */
function mismatch({ name, type }: Setting, value: unknown): string | undefined {
  const got = `not ${shown(value)}`;
  switch (type.kind) {
    case 'choice': {
      if (typeof value === 'string' && Object.hasOwn(type.values, value)) return undefined;
      const choices = Object.keys(type.values);
      return `'${name}' must be ${listed(choices, 'or')}, ${got}${typeof value === 'string' ? suggestion(value, choices) : ''}`;
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `'${name}' must be true or false, ${got}`;
    case 'integer':
      return Number.isSafeInteger(value) && (value as number) >= type.minimum ? undefined : `'${name}' must be a whole number of at least ${type.minimum}, ${got}`;
    case 'strings':
      return isStrings(value) ? undefined : `'${name}' must be a list of strings, ${got}`;
    case 'rules':
      return undefined;
  }
}

function defaultsOf(rule: RuleDeclaration): RuleSetting {
  return { enabled: true, options: Object.fromEntries(Object.entries(rule.options).map(([name, spec]) => [name, spec.default])) };
}

function readRules(value: unknown, declarations: readonly RuleDeclaration[], into: Map<string, RuleSetting>, report: Report): void {
  if (!isRecord(value)) return report(['rules'], `'rules' must be an object from rule id to setting, not ${shown(value)}`);
  for (const [id, ruleValue] of Object.entries(value)) {
    const at = ['rules', id];
    const rule = declarations.find((each) => each.id === id);
    const current = into.get(id);
    if (rule === undefined || current === undefined) report(at, `unknown rule '${id}'${suggestion(id, declarations.map((each) => each.id))}`, true);
    else into.set(id, ruleSetting(rule, ruleValue, current, at, report));
  }
}

function ruleSetting(rule: RuleDeclaration, value: unknown, current: RuleSetting, at: readonly string[], report: Report): RuleSetting {
  if (value === 'off') return { ...current, enabled: false };
  if (isSeverity(value)) return { ...current, enabled: true, severity: value };
  if (!isRecord(value)) {
    const near = typeof value === 'string' ? suggestion(value, ['off', ...SEVERITIES]) : '';
    report(at, `rule '${rule.id}' must be ${listed(['off', ...SEVERITIES], 'or')}, or an object with 'severity' and options, not ${shown(value)}${near}`);
    return current;
  }
  const options: Record<string, unknown> = { ...current.options };
  let result: RuleSetting = { ...current, enabled: true };
  for (const [name, given] of Object.entries(value)) {
    const spec = Object.hasOwn(rule.options, name) ? rule.options[name] : undefined;
    if (name === 'severity' && given === 'off') result = { ...result, enabled: false };
    else if (name === 'severity' && isSeverity(given)) result = { ...result, severity: given };
    else if (name === 'severity') report([...at, name], `'severity' of rule '${rule.id}' must be ${listed(['off', ...SEVERITIES], 'or')}, not ${shown(given)}`);
    else if (spec === undefined) report([...at, name], `rule '${rule.id}' has no option '${name}'${suggestion(name, ['severity', ...Object.keys(rule.options)])}`, true);
    else if (optionFits(spec, given)) options[name] = given;
    else report([...at, name], `option '${name}' of rule '${rule.id}' must be ${optionExpectation(spec)}, not ${shown(given)}`);
  }
  return { ...result, options };
}

function optionFits(spec: OptionSpec, value: unknown): boolean {
  if (spec.type === 'strings') return isStrings(value);
  if (spec.type === 'number') return typeof value === 'number' && Number.isFinite(value) && value >= (spec.minimum ?? Number.NEGATIVE_INFINITY);
  return typeof value === 'boolean';
}

function optionExpectation(spec: OptionSpec): string {
  if (spec.type === 'strings') return 'a list of strings';
  if (spec.type === 'boolean') return 'true or false';
  return spec.minimum === undefined ? 'a number' : `a number of at least ${spec.minimum}`;
}

/** The one place that knows which declared name feeds which field; values were checked against their declarations before. */
function typed(values: ReadonlyMap<string, unknown>, rules: EngineSettings['rules']): EngineSettings {
  const role = (name: string) => values.get(`roles.${name}`) as Confidence | 'off';
  return {
    minConfidence: values.get('minConfidence') as Confidence,
    rules,
    exclude: values.get('exclude') as readonly string[],
    maxFileSize: values.get('maxFileSize') as number,
    types: values.get('types.enabled') as boolean,
    roles: { test: role('test'), seed: role('seed'), migration: role('migration'), script: role('script') },
  };
}

export function isConfidence(value: unknown): value is Confidence {
  return (CONFIDENCES as readonly unknown[]).includes(value);
}

export function isSeverity(value: unknown): value is Severity {
  return (SEVERITIES as readonly unknown[]).includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function listed(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const quoted = words.map((word) => `'${word}'`);
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
