import { ts } from 'ts-morph';
import type { AcquisitionUse } from '../../facts/acquisitions.js';
import { calledName } from '../../facts/called-name.js';
import { doubtful, inferred } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import type { Holder } from '../../facts/holders.js';
import { functionName, type Owner } from '../../facts/lifetimes.js';
import { reachOf, type Reach } from '../../facts/reach.js';
import { functionAround } from '../../facts/releases.js';
import { entryPoints } from '../../knowledge/lifecycles.js';
import { argumentsOf, isFunctionNode, isWithin, plainText, unwrap, walk } from '../../syntax/nodes.js';
import { listensIdly } from './idle-listener.js';
import type { Loss, Reason } from './leak.js';
import { onlyObject } from './only-object.js';
import { timerLoss } from './timers.js';

/** How sure it is that something unreleased is lost, by whose life it shares. */
export function neverReleased(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder | undefined, reason: Reason['kind']): Loss | undefined {
  const loss = lossOf(facts, use, owner, holder, reason);
  const registers = use.acquisition.kind === 'disposable' || use.acquisition.kind === 'subscription';
  return loss === 'proven' && registers && listensIdly(facts, use) ? inferred('that what listens will come to do something: so far it is empty') : loss;
}

function lossOf(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder | undefined, reason: Reason['kind']): Loss | undefined {
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
  if (often || ends) return reach === 'unknown' && kind === 'subscription' ? inferred('that what it subscribes to outlives the object') : onlyObject(facts, owner) ?? 'proven';
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
  if (kind === 'interval' || kind === 'watcher') {
    if (registersEnd(facts, owner)) return inferred('that it is to end with what the function has ended at a shutdown');
    return (STARTS_SOMETHING.test(name) || owner.repeated ? doubtful : inferred)(CALLED_AGAIN);
  }
  if (kind === 'subscription' || kind === 'cleanup-function') return ((reach === 'outside' || reach === 'shared') && use.receiver && parametersOf(owner) > 0 ? inferred : doubtful)(CALLED_AGAIN);
  if (!holder) return (kind === 'object-url' ? inferred : doubtful)('that nothing else releases it');
  if (kind === 'connection') return STARTS_SOMETHING.test(name) ? doubtful(CALLED_AGAIN) : 'proven';
  // Without anything that differs from call to call it may well be made once, to listen for as long as the page lives.
  if (kind === 'socket') return parametersOf(owner) === 0 ? doubtful(CALLED_AGAIN) : 'proven';
  return kind === 'object-url' || kind === 'worker' ? 'proven' : doubtful(CALLED_AGAIN);
}

/** `onShutdown(() => queue.close())`: the function knows that what it makes comes to an end. */
function registersEnd(facts: Facts, owner: Owner): boolean {
  let found = false;
  walk(owner.node, (node) => {
    if (ts.isCallExpression(node) && /shutdown|teardown|dispos|cleanup|onClose/i.test(namesOf(facts, node.expression))) found ||= node.arguments.some((each) => facts.valueOf(each)?.kind === 'function');
    return !found;
  });
  return found;
}

/** `ShutdownHelper.add`, by the names the root and the member have where they were declared. */
function namesOf(facts: Facts, callee: ts.Expression): string {
  const inner = unwrap(callee);
  return ts.isPropertyAccessExpression(inner) ? `${namesOf(facts, inner.expression)}.${inner.name.text}` : calledName(facts, inner) ?? plainText(inner);
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
