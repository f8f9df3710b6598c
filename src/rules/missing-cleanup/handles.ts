import { ts } from 'ts-morph';
import { takers } from '../../knowledge/lifecycles.js';
import { acquisitionOf, type AcquisitionUse } from '../../facts/acquisitions.js';
import { calledName } from '../../facts/called-name.js';
import { doubtful, inferred } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { holdingOf, isCollecting, isSameResource, type Holder } from '../../facts/holders.js';
import { functionName, type Owner } from '../../facts/lifetimes.js';
import { isModuleScoped } from '../../facts/module-scope.js';
import { reachOf } from '../../facts/reach.js';
import { escapingPath, failureBefore, outcomeWithoutRelease } from '../../facts/release-paths.js';
import { escapesOf, functionAround, handleReleases, type ReleaseUse } from '../../facts/releases.js';
import { awaitOf, calleeOf, enclosingFunction, isWithin, nameOfAccess, plainText, unwrap, wrapped } from '../../syntax/nodes.js';
import { doubtsOf, type Leak, type Loss, type Reason } from './leak.js';
import { bodyLeak } from './body-leak.js';
import { neverReleased } from './never-released.js';

/** A resource whose handle somebody has to keep and use: a timer, a subscription, a connection. */
export function handleLeak(facts: Facts, use: AcquisitionUse, owner: Owner): Leak | undefined {
  if (owner.kind === 'teardown') return undefined;
  if (isPartOfAcquired(facts, use)) return undefined;
  const holding = holdingOf(facts, use.call, use.acquisition);
  if (holding.kind === 'held') return heldLeak(facts, use, owner, holding.holder);
  if (holding.kind === 'piped') return leak(facts, use, owner, { kind: 'piped', pipe: holding.access }, undefined, owner.kind === 'process' ? undefined : inferred('that the other end closes before all is read'));
  if (holding.kind === 'moved' && isHandedToWaiting(facts, use)) return leak(facts, use, owner, { kind: 'handed-over' }, undefined, owner.kind === 'process' ? undefined : inferred('that the call it is handed to fails before it reads'));
  if (holding.kind !== 'dropped') return undefined;
  const loss = owner.kind === 'process' ? undefined : neverReleased(facts, use, owner, undefined, 'dropped');
  return leak(facts, use, owner, { kind: 'dropped' }, undefined, loss);
}

/** `const page = await context.newPage()`: ends with the context, which is an acquisition of its own. */
function isPartOfAcquired(facts: Facts, use: AcquisitionUse): boolean {
  if (!use.receiver || use.acquisition.release.call || use.acquisition.release.functions) return false;
  const node = unwrap(use.receiver);
  const declaration = ts.isIdentifier(node) ? facts.declarationOf(node) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || functionAround(declaration) !== functionAround(use.call)) return false;
  const sources = [declaration.initializer, ...facts.referencesOf(declaration).map((each) => (ts.isBinaryExpression(each.parent) && each.parent.left === each ? each.parent.right : undefined))];
  return sources.some((each) => {
    const source = each ? unwrap(ts.isAwaitExpression(unwrap(each)) ? (unwrap(each) as ts.AwaitExpression).expression : each) : undefined;
    const made = source && (ts.isCallExpression(source) || ts.isNewExpression(source)) ? acquisitionOf(facts, source) : undefined;
    return made !== undefined && made.receiverValue?.library === use.receiverValue?.library && made.acquisition.release.methods?.some((name) => use.acquisition.release.methods?.includes(name)) === true;
  });
}

/** `await upload({ body: createReadStream(path) })`: when that fails before reading, nobody has a name to close it by. */
function isHandedToWaiting(facts: Facts, use: AcquisitionUse): boolean {
  if (use.acquisition.kind !== 'stream' || !/Read/.test(calledName(facts, calleeOf(use.call)) ?? '')) return false;
  let at = wrapped(use.call);
  while (ts.isPropertyAssignment(at.parent) || ts.isObjectLiteralExpression(at.parent)) at = wrapped(at.parent);
  const call = at.parent;
  if (!ts.isCallExpression(call) || call.expression === at || !isWaitedFor(facts, call)) return false;
  const name = calledName(facts, call.expression) ?? '';
  return !takers.includes(name) && use.acquisition.release.functions?.includes(name) !== true;
}

