import type { ts } from 'ts-morph';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.js';
import type { ImplementerIndex } from '../syntax/implementer-index.js';
import type { MentionIndex } from '../syntax/mention-index.js';
import type { ModuleResolver, Resolution } from '../syntax/module-resolver.js';
import type { CallLike, FunctionNode } from '../syntax/nodes.js';
import type { Sources } from '../syntax/source-store.js';
import type { TypeOracle } from '../syntax/type-oracle.js';
import { Bindings, type Declaration } from './bindings.js';
import { findChain, type Chain } from './chains.js';
import { findDependence } from './dependence.js';
import { findImplementations } from './implementations.js';
import { findLoops, findPerElement, type Loop, type PerElement } from './loops.js';
import { findMember } from './members.js';
import { collectExports, type ModuleExports } from './module-exports.js';
import { findExport, findExportedDeclaration } from './module-values.js';
import { findOperation, type OperationUse } from './operations.js';
import { findCallees, findReach, summarise, type FunctionSummary, type Reached } from './summaries.js';
import { findTupleElement, findTypeValue } from './type-values.js';
import type { Value } from './value.js';
import { findValue } from './values.js';

/** What is known of one version of one file. Dropped whole when the file or anything it consulted changes. */
interface FileFacts {
  readonly file: ts.SourceFile;
  bindings?: Bindings;
  exports?: ModuleExports;
  readonly memo: Map<string, Map<ts.Node, unknown>>;
  /** Answers that were found before some files changed, on which these do not rest. */
  readonly known?: FileFacts['memo'];
}

/** A question about a function on its way; `restsOn`: the outermost one, by its place, that had to answer it without being answered itself. */
interface Search {
  readonly slot: string;
  readonly node: ts.Node;
  restsOn: number;
}

const IN_PROGRESS = Symbol('in progress');

/** Questions that wait for each other. Each takes kilobytes of the stack; code that people wrote needs a few dozen. */
const MAX_PENDING = 200;

/** Members looked for in each other's sake, as through spreads. */
const MAX_ASKED = 50;

/**
 * The questions rules ask of the code. Every answer is computed at most once per file version; which other files were
 * consulted for it is recorded, so that a change drops exactly the facts that may depend on it.
 */
export class Facts {
  private readonly files = new Map<string, FileFacts>();
  /** path -> files whose facts consulted it. */
  private readonly dependents = new Map<string, Set<string>>();
  private readonly owners: string[] = [];
  /** Files about which the oracle was asked: what its answers rest on, only it knows. */
  private readonly askedOracle = new Set<string>();
  readonly oracle: TypeOracle | undefined;
  /** Questions about functions that wait for each other, outermost first; and their answers that are to be forgotten. */
  private readonly searches: Search[] = [];
  private readonly provisional = new Map<ts.Node, readonly Search[]>();
  private readonly asked: { readonly subject: unknown; readonly name: string }[] = [];
  private base: { readonly facts: Facts; readonly outdated: ReadonlySet<string> } | undefined;

  /** @param oracle answers where declarations and data flow end; without it the facts rest on syntax alone */
  constructor(
    readonly sources: Sources,
    readonly resolver: ModuleResolver,
    readonly knowledge: KnowledgeIndex,
    oracle: TypeOracle | undefined,
    readonly implementers: ImplementerIndex,
    readonly mentions: MentionIndex,
  ) {
    this.oracle = oracle && {
      originsOf: (expression) => {
        this.askedOracle.add(expression.getSourceFile().fileName);
        return oracle.originsOf(expression);
      },
      kindsOf: (expression, property) => {
        this.askedOracle.add(expression.getSourceFile().fileName);
        return oracle.kindsOf(expression, property);
      },
      mayDependOn: (path) => oracle.mayDependOn(path),
    };
  }

  /**
   * Facts of the project as it would be with other texts, beside these, which stay as they are. What was found out here of other
   * files, and does not rest on those that changed, is known there.
   * @param changed paths of the texts that differ
   */
  beside(sources: Sources, oracle: TypeOracle | undefined, changed: readonly string[]): Facts {
    const facts = new Facts(sources, this.resolver, this.knowledge, oracle, this.implementers, this.mentions);
    facts.base = { facts: this, outdated: this.restingOn(changed) };
    return facts;
  }

  // — names and values —

  declarationOf(identifier: ts.Identifier, meaning: 'value' | 'type' = 'value'): Declaration | undefined {
    return this.bindingsOf(identifier.getSourceFile()).declarationOf(identifier, meaning);
  }

  /** Uses in the same file, the declaring name left out. */
  referencesOf(declaration: Declaration): readonly ts.Identifier[] {
    return this.bindingsOf(declaration.getSourceFile()).referencesOf(declaration);
  }

  isReassigned(declaration: Declaration): boolean {
    return this.bindingsOf(declaration.getSourceFile()).isReassigned(declaration);
  }

