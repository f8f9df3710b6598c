import { ts } from 'ts-morph';
import { conventions, unknownTargetListener } from '../knowledge/lifecycles.js';
import type { Acquisition, Member } from '../knowledge/library.js';
import { argumentsOf, calleeOf, nameOfAccess, plainText, propertyOf, receiverOf, unwrap, walk, walkOwn, wrapped, type CallLike, type FunctionNode } from '../syntax/nodes.js';
import { chainText } from './chains.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { memberName } from './members.js';
import { inheritedOf, memberOfType, type ApiValue, type Proof, type Value } from './value.js';
import { heritageOf } from './values.js';

/** A call that acquires something which lives until it is released. */
export interface AcquisitionUse {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly acquisition: Acquisition;
  readonly member: Member | undefined;
  /** What the member was called on: `window`, `this.pool`. */
  readonly receiver: ts.Expression | undefined;
  readonly receiverValue: ApiValue | undefined;
  readonly proof: Proof;
  /** For messages: `window.addEventListener`. */
  readonly text: string;
  /** By convention of names and result rather than by a library's table. */
  readonly conventional: boolean;
}

export function acquisitionOf(facts: Facts, call: CallLike): AcquisitionUse | undefined {
  if (ts.isTaggedTemplateExpression(call)) return undefined;
  return mayAcquire(facts, call) ? facts.memo('acquisition', call, () => findAcquisition(facts, call), undefined) : undefined;
}

/** By its name alone: most calls are none, and following their receivers would cost more than all the rest. */
function mayAcquire(facts: Facts, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(calleeOf(call));
  if (ts.isNewExpression(call) || !ts.isPropertyAccessExpression(callee) || callee.expression.kind === ts.SyntaxKind.ThisKeyword) return true;
  const name = callee.name.text;
  return facts.knowledge.mayHaveEffect(name) || /^on[A-Z]/.test(name) || subscribeNames.test(name) || conventions.some((each) => each.method.test(name));
}

function findAcquisition(facts: Facts, call: ts.CallExpression | ts.NewExpression): AcquisitionUse | undefined {
  const callee = unwrap(calleeOf(call));
  const value = facts.valueOf(callee) ?? unionMember(facts, callee);
  const found = described(facts, call, value);
  const base = { call, receiver: value?.kind === 'api' && ts.isCallExpression(call) ? callee : receiverOf(callee), text: ts.isNewExpression(call) ? `new ${chainText(call)}` : chainText(call) };
  if (found) {
    if (isSelfEnding(facts, call, found.acquisition)) return undefined;
    return { ...base, acquisition: found.acquisition, member: found.member, receiverValue: found.receiver, proof: found.receiver.proof, conventional: false };
  }
  if (value?.kind === 'member' || value?.kind === 'api') return undefined;
  const byResult = targetListener(callee, call, value) ?? conventional(facts, call, callee, value);
  return byResult && !isSelfEnding(facts, call, byResult) ? { ...base, acquisition: byResult, member: undefined, receiverValue: undefined, proof: 'flow', conventional: true } : undefined;
}

/** `track: LocalTrack | MediaStreamTrack`: the first type of a union that has a member of that name. */
function unionMember(facts: Facts, callee: ts.Expression): Value | undefined {
  const root = receiverOf(callee);
  const name = nameOfAccess(callee);
  const declaration = root && ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
  const type = declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) ? declaration.type : undefined;
  if (!type || !ts.isUnionTypeNode(type) || name === undefined) return undefined;
  for (const each of type.types) {
    const value = facts.typeValueOf(each);
    const member = value ? facts.memberOf(value, name) : undefined;
    if (member) return member;
  }
  return undefined;
}

interface Described {
  readonly acquisition: Acquisition;
  readonly member: Member;
  readonly receiver: ApiValue;
}

function described(facts: Facts, call: ts.CallExpression | ts.NewExpression, value: Value | undefined): Described | undefined {
  if (value?.kind === 'member' && value.member.performs !== undefined) return performed(facts, call, value.member, value.receiver, argumentsOf(call)[value.member.performs]);
  if (value?.kind === 'member') return value.member.acquires && !ts.isNewExpression(call) ? { acquisition: value.member.acquires, member: value.member, receiver: value.receiver } : undefined;
  if (value?.kind === 'api') {
    const member = inheritedOf(value.library, value.type, ts.isNewExpression(call) ? 'construct' : 'call');
    return member?.acquires ? { acquisition: member.acquires, member, receiver: value } : undefined;
  }
  if (value?.kind !== 'class' || !ts.isNewExpression(call)) return undefined;
  const base = apiBase(facts, value.node, 0);
  const construct = base ? inheritedOf(base.library, base.type, 'construct') : undefined;
  return base && construct?.acquires ? { acquisition: construct.acquires, member: construct, receiver: base } : undefined;
}

