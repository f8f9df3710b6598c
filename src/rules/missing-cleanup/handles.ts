import { ts } from 'ts-morph';
import { entryPoints, takers } from '../../knowledge/lifecycles.js';
import { acquisitionOf, type AcquisitionUse } from '../../facts/acquisitions.js';
import { doubtful, inferred } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { holdingOf, isCollecting, type Holder } from '../../facts/holders.js';
import { functionName, type Owner } from '../../facts/lifetimes.js';
import { isModuleScoped } from '../../facts/module-scope.js';
import { reachOf, type Reach } from '../../facts/reach.js';
import { escapingPath, outcomeWithoutRelease } from '../../facts/release-paths.js';
import { escapesOf, functionAround, handleReleases, type ReleaseUse } from '../../facts/releases.js';
import { argumentsOf, isFunctionNode, isWithin, nameOfAccess, unwrap, walk } from '../../syntax/nodes.js';
import { doubtsOf, type Leak, type Loss, type Reason } from './leak.js';
import { timerLoss } from './timers.js';

/** A resource whose handle somebody has to keep and use: a timer, a subscription, a connection. */
export function handleLeak(facts: Facts, use: AcquisitionUse, owner: Owner): Leak | undefined {
  if (owner.kind === 'teardown') return undefined;
  if (isPartOfAcquired(facts, use)) return undefined;
  const holding = holdingOf(facts, use.call, use.acquisition);
  if (holding.kind === 'held') return heldLeak(facts, use, owner, holding.holder);
  if (holding.kind === 'piped') return leak(facts, use, owner, { kind: 'piped', pipe: holding.access }, undefined, owner.kind === 'process' ? undefined : inferred('that the other end closes before all is read'));
  if (holding.kind === 'moved' && isHandedToWaiting(use)) return leak(facts, use, owner, { kind: 'handed-over' }, undefined, owner.kind === 'process' ? undefined : inferred('that the call it is handed to fails before it reads'));
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
function isHandedToWaiting(use: AcquisitionUse): boolean {
  if (use.acquisition.kind !== 'stream' || !/Read/.test(use.text)) return false;
  let at: ts.Node = use.call;
  while (ts.isPropertyAssignment(at.parent) || ts.isObjectLiteralExpression(at.parent)) at = at.parent;
  const call = at.parent;
  if (!ts.isCallExpression(call) || call.expression === at || !ts.isAwaitExpression(call.parent)) return false;
  const name = nameOfAccess(unwrap(call.expression)) ?? '';
  return !takers.includes(name) && use.acquisition.release.functions?.includes(name) !== true;
}

function leak(facts: Facts, use: AcquisitionUse, owner: Owner, reason: Reason, holder: Holder | undefined, loss: Loss | undefined): Leak | undefined {
  return loss ? { use, owner, reason, holder, reach: reachOf(facts, use, owner), sibling: undefined, doubts: doubtsOf(loss) } : undefined;
}

function heldLeak(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder): Leak | undefined {
  // A variable of the module is the module's: made once, or replaced under its own rules.
  if (holder.form === 'local' && (!holder.declaration || isModuleVariable(holder))) return undefined;
  const keys = keysOf(facts, holder);
  const releases = handleReleases(facts, use.acquisition, keys, use.call);
  if (use.acquisition.everyPath) {
    if (holder.form !== 'local') return undefined;
    if (escapesOf(facts, holder, use.acquisition).length > 0) return undefined;
    return everyPathLeak(facts, use, owner, holder, releases);
  }
  if (holder.form === 'property') return storedLeak(facts, use, owner, holder, releases);
  if (holder.form === 'local' && escapesOf(facts, holder, use.acquisition).length > 0) return undefined;
  if (releases.length > 0) return partlyReleased(facts, use, owner, holder, releases);
  if (owner.kind === 'process' || holder.guarded) return undefined;
  if (holder.form === 'local' && owner.kind === 'function' && isRetained(facts, use, holder)) return undefined;
  return leak(facts, use, owner, { kind: 'unreleased' }, holder, neverReleased(facts, use, owner, holder, 'unreleased'));
}

function isModuleVariable(holder: Holder): boolean {
  const { declaration } = holder;
  if (!declaration) return true;
  return isModuleScoped(declaration);
}

/** Locals that were set to the field count as the field; what a collection holds is released with the collection. */
function keysOf(facts: Facts, holder: Holder): readonly string[] {
  const keys = [holder.key];
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

function isReturned(facts: Facts, declaration: ts.VariableDeclaration): boolean {
  return facts.referencesOf(declaration).some((each) => ts.isReturnStatement(each.parent) || (ts.isCallExpression(each.parent) && each.parent.expression !== each && /^(?:resolve|cb|callback|done)$/.test(each.parent.expression.getText())));
}

// — nobody releases it —

/** How sure it is that something unreleased is lost, by whose life it shares. */
function neverReleased(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder | undefined, reason: Reason['kind']): Loss | undefined {
  const { kind } = use.acquisition;
  if (kind === 'timeout' || kind === 'animation-frame') return timerLoss(facts, use, owner, reason);
  if (kind === 'child-process' || (use.acquisition.endsItself && kind !== 'stream')) return undefined;
  if (kind === 'stream' && use.acquisition.endsItself) return undefined;
  const reach = reachOf(facts, use, owner);
  if ((kind === 'subscription' || kind === 'disposable' || kind === 'cleanup-function') && (reach === 'own' || reach === 'exchange')) {
    if (!isMade(use)) return undefined;
  }
  switch (owner.kind) {
    case 'effect':
      return 'proven';
    case 'component':
      return owner.repeated && !holder ? inferred('that the component goes while it lasts') : 'proven';
    case 'factory':
      return factoryLoss(use, owner, reach);
    case 'class':
      return classLoss(facts, use, owner, holder, reach);
    case 'function':
      return functionLoss(facts, use, owner, holder, reach);
    default:
      return undefined;
  }
}

/** Made here (`new Worker(…)`), not merely registered for. */
function isMade(use: AcquisitionUse): boolean {
  return ts.isNewExpression(use.call) || /^create[A-Z]/.test(use.text.split('.').at(-1) ?? '');
}

function factoryLoss(use: AcquisitionUse, owner: Owner, reach: Reach): Loss {
  if (use.acquisition.kind === 'interval') return 'proven';
  return owner.repeated && reach === 'unknown' ? inferred('that what it registers with outlives the cleanup') : 'proven';
}

function classLoss(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder | undefined, reach: Reach): Loss | undefined {
  const { kind } = use.acquisition;
  const ends = (owner.teardowns?.length ?? 0) > 0;
  const often = owner.lifecycle?.begins === 'often';
  if (holder?.form === 'local' && isOneShot(use) && owner.member && !ts.isConstructorDeclaration(owner.member)) return 'proven';
  if (isMade(use) && kind === 'disposable') return holder?.form === 'local' ? localDisposable(use) : doubtful('that nobody it is handed to disposes of it');
  if (owner.lifecycle?.begins === 'once') {
    const stoppable = ends && owner.teardowns?.some((each) => each.name?.getText() !== 'constructor') && kind === 'interval' && use.proof !== 'shape';
    return (stoppable ? inferred : doubtful)(`that this ${owner.lifecycle.label}, made once, ends before the program does`);
  }
  // What it is given may end with it, and a teardown that releases nothing shows no habit that was broken.
  if (reach === 'outside' && holder === undefined && kind !== 'interval' && !(owner.teardowns ?? []).some(hasCall)) return inferred('that what it was given outlives the object');
  if (often || ends) return reach === 'unknown' && kind === 'subscription' ? inferred('that what it subscribes to outlives the object') : 'proven';
  // A class without an end: whatever lasts for the process and is dropped stays with every instance.
  if (!holder && (kind === 'disposable' || kind === 'subscription') && (reach === 'lifelong' || reach === 'shared' || reach === 'outside')) return (kind === 'disposable' || use.conventional ? inferred : doubtful)('that several objects of this class are made, each of which registers once more');
  return holder?.form === 'field' || kind === 'interval' ? doubtful('that objects of this class come to an end') : undefined;
}

function hasCall(node: ts.Node): boolean {
  let found = false;
  walk(node, (each) => {
    if (ts.isCallExpression(each)) found = true;
    return !found;
  });
  return found;
}

function localDisposable(use: AcquisitionUse): Loss {
  return use.conventional ? inferred(NEEDS_DISPOSAL) : 'proven';
}

/** A method named so is all that says it. */
const NEEDS_DISPOSAL = 'that it keeps something until it is disposed of';

/** Made for one piece of work and of no use after it. */
function isOneShot(use: AcquisitionUse): boolean {
  return ['connection', 'worker', 'socket', 'object-url', 'file-handle', 'stream'].includes(use.acquisition.kind);
}

const CALLED_AGAIN = 'that the function is called more than once in the life of the program';

const STARTS_SOMETHING = /^(?:start|init|initialize|setup|boot|bootstrap|install|register|create|make|main|run|listen|serve|activate|configure|mount|monitor|schedule|watch|poll|connect)/i;

function functionLoss(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder | undefined, reach: Reach): Loss | undefined {
  const { kind } = use.acquisition;
  const name = functionName(owner.inner) ?? functionName(owner.node) ?? '';
  if (entryPoints.includes(name) && kind !== 'disposable' && (parametersOf(owner) === 0 || /^(?:main|bootstrap|activate)$/.test(name))) return undefined;
  if (kind === 'disposable') {
    if (isMade(use)) return holder?.form === 'local' && use.conventional && isFinished(facts, use, holder) ? inferred(NEEDS_DISPOSAL) : undefined;
    return holder ? undefined : reach === 'unknown' ? inferred('that what it registers with outlives the call') : 'proven';
  }
  if (kind === 'interval' || kind === 'watcher') return (STARTS_SOMETHING.test(name) || owner.repeated ? doubtful : inferred)(CALLED_AGAIN);
  if (kind === 'subscription' || kind === 'cleanup-function') return ((reach === 'outside' || reach === 'shared') && use.receiver && parametersOf(owner) > 0 ? inferred : doubtful)(CALLED_AGAIN);
  if (!holder) return (kind === 'object-url' ? inferred : doubtful)('that nothing else releases it');
  if (kind === 'connection') return STARTS_SOMETHING.test(name) ? doubtful(CALLED_AGAIN) : 'proven';
  // Without anything that differs from call to call it may well be made once, to listen for as long as the page lives.
  if (kind === 'socket') return parametersOf(owner) === 0 ? doubtful(CALLED_AGAIN) : 'proven';
  return kind === 'object-url' || kind === 'worker' ? 'proven' : doubtful(CALLED_AGAIN);
}

function parametersOf(owner: Owner): number {
  return [owner.node, owner.inner].reduce((sum, each) => sum + (isFunctionNode(each) ? each.parameters.length : 0), 0);
}

/** The function waits for a method of the object: after that it is done with it. */
function isFinished(facts: Facts, use: AcquisitionUse, holder: Holder): boolean {
  let awaited = false;
  const body = functionAround(use.call);
  walk(body, (node) => {
    if (ts.isAwaitExpression(node) && ts.isCallExpression(node.expression)) {
      const callee = unwrap(node.expression.expression);
      if (ts.isPropertyAccessExpression(callee) && holder.declaration && facts.referencesOf(holder.declaration).some((each) => each === callee.expression)) awaited = true;
    }
    return !awaited;
  });
  return awaited && argumentsOf(use.call).every((each) => !isWithin(each, body) || each.kind !== ts.SyntaxKind.ThisKeyword);
}