  bindingsOf(file: ts.SourceFile): Bindings {
    const facts = this.of(file);
    return (facts.bindings ??= new Bindings(file));
  }

  exportsOf(file: ts.SourceFile): ModuleExports {
    const facts = this.of(file);
    return (facts.exports ??= collectExports(file));
  }

  /** What an expression evaluates to, promises unwrapped. */
  valueOf(expression: ts.Expression): Value | undefined {
    return this.memo('value', expression, () => findValue(this, expression), undefined);
  }

  /** What a value of a written type is. */
  typeValueOf(type: ts.TypeNode): Value | undefined {
    return this.memo('type', type, () => findTypeValue(this, type), undefined);
  }

  /** The value at a position of a written tuple type, aliases followed. */
  tupleElementOf(type: ts.TypeNode, index: number): Value | undefined {
    return findTupleElement(this, type, index);
  }

  memberOf(value: Value, name: string): Value | undefined {
    const subject = value.kind === 'module' ? undefined : 'node' in value ? value.node : undefined;
    return subject ? this.unlessAsked(subject, `${value.kind} ${name}`, () => findMember(this, value, name)) : findMember(this, value, name);
  }

  /** An export of a source file as a value; `*` for the module itself. */
  exportedValue(path: string, name: string): Value | undefined {
    return this.unlessAsked(path, name, () => findExport(this, path, name));
  }

  exportedDeclaration(path: string, name: string): Declaration | undefined {
    return findExportedDeclaration(this, path, name);
  }

  /** Classes of the project that implement an interface; empty where there are too many to speak for it. */
  implementationsOf(node: ts.InterfaceDeclaration): readonly ts.ClassLikeDeclaration[] {
    return this.memo('implementations', node, () => findImplementations(this, node), []);
  }

  /** The functions of the project a call may run; empty when unknown. */
  calleesOf(call: CallLike): readonly FunctionNode[] {
    return this.memo('callees', call, () => findCallees(this, call), []);
  }

  // — effects —

  /** What a call does by itself according to a library's table, or `undefined`. Asked of the outermost call of a chain. */
  operationOf(call: CallLike): OperationUse | undefined {
    return this.memo('operation', call, () => findOperation(this, call), undefined);
  }

  /** The calls of a fluent chain, root first, following a builder held in a variable. */
  chainOf(call: CallLike): Chain {
    return this.memo('chain', call, () => findChain(this, call), { root: call, links: [] });
  }

  /** Operations a call performs, directly or through functions of the project. */
  reachedBy(call: CallLike): readonly Reached[] {
    return this.recursive('reach', call, () => findReach(this, call), []);
  }

  summaryOf(node: FunctionNode): FunctionSummary {
    return this.recursive('summary', node, () => summarise(this, node), EMPTY_SUMMARY);
  }

  // — structure —

  /** Loops that repeat a node within its function or per-element callbacks, innermost first. */
  loopsAround(node: ts.Node): readonly Loop[] {
    return findLoops(this, node);
  }

  /** How often a call runs a function given to it by name: once per element of what, or not per element at all. */
  perElementArgument(call: ts.CallExpression, argument: ts.Expression): PerElement | undefined {
    return findPerElement(this, call, argument);
  }

  /** Whether an expression's value may depend on any of the declarations, through locals of the same function. */
  dependsOn(expression: ts.Node, declarations: readonly Declaration[]): boolean {
    return findDependence(this, expression, declarations);
  }

  // — plumbing —

  resolve(specifier: string, from: ts.SourceFile): Resolution {
    return this.resolver.resolve(specifier, from.fileName);
  }

  /** Whether the project around a file lists a package among its dependencies. */
  mayImport(name: string, file: ts.SourceFile): boolean {
    return this.resolver.lists(name, file.fileName);
  }

  fileAt(path: string): ts.SourceFile | undefined {
    this.consulted(path);
    return this.sources.get(path);
  }

  /** The text of a file that is not source, such as a schema. */
  textOf(path: string): string | undefined {
    this.consulted(path);
    return this.sources.text(path);
  }

  /** Runs `work` on behalf of a file: whatever it consults becomes a dependency of that file. */
  within<T>(path: string, work: () => T): T {
    this.owners.push(path);
    try {
      return work();
    } finally {
      this.owners.pop();
    }
  }

  /** Computes a fact once per node; a question that comes back to itself, or one too many, gets `onCycle`. */
  memo<N extends ts.Node, T>(slot: string, node: N, compute: () => T, onCycle: T): T {
    const facts = this.of(node.getSourceFile());
    let values = facts.memo.get(slot);
    if (!values) facts.memo.set(slot, (values = new Map()));
    if (values.has(node)) {
      const known = values.get(node);
      return known === IN_PROGRESS ? onCycle : (known as T);
    }
    const before = facts.known?.get(slot);
    if (before?.has(node)) return before.get(node) as T;
    if (this.owners.length > MAX_PENDING) return onCycle;
    values.set(node, IN_PROGRESS);
    let value: T = onCycle;
    try {
      value = this.within(facts.file.fileName, compute);
    } finally {
      values.set(node, value);
    }
    return value;
  }

