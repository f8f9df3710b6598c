import { ts } from 'ts-morph';
import type { InternalError } from '../core/finding.js';
import type { Detection, Rule, RuleContext } from '../rules/rule.js';
import type { CancellationFlag } from './session-contract.js';

/** A rule as it runs in one file. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly context: RuleContext;
}

export interface RuleDetection {
  readonly active: ActiveRule;
  readonly detection: Detection<unknown>;
}

export interface WalkOutcome {
  readonly detections: readonly RuleDetection[];
  readonly errors: readonly InternalError[];
  /** Milliseconds on the clock by rule id; facts, and the first question to the type checker, count for the rule that asked first. */
  readonly timing: Readonly<Record<string, number>>;
  readonly aborted: boolean;
}

/** Nodes between two looks at the cancellation flag. */
const NODES_PER_CHECK = 2_000;

/** One walk over a file; each node goes to the rules that declared its kind. A rule that throws is named and left out from there on. */
export function walkRules(file: ts.SourceFile, rules: readonly ActiveRule[], cancel: CancellationFlag | undefined): WalkOutcome {
  const byKind = new Map<ts.SyntaxKind, ActiveRule[]>();
  for (const active of rules) {
    for (const name of active.rule.visits) {
      const kind = ts.SyntaxKind[name];
      const list = byKind.get(kind);
      if (list) list.push(active);
      else byKind.set(kind, [active]);
    }
  }
  const detections: RuleDetection[] = [];
  const errors: InternalError[] = [];
  const crashed = new Set<Rule>();
  const timing: Record<string, number> = {};
  let nodes = 0;
  let aborted = false;

  const dispatch = (active: ActiveRule, node: ts.Node): void => {
    if (crashed.has(active.rule)) return;
    // One question of a rule may take long: the facts behind it span files.
    if (cancel?.aborted) aborted = true;
    if (aborted) return;
    const started = performance.now();
    try {
      const found = active.rule.detect(node, active.context);
      for (const detection of found === undefined ? [] : Array.isArray(found) ? (found as readonly Detection<unknown>[]) : [found as Detection<unknown>]) detections.push({ active, detection });
    } catch (error) {
      crashed.add(active.rule);
      errors.push({ ruleId: active.rule.id, path: file.fileName, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    timing[active.rule.id] = (timing[active.rule.id] ?? 0) + performance.now() - started;
  };

  const visit = (node: ts.Node): void => {
    if (aborted) return;
    if (++nodes % NODES_PER_CHECK === 0 && cancel?.aborted) {
      aborted = true;
      return;
    }
    const interested = byKind.get(node.kind);
    if (interested) for (const active of interested) dispatch(active, node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { detections, errors, timing, aborted };
}
