import { ts } from 'ts-morph';
import { teardownNames } from '../knowledge/lifecycles.js';
import type { Acquisition } from '../knowledge/library.js';
import { argumentsOf, type FunctionNode, isFunctionNode, isWithin, nameOfAccess, plainText, receiverOf, unwrap, walk, wrapped } from '../syntax/nodes.js';
import type { AcquisitionUse } from './acquisitions.js';
import type { Facts } from './facts.js';
import type { Holder } from './holders.js';
import { isUnique, referenceKey } from './references.js';

/** A place that gives a resource back. */
export interface ReleaseUse {
  readonly node: ts.Node;
}

/** Why a removal that looks like the partner of a registration does not undo it. */
export type Mismatch = 'event' | 'listener' | 'inline' | 'capture' | 'method';

export interface ListenerReleases {
  readonly matching: readonly ReleaseUse[];
  /** The nearest removal that does not match. */
  readonly mismatch: { readonly node: ts.CallExpression; readonly reason: Mismatch } | undefined;
}

/** Accesses of the file by their last name: `clear` of `this.clear`, called or not. */
function accessesNamed(facts: Facts, file: ts.SourceFile): ReadonlyMap<string, readonly ts.Expression[]> {
  return facts.memo('accesses', file, () => {
    const found = new Map<string, ts.Expression[]>();
    walk(file, (node) => {
      if (!ts.isPropertyAccessExpression(node) && !(ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node))) return;
      const name = nameOfAccess(node);
      if (name === undefined) return;
      const list = found.get(name);
      if (list) list.push(node);
      else found.set(name, [node]);
    });
    return found;
  }, new Map());
}

function callOf(access: ts.Expression): ts.CallExpression | undefined {
  const call = wrapped(access).parent;
  return ts.isCallExpression(call) && unwrap(call.expression) === access ? call : undefined;
}

/** Removals for `target.addListener(event, listener)` on the same target, exact ones and the nearest that is not. */
export function listenerReleases(facts: Facts, use: AcquisitionUse): ListenerReleases {
  const matching: ReleaseUse[] = [];
  let mismatch: ListenerReleases['mismatch'];
  const { acquisition, call } = use;
  const target = use.receiver ? referenceKey(facts, use.receiver) : '@';
  const stored = use.receiver ? storedKeys(facts, use.receiver) : [];
  const given = argumentsOf(call).slice(0, acquisition.release.matching ?? argumentsOf(call).length);
  const keys = given.map((each) => referenceKey(facts, each));
  const names = acquisition.release.receiver ?? [];
  const byName = accessesNamed(facts, call.getSourceFile());
  for (const access of names.flatMap((name) => byName.get(name) ?? [])) {
    const receiver = receiverOf(access);
    const otherTarget = receiver ? referenceKey(facts, receiver) : '@';
    const removal = callOf(access);
    // Of what is kept under another name only a removal says that it is still the one that was listened to.
    if (!sameTarget(target, otherTarget) && !(removal && removal.arguments.length > 1 && stored.includes(otherTarget))) continue;
    if (!removal) {
      if (!wantsArguments(nameOfAccess(access) ?? '')) matching.push({ node: access });
      continue;
    }
    const reason = difference(facts, call, removal, keys);
    if (reason === undefined) matching.push({ node: removal });
    else if (reason !== 'none' && (!mismatch || mismatch.reason === 'event') && !(reason === 'event' && undoesAnother(facts, call, removal, byName))) mismatch = { node: removal, reason };
  }
  if (acquisition.release.methods && use.receiver) matching.push(...handleReleases(facts, { ...acquisition, release: { methods: acquisition.release.methods } }, [target, ...stored], call));
  if (acquisition.kind === 'observer' && use.receiver) matching.push(...releasedByItself(facts, use.receiver, acquisition.release.methods ?? []));
  return { matching, mismatch };
}