  /**
   * As `memo`, for questions about functions that call themselves or each other. An answer that was found while the one
   * it rests on was still being looked for lacks a part of it: it is forgotten with the end of that search, so that no
   * answer depends on which question came first.
   */
  private recursive<N extends ts.Node, T>(slot: string, node: N, compute: () => T, onCycle: T): T {
    const depth = this.searches.findIndex((each) => each.slot === slot && each.node === node);
    // Those begun since wait for this one.
    if (depth >= 0) for (const each of this.searches.slice(depth + 1)) each.restsOn = Math.min(each.restsOn, depth);
    const facts = this.of(node.getSourceFile());
    const known = [facts.memo, facts.known].some((each) => each?.get(slot)?.has(node));
    if (known || depth >= 0) {
      const provisional = this.provisional.get(node)?.find((each) => each.slot === slot);
      if (provisional) for (const each of this.searches.slice(provisional.restsOn + 1)) each.restsOn = Math.min(each.restsOn, provisional.restsOn);
      return this.memo(slot, node, compute, onCycle);
    }
    const search: Search = { slot, node, restsOn: this.searches.length };
    const own = this.searches.push(search) - 1;
    try {
      return this.memo(slot, node, compute, onCycle);
    } finally {
      this.searches.pop();
      if (search.restsOn === own) this.forgetProvisional(own);
      else this.keepProvisional(search, own);
    }
  }

  /** Answers that rest on one which rests on another wait for that other one. */
  private keepProvisional(search: Search, depth: number): void {
    for (const answers of this.provisional.values()) for (const each of answers) if (each.restsOn >= depth) each.restsOn = search.restsOn;
    this.provisional.set(search.node, [...(this.provisional.get(search.node) ?? []), search]);
  }

  private forgetProvisional(depth: number): void {
    for (const [node, answers] of this.provisional) {
      const left = answers.filter((each) => each.restsOn < depth);
      for (const { slot, restsOn } of answers) if (restsOn >= depth) this.files.get(node.getSourceFile().fileName)?.memo.get(slot)?.delete(node);
      if (left.length > 0) this.provisional.set(node, left);
      else this.provisional.delete(node);
    }
  }

  /** For questions too many to keep the answers of: one that comes back to itself has none, as in `a = { ...a }`. */
  private unlessAsked<T>(subject: unknown, name: string, answer: () => T): T | undefined {
    if (this.asked.length > MAX_ASKED || this.asked.some((each) => each.subject === subject && each.name === name)) return undefined;
    this.asked.push({ subject, name });
    try {
      return answer();
    } finally {
      this.asked.pop();
    }
  }

  /** Forgets a file's facts and those of every file that consulted it. Returns their paths, the file's own first. */
  invalidate(path: string): readonly string[] {
    const affected = this.restingOn([path]);
    for (const each of affected) {
      this.files.delete(each);
      this.dependents.delete(each);
      this.askedOracle.delete(each);
    }
    return [...affected];
  }

  /** Files and those whose facts may rest on them. */
  private restingOn(paths: readonly string[]): ReadonlySet<string> {
    const affected = new Set(paths);
    for (const path of this.oracle && this.askedOracle.size > 0 ? paths : []) {
      const depends = this.oracle?.mayDependOn(path);
      for (const each of this.askedOracle) if (depends?.(each)) affected.add(each);
    }
    for (const each of affected) for (const dependent of this.dependents.get(each) ?? []) affected.add(dependent);
    return affected;
  }

  reset(): void {
    this.files.clear();
    this.dependents.clear();
    this.askedOracle.clear();
  }

  /** Files that were looked at on behalf of others. */
  consultedFiles(): Iterable<string> {
    return this.dependents.keys();
  }

  private consulted(path: string): void {
    const owner = this.owners.at(-1);
    if (owner === undefined || owner === path) return;
    const list = this.dependents.get(path);
    if (list) list.add(owner);
    else this.dependents.set(path, new Set([owner]));
  }

  /** What the base knows of the same tree. */
  private knownOf(file: ts.SourceFile): Partial<FileFacts> {
    const before = this.base?.facts.files.get(file.fileName);
    if (before?.file !== file) return {};
    const { bindings, exports, memo } = before;
    return { ...(bindings && { bindings }), ...(exports && { exports }), ...(!this.base?.outdated.has(file.fileName) && { known: memo }) };
  }

  private of(file: ts.SourceFile): FileFacts {
    this.fileAt(file.fileName);
    let facts = this.files.get(file.fileName);
    if (facts?.file !== file) this.files.set(file.fileName, (facts = { file, memo: new Map(), ...this.knownOf(file) }));
    return facts;
  }
}

const EMPTY_SUMMARY: FunctionSummary = { reached: [] };
