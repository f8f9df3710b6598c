import type { Rule } from '../rules/rule.js';

/** What settings, tables and reports need to know of a rule; `Rule` fits, and so does a rule the engine itself speaks for. */
export type RuleDeclaration = Pick<Rule, 'id' | 'summary' | 'since' | 'severity' | 'options'> & { readonly category: Rule['category'] | 'review' };

/** Reported by the engine about its own comments, so it has no folder among the rules. */
export const UNUSED_SUPPRESSION: RuleDeclaration = {
  id: 'unused-suppression',
  summary: 'A perf-review comment suppresses nothing',
  category: 'review',
  since: '0.1.0',
  severity: 'information',
  options: {},
};

/** The rules as users may name them: those given and the engine's own, by id. */
export function allDeclarations(rules: readonly RuleDeclaration[]): readonly RuleDeclaration[] {
  return [...rules, UNUSED_SUPPRESSION];
}