/** `client.send(new GetObjectCommand(…))`: the command says what comes with the answer. */
function performed(facts: Facts, call: ts.CallExpression | ts.NewExpression, member: Member, receiver: ApiValue, argument: ts.Expression | undefined): Described | undefined {
  const command = argument && ts.isCallExpression(call) ? facts.valueOf(argument) : undefined;
  const acquisition = command?.kind === 'api' ? inheritedOf(command.library, command.type, 'acquires') : undefined;
  return acquisition && { acquisition, member, receiver };
}

/** Class hierarchies are followed this far. */
const MAX_BASES = 6;

/** The described class a class of the project extends. */
function apiBase(facts: Facts, node: ts.ClassLikeDeclaration, depth: number): ApiValue | undefined {
  const parent = heritageOf(node);
  const value = parent && depth < MAX_BASES ? facts.valueOf(parent) : undefined;
  return value?.kind === 'api' ? value : value?.kind === 'class' ? apiBase(facts, value.node, depth + 1) : undefined;
}

function isSelfEnding(facts: Facts, call: ts.CallExpression | ts.NewExpression, acquisition: Acquisition): boolean {
  const given = argumentsOf(call);
  if (acquisition.owner !== undefined && given[acquisition.owner]) return true;
  if (acquisition.onlyWithCallback && !given.some((each) => facts.valueOf(each)?.kind === 'function')) return true;
  if (acquisition.unlessCallback && given.some((each) => facts.valueOf(each)?.kind === 'function')) return true;
  if (acquisition.selfEndingOptions && given.some((each, index) => index > 0 && endsByOptions(facts, each, acquisition.selfEndingOptions ?? []))) return true;
  return acquisition.selfEndingChain !== undefined && endsByChain(facts, call, acquisition.selfEndingChain);
}

function endsByOptions(facts: Facts, argument: ts.Expression, names: readonly string[]): boolean {
  const node = unwrap(argument);
  const object = ts.isObjectLiteralExpression(node) ? node : ts.isIdentifier(node) ? objectBehind(facts, node) : undefined;
  if (object) {
    return names.some((name) => {
      const value = propertyOf(object, name);
      return value !== undefined && value.kind !== ts.SyntaxKind.FalseKeyword && value.kind !== ts.SyntaxKind.UndefinedKeyword;
    }) || object.properties.some((each) => ts.isSpreadAssignment(each));
  }
  // Options that come from elsewhere may well hold a signal; a flag or a function are no options.
  return ts.isIdentifier(node) && facts.valueOf(node) === undefined && /^(?:opts?|.*[oO]ptions)$/.test(node.text);
}

function objectBehind(facts: Facts, node: ts.Identifier): ts.ObjectLiteralExpression | undefined {
  const value = facts.valueOf(node);
  return value?.kind === 'object' ? value.node : undefined;
}

/** `takeUntil(…)` in any `pipe` of the chain, or in what the chain's root was set to. */
function endsByChain(facts: Facts, call: ts.CallExpression | ts.NewExpression, names: readonly string[]): boolean {
  const chain = facts.chainOf(call);
  const isEnding = (node: ts.Node): boolean => ts.isCallExpression(node) && names.includes(calledName(facts, node.expression) ?? '');
  const isUnknownOperator = (node: ts.Expression): boolean => ts.isSpreadElement(node) || (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword);
  return chain.links.some((link) => names.includes(link.name) || argumentsOf(link.call).some((each) => isEnding(unwrap(each)) || (link.name === 'pipe' && isUnknownOperator(each))));
}

const subscribeNames = /^(?:on|once|add(?=[A-Z])|observe|subscribe|listen|watch|attach|register|make|bind|track|connect|install|enable|start)(?:[A-Z]|$)/;

/** `element.addEventListener('click', show)` where nothing says what the element is; of other packages such a method gives back what ends it. */
function targetListener(callee: ts.Expression, call: ts.CallExpression | ts.NewExpression, value: Value | undefined): Acquisition | undefined {
  if (value || !ts.isPropertyAccessExpression(callee) || callee.name.text !== 'addEventListener' || argumentsOf(call).length < 2) return undefined;
  return ts.isExpressionStatement(wrapped(call).parent) ? unknownTargetListener : undefined;
}