/** `new MutationObserver((mutations, observer) => observer.disconnect())`: the callback is given the observer. */
function releasedByItself(facts: Facts, receiver: ts.Expression, methods: readonly string[]): readonly ReleaseUse[] {
  const made = unwrap(receiver);
  const callback = ts.isNewExpression(made) && made.arguments?.[0] ? unwrap(made.arguments[0]) : undefined;
  const itself = callback && isFunctionNode(callback) ? callback.parameters[1] : undefined;
  const uses = itself ? facts.referencesOf(itself).map((each) => each.parent) : [];
  return uses.filter((each) => ts.isPropertyAccessExpression(each) && methods.includes(each.name.text)).map((node) => ({ node }));
}

/** `this.wired = canvas`: other names under which a local is kept. */
function storedKeys(facts: Facts, target: ts.Expression): readonly string[] {
  const node = unwrap(target);
  const declaration = ts.isIdentifier(node) ? facts.declarationOf(node) : undefined;
  return declaration ? facts.referencesOf(declaration).flatMap((reference) => {
    const { parent } = reference;
    const isStored = ts.isBinaryExpression(parent) && parent.right === reference && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isStored && ts.isPropertyAccessExpression(parent.left) ? [referenceKey(facts, parent.left)] : [];
  }) : [];
}

/** The removal is the partner of another registration. */
function undoesAnother(facts: Facts, add: ts.CallExpression | ts.NewExpression, removal: ts.CallExpression, byName: ReadonlyMap<string, readonly ts.Expression[]>): boolean {
  const keys = removal.arguments.slice(0, 2).map((each) => referenceKey(facts, each));
  return (byName.get(nameOfAccess(unwrap(add.expression)) ?? '') ?? []).some((access) => {
    const other = callOf(access);
    return other !== undefined && other !== add && other.arguments.slice(0, 2).every((each, index) => referenceKey(facts, each) === keys[index]);
  });
}

function wantsArguments(name: string): boolean {
  return /^(?:remove|off|un(?:observe|listen))/.test(name);
}

/** `window.` and nothing before a name are the same target. */
function sameTarget(a: string, b: string): boolean {
  const normal = (key: string): string => (key === '@window' || key === '@self' || key === '@globalThis' ? '@' : key);
  return normal(a) === normal(b);
}

/** `undefined` when the removal undoes the registration, `none` when it is about another one altogether. */
function difference(facts: Facts, add: ts.CallExpression | ts.NewExpression, removal: ts.CallExpression, keys: readonly string[]): Mismatch | 'none' | undefined {
  const removed = removal.arguments.slice(0, keys.length).map((each) => referenceKey(facts, each));
  if (removed.length === 0) return undefined;
  const sameEvent = removed[0] === keys[0];
  if (removed.length === 1) return sameEvent ? undefined : 'none';
  const sameListener = removed[1] === keys[1] || isStoredAs(facts, add, removal);
  if (sameEvent && sameListener) return captures(facts, add) === captures(facts, removal) || !takesCapture(removal) ? undefined : 'capture';
  if (sameEvent) return isUnique(keys[1] ?? '') || isUnique(removed[1] ?? '') ? 'inline' : 'none';
  return sameListener && !isUnique(keys[1] ?? '') && isLiteral(keys[0]) && isLiteral(removed[0]) ? 'event' : 'none';
}

/** `state.onMove = onMove`: the function is kept under another name, which the removal uses. */
function isStoredAs(facts: Facts, add: ts.CallExpression | ts.NewExpression, removal: ts.CallExpression): boolean {
  const added = add.arguments?.[1];
  const removed = removal.arguments[1] ? unwrap(removal.arguments[1]) : undefined;
  const listener = added ? unwrap(added) : undefined;
  if (!listener || !ts.isIdentifier(listener) || !removed || !ts.isPropertyAccessExpression(removed)) return false;
  const declaration = facts.declarationOf(listener);
  return declaration !== undefined && facts.referencesOf(declaration).some((reference) => {
    const assignment = reference.parent;
    if (!ts.isBinaryExpression(assignment) || assignment.right !== reference) return ts.isPropertyAssignment(assignment) && assignment.name.getText() === removed.name.text;
    return ts.isPropertyAccessExpression(assignment.left) && assignment.left.name.text === removed.name.text;
  });
}

