import type { ts } from 'ts-morph';
import type { Certainty, Fix, Severity, TextEdit } from '../core/finding.js';
import type { Facts } from '../facts/facts.js';
import type { PathRole } from '../facts/path-role.js';

/** A setting of one rule. The manifest, the JSON schema and the table on the rule's page are made from it. */
export type OptionSpec =
  | { readonly type: 'boolean'; readonly default: boolean; readonly description: string }
  | { readonly type: 'number'; readonly default: number; readonly minimum?: number; readonly description: string }
  | { readonly type: 'strings'; readonly default: readonly string[]; readonly description: string };

type OptionValue<S extends OptionSpec> = S extends { type: 'boolean' } ? boolean : S extends { type: 'number' } ? number : readonly string[];
export type OptionValues<O extends Record<string, OptionSpec>> = { readonly [K in keyof O]: OptionValue<O[K]> };

/** What `detect` is given besides the node. */
export interface RuleContext<O extends Record<string, OptionSpec> = Record<string, OptionSpec>> {
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly facts: Facts;
  readonly role: PathRole;
  readonly options: OptionValues<O>;
}

/** A node or a stretch of a file as evidence; nodes are reported without leading comments. */
export type Place = ts.Node | { readonly file: ts.SourceFile; readonly start: number; readonly end: number };

/** One link of the chain. */
export interface EvidenceNote {
  /** Left out: the place of the finding. */
  readonly at?: Place;
  readonly text: string;
  /** Left out: proven. */
  readonly certainty?: Certainty;
}

/** What a rule saw: data. The words and the repair are readings of it. */
export interface Detection<D> {
  readonly at: Place;
  readonly data: D;
}

/** A repair before it was checked: safe when nothing differs. Edits may touch several files. */
export interface FixProposal extends Omit<Fix, 'safety'> {
  readonly edits: readonly TextEdit[];
}

export interface Rule<D = unknown, O extends Record<string, OptionSpec> = Record<string, OptionSpec>> {
  readonly id: string;
  /** One line, no full stop: feeds tables, manifest, `--list-rules`. */
  readonly summary: string;
  readonly category: 'database' | 'network' | 'async' | 'memory';
  readonly since: string;
  /** Severity at confidence high; one step less at medium, two at low. */
  readonly severity: Severity;
  readonly options: O;
  /** Names of the syntax kinds `detect` is called for. */
  readonly visits: readonly (keyof typeof ts.SyntaxKind)[];
  detect(node: ts.Node, context: RuleContext<O>): Detection<D> | readonly Detection<D>[] | undefined;
  /** What is wrong, why it matters, what to do: in that order, one or two sentences. */
  message(data: D): string;
  /** The chain a reader has to believe. The finding is as sure as its weakest link: what keeps it from high is said here. */
  evidence(data: D): readonly EvidenceNote[];
  /** Whether `fixes` is worth asking for; cheap. */
  fixable?(data: D): boolean;
  /** Computed only when asked for; alternatives, best first. */
  fixes?(data: D, context: RuleContext<O>): readonly FixProposal[];
}

/** Keeps inference: the type of `data` flows from `detect` into message, evidence and fixes. */
export function defineRule<D, const O extends Record<string, OptionSpec>>(rule: Rule<D, O>): Rule<D, O> {
  return rule;
}