/** Awaited, or given back by an asynchronous function as a package made it: what a method hands on, as `response.send` does, ends with its owner. */
function isWaitedFor(facts: Facts, call: ts.CallExpression): boolean {
  if (awaitOf(call)) return true;
  let at: ts.Node = call;
  while (ts.isConditionalExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const around = enclosingFunction(call);
  const isAsync = around !== undefined && (ts.getCombinedModifierFlags(around) & ts.ModifierFlags.Async) !== 0;
  return ts.isReturnStatement(at.parent) && isAsync && ts.isIdentifier(call.expression) && facts.valueOf(call.expression)?.kind === 'external';
}

function leak(facts: Facts, use: AcquisitionUse, owner: Owner, reason: Reason, holder: Holder | undefined, loss: Loss | undefined): Leak | undefined {
  return loss ? { use, owner, reason, holder, reach: reachOf(facts, use, owner), sibling: undefined, doubts: doubtsOf(loss) } : undefined;
}

function heldLeak(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder): Leak | undefined {
  // A variable of the module is the module's: made once, or replaced under its own rules.
  if (holder.form === 'local' && (!holder.declaration || isModuleVariable(holder))) return overwrittenLeak(facts, use, owner, holder);
  if (use.acquisition.property !== undefined) return bodyLeak(facts, use, owner, holder);
  const keys = keysOf(facts, holder);
  const releases = handleReleases(facts, use.acquisition, keys, use.call);
  if (use.acquisition.everyPath) {
    if (holder.form !== 'local') return undefined;
    if (escapesOf(facts, holder, use.acquisition).length > 0) return undefined;
    return everyPathLeak(facts, use, owner, holder, releases);
  }
  if (holder.form === 'property') return storedLeak(facts, use, owner, holder, releases);
  const escapes = escapesOf(facts, holder, use.acquisition).filter((each) => use.acquisition.kind !== 'object-url' || !isPutOnLocal(facts, holder, each));
  const fallsBetween = releases.length === 0 ? failureBefore(use, escapes) : undefined;
  if (fallsBetween) return leak(facts, use, owner, { kind: 'some-paths', ...fallsBetween }, holder, inferred('that what is awaited fails after it was opened'));
  if (holder.form === 'local' && (escapes.length > 0 || hasOtherView(facts, holder))) return undefined;
  if (releases.length > 0) return partlyReleased(facts, use, owner, holder, releases);
  if (owner.kind === 'process' || holder.guarded) return undefined;
  if (holder.form === 'local' && owner.kind === 'function' && isRetained(facts, use, holder)) return undefined;
  return leak(facts, use, owner, { kind: 'unreleased' }, holder, neverReleased(facts, use, owner, holder, 'unreleased'));
}

/** A component that sets a variable of the module each time it begins, and nobody asks whether it was set: the earlier one is lost. */
function overwrittenLeak(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder): Leak | undefined {
  const { declaration } = holder;
  const comesAndGoes = owner.kind === 'effect' || owner.kind === 'component' || (owner.kind === 'class' && owner.lifecycle?.begins === 'often');
  if (!declaration || !comesAndGoes || use.acquisition.kind !== 'interval' || holder.guarded) return undefined;
  const isOnlySet = facts.referencesOf(declaration).every((each) => ts.isBinaryExpression(each.parent) && each.parent.left === each);
  return isOnlySet ? leak(facts, use, owner, { kind: 'unreleased' }, holder, inferred('that the component is shown more than once')) : undefined;
}

/** `await task.promise`: a property that is the same resource, kept under another name. */
function hasOtherView(facts: Facts, holder: Holder): boolean {
  const { declaration } = holder;
  return declaration !== undefined && facts.referencesOf(declaration).some((each) => ts.isPropertyAccessExpression(each.parent) && each.parent.expression === each && isSameResource(facts, each.parent));
}

function isModuleVariable(holder: Holder): boolean {
  const { declaration } = holder;
  if (!declaration) return true;
  return isModuleScoped(declaration);
}

/** Locals that were set to the field count as the field; what a collection holds is released with the collection. */
function keysOf(facts: Facts, holder: Holder): readonly string[] {
  const keys = [holder.key, ...(holder.also ?? [])];
  const { declaration } = holder;
  if (!declaration) return keys;
  for (const reference of facts.referencesOf(declaration)) {
    const parent = reference.parent;
    if (ts.isVariableDeclaration(parent) && parent.initializer === reference && ts.isIdentifier(parent.name)) keys.push(`#${parent.getStart()}:${parent.name.text}`);
  }
  return keys;
}

/** A variable of an outer function that other functions read is kept on purpose, by a closure. */
function isRetained(facts: Facts, use: AcquisitionUse, holder: Holder): boolean {
  const { declaration } = holder;
  if (!declaration) return true;
  return functionAround(declaration) !== functionAround(use.call) && !ts.isNewExpression(functionAround(use.call).parent);
}

// — every path —

function everyPathLeak(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder, releases: readonly ReleaseUse[]): Leak | undefined {
  if (releases.length === 0) return leak(facts, use, owner, { kind: 'unreleased' }, holder, owner.kind === 'process' ? inferred('that the program goes on after this') : 'proven');
  const escape = escapingPath(use.call, releases);
  const release = releases[0]?.node;
  if (!escape || !release) return undefined;
  return leak(facts, use, owner, { kind: 'some-paths', escape, release }, holder, owner.kind === 'process' ? doubtful('that the program goes on after this') : 'proven');
}

// — released here and there —

function partlyReleased(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder, releases: readonly ReleaseUse[]): Leak | undefined {
  const outcome = use.acquisition.kind === 'object-url' ? outcomeWithoutRelease(use.call, releases) : undefined;
  if (outcome) return leak(facts, use, owner, { kind: 'one-outcome', ...outcome }, holder, 'proven');
  const again = releases.every((each) => isBeforeSettingAgain(use, each.node) || (owner.kind === 'factory' && use.acquisition.kind === 'timeout' && !isInCleanup(each.node, owner)));
  const [release] = releases;
  if (!again || !release || !endsLater(owner)) return undefined;
  const loss = neverReleased(facts, use, owner, holder, 'only-when-set-again');
  return leak(facts, use, owner, { kind: 'only-when-set-again', release: release.node }, holder, loss);
}

/** In what the function gives back, in a named function that may be called by it, or put in its list. */
function isInCleanup(release: ts.Node, owner: Owner): boolean {
  if (owner.cleanup && isWithin(release, owner.cleanup)) return true;
  const around = functionAround(release);
  if (functionName(around) !== undefined || around === owner.node) return true;
  const call = around.parent;
  return ts.isCallExpression(call) && isCollecting(unwrap(call.expression), nameOfAccess(unwrap(call.expression)) ?? '');
}

function endsLater(owner: Owner): boolean {
  return owner.kind === 'effect' || owner.kind === 'factory' || owner.kind === 'component' || (owner.kind === 'class' && (owner.lifecycle?.begins === 'often' || (owner.teardowns?.length ?? 0) > 0));
}

/** The old one is released in the same function just before the new one takes its place: the last one stays. */
function isBeforeSettingAgain(use: AcquisitionUse, release: ts.Node): boolean {
  return functionAround(release) === functionAround(use.call) && release.end <= use.call.pos;
}

// — stored on something else —

/** `img.src = URL.createObjectURL(file)`: for most resources whoever owns the object decides; an object URL is nobody's. */
function storedLeak(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder, releases: readonly ReleaseUse[]): Leak | undefined {
  if (isRef(facts, holder)) {
    if (owner.kind !== 'effect' && owner.kind !== 'component') return undefined;
    if (releases.length > 0) return partlyReleased(facts, use, owner, holder, releases);
    return leak(facts, use, owner, { kind: 'unreleased' }, holder, neverReleased(facts, use, owner, holder, 'unreleased'));
  }
  if (use.acquisition.kind !== 'object-url') return undefined;
  const outcome = releases.length > 0 ? outcomeWithoutRelease(use.call, releases) : undefined;
  if (outcome) return leak(facts, use, owner, { kind: 'one-outcome', ...outcome }, holder, 'proven');
  if (releases.length > 0 || owner.kind === 'process' || !isLocalTarget(facts, holder)) return undefined;
  return leak(facts, use, owner, { kind: 'unreleased' }, holder, 'proven');
}

/** `timer.current` of a ref of the component. */
function isRef(facts: Facts, holder: Holder): boolean {
  const target = holder.node;
  if (!ts.isPropertyAccessExpression(target) || target.name.text !== 'current') return false;
  const value = facts.valueOf(target.expression);
  return value?.kind === 'api' && value.type === 'ref';
}

/** The object the URL is put on is a local that is not handed out. */
function isLocalTarget(facts: Facts, holder: Holder): boolean {
  const target = holder.node;
  if (!ts.isPropertyAccessExpression(target)) return false;
  const root = unwrap(target.expression);
  const declaration = ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && !isModuleVariable({ ...holder, declaration }) && !isReturned(facts, declaration);
}

/** `link.href = url`: whoever has the link needs the URL no longer than that. */
function isPutOnLocal(facts: Facts, holder: Holder, reference: ts.Node): boolean {
  const { parent } = reference;
  return ts.isBinaryExpression(parent) && parent.right === reference && isLocalTarget(facts, { ...holder, node: parent.left });
}

function isReturned(facts: Facts, declaration: ts.VariableDeclaration): boolean {
  return facts.referencesOf(declaration).some((each) => {
    const outer = wrapped(each);
    const { parent } = outer;
    return ts.isReturnStatement(parent) || (ts.isCallExpression(parent) && parent.expression !== outer && /^(?:resolve|cb|callback|done)$/.test(plainText(parent.expression)));
  });
}