function isLiteral(key: string | undefined): boolean {
  return key?.startsWith('"') === true;
}

function takesCapture(removal: ts.CallExpression): boolean {
  return nameOfAccess(unwrap(removal.expression)) === 'removeEventListener';
}

/** The capture flag; `undefined` where it is not written as a constant, which is equal to every other. */
function captures(facts: Facts, call: ts.CallExpression | ts.NewExpression): string {
  const option = call.arguments?.[2];
  if (!option) return 'false';
  const node = unwrap(option);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'true';
  if (node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.UndefinedKeyword) return 'false';
  const value = facts.valueOf(node);
  if (value?.kind !== 'object') return referenceKey(facts, node);
  const capture = value.node.properties.find((each) => each.name && ts.isIdentifier(each.name) && each.name.text === 'capture');
  if (!capture) return 'false';
  return ts.isPropertyAssignment(capture) && capture.initializer.kind === ts.SyntaxKind.FalseKeyword ? 'false' : 'true';
}

const END_NAMES = new Set(teardownNames);

/** Functions of any name that sound like they end what they are given. */
const ENDING_FUNCTION = /^(?:_?(?:safe)?(?:[cC]lear|[cC]ancel|[dD]ispos|[rR]elease|[sS]top|[cC]lose|[dD]estroy|[uU]nsub|[cC]lean|[tT]ear|[kK]ill|[fF]ree|[rR]evoke|[aA]bort|[eE]nd|[dD]rain|[uU]nlink|[pP]ipeline|[fF]inished))/;

/** Places that release what any of the keys names. */
export function handleReleases(facts: Facts, acquisition: Acquisition, keys: readonly string[], call: ts.Node): readonly ReleaseUse[] {
  const { release } = acquisition;
  const found: ReleaseUse[] = [];
  const file = call.getSourceFile();
  const byName = accessesNamed(facts, file);
  const isOurs = (expression: ts.Expression | undefined): boolean => expression !== undefined && ours(facts, keys, expression);
  const methods = new Set([...(release.methods ?? []), ...END_NAMES, 'unref', 'return']);
  for (const name of methods) {
    for (const access of byName.get(name) ?? []) if (isOurs(receiverOf(access))) found.push({ node: callOf(access) ?? access });
  }
  for (const name of release.functions ?? []) {
    for (const access of byName.get(name) ?? []) {
      const end = callOf(access);
      if (end ? end.arguments.some((each) => isOurs(each)) : isAppliedToOurs(facts, access, keys)) found.push({ node: end ?? access });
    }
  }
  for (const [name, accesses] of byName) {
    if (!ENDING_FUNCTION.test(name)) continue;
    for (const access of accesses) {
      const end = callOf(access);
      if (end?.arguments.some((each) => isOurs(each) || (ts.isArrayLiteralExpression(unwrap(each)) && (unwrap(each) as ts.ArrayLiteralExpression).elements.some((element) => isOurs(element))))) found.push({ node: end });
    }
  }
  if (release.call) found.push(...calledReleases(facts, keys, byName));
  return found.filter((each) => !isWithin(call, each.node) || each.node === call);
}

/** `timers.forEach(clearInterval)`, `onCleanup(stop)`. */
function isAppliedToOurs(facts: Facts, access: ts.Expression, keys: readonly string[]): boolean {
  const apply = access.parent;
  const list = ts.isCallExpression(apply) ? receiverOf(unwrap(apply.expression)) : undefined;
  return list !== undefined && ours(facts, keys, list);
}

function calledReleases(facts: Facts, keys: readonly string[], byName: ReadonlyMap<string, readonly ts.Expression[]>): readonly ReleaseUse[] {
  const found: ReleaseUse[] = [];
  for (const accesses of byName.values()) {
    for (const access of accesses) {
      const call = callOf(access);
      if (call && ours(facts, keys, access)) found.push({ node: call });
    }
  }
  // `stopping.then((stop) => stop())`
  for (const access of byName.get('then') ?? []) {
    const call = callOf(access);
    const callback = call?.arguments[0] ? unwrap(call.arguments[0]) : undefined;
    const receiver = receiverOf(access);
    if (call && receiver && ours(facts, keys, receiver) && callback && isFunctionNode(callback) && callsParameter(facts, callback)) found.push({ node: call });
  }
  return found;
}