/** Calls that no table describes, but whose name and result follow a convention: `const off = store.subscribe(…)`. */
function conventional(facts: Facts, call: ts.CallExpression | ts.NewExpression, callee: ts.Expression, value: Value | undefined): Acquisition | undefined {
  const name = nameOfAccess(callee);
  // `scope.add(off)` takes over; what it gives back undoes that.
  if (name === undefined || name === 'add') return undefined;
  if (ts.isNewExpression(call)) return value?.kind === 'class' ? disposableInstance(facts, value.node) : undefined;
  if (value?.kind === 'function' && subscribeNames.test(name)) {
    const disposer = disposerOf(facts, value.node);
    if (disposer) return { resource: 'subscription', kind: 'cleanup-function', release: { call: true } };
  }
  for (const each of conventions) {
    if (!each.method.test(name) || (each.takesListener && !argumentsOf(call).some((argument) => facts.valueOf(argument)?.kind === 'function'))) continue;
    const result = facts.valueOf(call) ?? signatureResult(facts, callee, name);
    const release = 'member' in each.result ? { methods: [each.result.member] } : { call: true };
    if ('member' in each.result ? hasMember(result, each.result.member) : result?.kind === 'function' && value?.kind === 'function' && disposerOf(facts, value.node)) {
      return { resource: each.resource, kind: each.kind, release };
    }
  }
  return undefined;
}

/** What a method of an interface is declared to return. */
function signatureResult(facts: Facts, callee: ts.Expression, name: string): Value | undefined {
  const receiver = receiverOf(callee);
  const owner = receiver ? facts.valueOf(receiver) : undefined;
  if (owner?.kind !== 'shape') return undefined;
  for (const member of owner.node.members) {
    if (ts.isMethodSignature(member) && memberName(member.name) === name && member.type) return facts.typeValueOf(member.type);
  }
  return undefined;
}

function hasMember(value: Value | undefined, name: string): boolean {
  if (value?.kind === 'api') return memberOfType(value.library, value.type, name) !== undefined;
  if (value?.kind === 'instance' || value?.kind === 'shape') return [...value.node.members].some((each) => each.name !== undefined && memberName(each.name) === name);
  return value?.kind === 'object' && value.node.properties.some((each) => each.name !== undefined && memberName(each.name) === name);
}

const RELEASING = /^(?:remove\w*|off|un\w+|delete|clear\w*|cancel\w*|disconnect|dispose|close|stop|abort|destroy|filter|splice|release)$/;

/** Whether a function of the project gives back a function that releases something. */
function disposerOf(facts: Facts, node: FunctionNode): boolean {
  return facts.memo('disposer', node, () => {
    if (!node.body) return false;
    if (!ts.isBlock(node.body)) return isDisposer(facts, node.body, node);
    let found = false;
    walkOwn(node.body, (each) => {
      if (ts.isReturnStatement(each) && each.expression && isDisposer(facts, each.expression, node)) found = true;
    });
    return found;
  }, false);
}

function isDisposer(facts: Facts, expression: ts.Expression, node: FunctionNode): boolean {
  const returned = facts.valueOf(expression);
  if (returned?.kind !== 'function' || returned.node === node || returned.node.parameters.length > 0) return false;
  let releases = false;
  walk(returned.node, (each) => {
    if (ts.isCallExpression(each) && RELEASING.test(nameOfAccess(unwrap(each.expression)) ?? '')) releases = true;
    return !releases;
  });
  return releases;
}

/** `new X()` of a class of the project that is disposable by its heritage. */
function disposableInstance(facts: Facts, node: ts.ClassLikeDeclaration): Acquisition | undefined {
  let at: ts.ClassLikeDeclaration | undefined = node;
  for (let depth = 0; at && depth < MAX_BASES; depth++) {
    const named = at.heritageClauses?.some((clause) => clause.types.some((each) => /^(?:vscode\.)?I?(?:Async)?Disposable$/.test(plainText(each.expression))));
    const disposes = at.members.some((each) => ts.isMethodDeclaration(each) && memberName(each.name) === 'dispose' && each.body !== undefined && each.body.statements.length > 0);
    if (named || disposes) return { resource: `disposable ${node.name?.text ?? 'object'}`, kind: 'disposable', release: { methods: ['dispose'] } };
    const parent = heritageOf(at);
    const value: Value | undefined = parent ? facts.valueOf(parent) : undefined;
    at = value?.kind === 'class' ? value.node : undefined;
  }
  return undefined;
}