function callsParameter(facts: Facts, callback: FunctionNode): boolean {
  const [parameter] = callback.parameters;
  return parameter !== undefined && facts.referencesOf(parameter).some((each) => callOf(each) !== undefined);
}

function ours(facts: Facts, keys: readonly string[], expression: ts.Expression): boolean {
  const key = referenceKey(facts, expression);
  const field = fieldOfClass(facts, expression);
  if (field !== undefined && keys.includes(field)) return true;
  // What a state holder or a signal gives is read through `.current`, `.value` or a call.
  return keys.some((each) => key === each || key === `${each}.current` || key === `${each}.value` || key === `${each}()` || `${key}.current` === each || key === `each(${each})`);
}

/** `instance.timer` in a static method: a field named through any object of a class of this file is the field that the class calls `this.timer`. */
function fieldOfClass(facts: Facts, expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (!ts.isPropertyAccessExpression(node) || node.expression.kind === ts.SyntaxKind.ThisKeyword) return undefined;
  const value = facts.valueOf(node.expression);
  return value?.kind === 'instance' && value.node.getSourceFile() === node.getSourceFile() ? `this@${value.node.pos}.${node.name.text}` : undefined;
}

/** Whether a local is given away: returned, passed on, put in an object or captured by something that outlives the function. */
export function escapesOf(facts: Facts, holder: Holder, acquisition: Acquisition): readonly ts.Identifier[] {
  const { declaration } = holder;
  if (!declaration) return [];
  return facts.referencesOf(declaration).filter((reference) => isGivenAway(facts, reference, acquisition));
}

function isGivenAway(facts: Facts, reference: ts.Identifier, acquisition: Acquisition): boolean {
  let at: ts.Node = wrapped(reference);
  for (;;) {
    const parent: ts.Node = at.parent;
    if (ts.isConditionalExpression(parent) && parent.condition !== at) at = wrapped(parent);
    else if (ts.isAwaitExpression(parent) || ts.isSpreadElement(parent)) at = wrapped(parent);
    else if (ts.isBinaryExpression(parent) && isOtherwise(parent.operatorToken.kind)) at = wrapped(parent);
    else break;
  }
  const parent = at.parent;
  if (ts.isReturnStatement(parent) || ts.isYieldExpression(parent) || ts.isThrowStatement(parent)) return true;
  if (ts.isArrowFunction(parent)) return parent.body === at;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent) || ts.isSpreadAssignment(parent)) return true;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== at && !isLookedAt(facts, parent, acquisition);
  if (ts.isBinaryExpression(parent)) return parent.right === at && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (ts.isVariableDeclaration(parent)) return !ts.isIdentifier(parent.name) ? false : facts.referencesOf(parent).some((each) => isGivenAway(facts, each, acquisition));
  return ts.isJsxExpression(parent) || ts.isJsxSpreadAttribute(parent) || ts.isExportSpecifier(parent) || ts.isExportAssignment(parent);
}

function isOtherwise(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

/** Calls that only look at what they are given. */
function isLookedAt(facts: Facts, call: ts.CallExpression | ts.NewExpression, acquisition: Acquisition): boolean {
  const callee = unwrap(call.expression);
  const text = plainText(callee);
  if (/^(?:console\.\w+|Boolean|String|Number|JSON\.stringify|typeof|isDefined|assert)$/.test(text) || /(?:^|\.)(?:log|debug|info|warn|error)$/.test(text)) return true;
  return acquisition.release.functions?.includes(nameOfAccess(callee) ?? '') === true;
}

/** The function a node is directly in. */
export function functionAround(node: ts.Node): ts.Node {
  for (let at = node.parent; at; at = at.parent) if (isFunctionNode(at)) return at;
  return node.getSourceFile();
}
