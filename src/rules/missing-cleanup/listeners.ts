import { ts } from 'ts-morph';
import { acquisitionOf, type AcquisitionUse } from '../../facts/acquisitions.js';
import { doubtful, inferred } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import type { Owner } from '../../facts/lifetimes.js';
import { comesAndGoes, runsOnMount } from '../../facts/component-life.js';
import { functionName } from '../../facts/lifetimes.js';
import { memberName } from '../../facts/members.js';
import { reachOf, type Reach } from '../../facts/reach.js';
import { isUnique, referenceKey } from '../../facts/references.js';
import { functionAround, listenerReleases } from '../../facts/releases.js';
import { argumentsOf, nameOfAccess, unwrap, walk, wrapped } from '../../syntax/nodes.js';
import { inverseName } from './inverse-names.js';
import { doubtsOf, type Leak, type Loss, type Reason } from './leak.js';
import { onlyObject } from './only-object.js';

/** A listener on, or an observation of, something that may outlive the code that registers. */
export function listenerLeak(facts: Facts, use: AcquisitionUse, owner: Owner): Leak | undefined {
  const reach = reachOf(facts, use, owner);
  if (reach === 'own' || reach === 'exchange' || owner.kind === 'process' || owner.kind === 'teardown') return undefined;
  const { matching, mismatch } = listenerReleases(facts, use);
  const sibling = siblingOf(facts, use, owner);
  const toggles = matching.length > 0 && sibling !== undefined && owner.kind === 'class' && !isSwitchedOff(owner, use.call) && matching.every((each) => functionAround(each.node) === functionAround(use.call));
  if (matching.length > 0 && !toggles) return undefined;
  const reason: Reason = mismatch ? { kind: 'mismatch', removal: mismatch.node, why: mismatch.reason } : toggles && matching[0] ? { kind: 'only-when-set-again', release: matching[0].node } : isInline(facts, use) ? { kind: 'inline' } : { kind: 'unreleased' };
  const loss = isLifelongEvent(use) ? processListener(use, owner) : lossOf(facts, use, owner, reach, sibling !== undefined, mismatch !== undefined);
  return loss ? { use, owner, reason, holder: undefined, reach, sibling, doubts: doubtsOf(loss) } : undefined;
}

/** A member that removes, then adds where it is told to, and that a teardown calls: `this.listen(false)`. */
function isSwitchedOff(owner: Owner, add: ts.Node): boolean {
  const name = owner.member?.name ? memberName(owner.member.name) : undefined;
  let conditional = false;
  for (let at: ts.Node = add; at !== owner.inner && at.parent; at = at.parent) if (ts.isIfStatement(at.parent)) conditional = true;
  return conditional && name !== undefined && (owner.teardowns ?? []).some((each) => callsOwn(each, name));
}

function callsOwn(member: ts.Node, name: string): boolean {
  let found = false;
  walk(member, (each) => {
    if (ts.isPropertyAccessExpression(each) && each.expression.kind === ts.SyntaxKind.ThisKeyword && each.name.text === name) found = true;
    return !found;
  });
  return found;
}

/** `process.on('SIGTERM', …)`: meant for the life of the process, unless every instance of a class that ends adds one. */
function isLifelongEvent(use: AcquisitionUse): boolean {
  const event = argumentsOf(use.call)[0];
  return event !== undefined && ts.isStringLiteralLike(unwrap(event)) && use.acquisition.lifelong?.includes((unwrap(event) as ts.StringLiteralLike).text) === true;
}

function processListener(use: AcquisitionUse, owner: Owner): Loss | undefined {
  const ends = owner.kind === 'class' && (owner.teardowns?.length ?? 0) > 0 && ts.isClassLike(owner.node);
  if (!ends || !owner.member || !ts.isConstructorDeclaration(owner.member) || owner.member.parameters.length === 0) return undefined;
  const listener = argumentsOf(use.call)[1];
  return listener && usesThis(listener) ? inferred('that several objects of this class are made and done with') : undefined;
}

export function usesThis(node: ts.Node): boolean {
  let found = node.kind === ts.SyntaxKind.ThisKeyword;
  walk(node, (each) => {
    if (each.kind === ts.SyntaxKind.ThisKeyword) found = true;
    return !found && !ts.isFunctionDeclaration(each) && !ts.isFunctionExpression(each) && !ts.isClassLike(each);
  });
  return found;
}

function isInline(facts: Facts, use: AcquisitionUse): boolean {
  const last = use.acquisition.release.matching ?? 2;
  const listener = argumentsOf(use.call)[last - 1];
  return use.acquisition.kind === 'listener' && listener !== undefined && isUnique(referenceKey(facts, listener));
}

function lossOf(facts: Facts, use: AcquisitionUse, owner: Owner, reach: Reach, sibling: boolean, mismatched: boolean): Loss | undefined {
  const lasting = reach === 'lifelong' || reach === 'shared';
  const given = reach === 'outside';
  switch (owner.kind) {
    case 'effect':
      if (mismatched || sibling) return 'proven';
      if (lasting) return runsOnMount(owner) && !comesAndGoes(facts, owner.node) ? inferred('that the component is shown more than once while the page lives') : 'proven';
      if (use.acquisition.kind === 'observer') return reach === 'element' ? inferred('that the element outlives the effect') : 'proven';
      return given || runsAgain(owner) ? inferred('that what it listens to outlives one run of the effect') : undefined;
    case 'component':
      if (lasting) return owner.repeated ? inferred('that nothing else removes it before the component goes') : 'proven';
      if (mismatched) return inferred('that what it listens to outlives the component');
      return !owner.repeated && given ? doubtful('that what it listens to outlives the component') : undefined;
    case 'class':
      return classLoss(facts, use, owner, lasting, given, sibling, mismatched);
    case 'factory':
      if (!lasting && !given) return mismatched ? inferred('that what it listens to outlives the cleanup') : undefined;
      if (sibling || mismatched) return 'proven';
      return lasting ? inferred('that the cleanup it gives back is to undo this too') : doubtful('that what it listens to outlives the cleanup');
    case 'function':
      if (mismatched) return inferred('that what it listens to outlives the call');
      if (use.acquisition.kind === 'observer') return reach === 'lifelong' ? (owner.promise ? 'proven' : doubtful('that the function is called more than once')) : undefined;
      // What is handed to a function and lives on gathers one listener per call.
      if (reach === 'lifelong' && use.receiver && isParameter(facts, use.receiver)) return inferred('that it is called again with the same one');
      if (updatesOften(owner) && isInline(facts, use)) return inferred(RUNS_OFTEN);
      return lasting ? doubtful('that the function is called more than once') : undefined;
    default:
      return undefined;
  }
}

function isParameter(facts: Facts, expression: ts.Expression): boolean {
  const root = unwrap(expression);
  const declaration = ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
  return declaration !== undefined && ts.isParameter(declaration);
}

/** An effect without dependencies that change runs once; its own elements go with it. */
function runsAgain(owner: Owner): boolean {
  const call = wrapped(owner.node).parent;
  if (!ts.isCallExpression(call) || owner.callback?.cleanup !== 'returned') return false;
  const given = call.arguments[owner.callback.argument + 1];
  const dependencies = given && unwrap(given);
  return !dependencies || (ts.isArrayLiteralExpression(dependencies) && dependencies.elements.length > 0);
}

function classLoss(facts: Facts, use: AcquisitionUse, owner: Owner, lasting: boolean, given: boolean, sibling: boolean, mismatched: boolean): Loss | undefined {
  const { lifecycle } = owner;
  const ends = (owner.teardowns?.length ?? 0) > 0;
  const often = lifecycle !== undefined && lifecycle.begins === 'often';
  if (mismatched && (often || ends)) return lasting ? 'proven' : inferred('that what it listens to outlives the object');
  if (lasting) {
    if (lifecycle?.begins === 'once') return doubtful(`that this ${lifecycle.label}, made once, ends before the program does`);
    if (often || ends) return sibling ? 'proven' : owner.setup || often ? livesOn(facts, owner) : inferred('that nothing else removes it before the object ends');
    if (isMadeOften(facts, owner)) return inferred('that an object of this class is made for one element after the other');
    return updatesOften(owner) ? inferred(RUNS_OFTEN) : doubtful('that objects of this class come and go');
  }
  if (sibling) return 'proven';
  if (updatesOften(owner) && isInline(facts, use)) return inferred(RUNS_OFTEN);
  if (!given) return use.acquisition.kind === 'observer' && (often || ends) ? inferred('that what it observes outlives the object') : undefined;
  const partner = undoneBy(owner);
  if (partner) return inferred('that this is to undo it: its name says so', partner.name ?? partner);
  return ends || often ? doubtful('that what it listens to outlives the object') : undefined;
}

/** An object that is made once, or is given nothing that tells it from others of its class, may well live as long as the program. */
function livesOn(facts: Facts, owner: Owner): Loss {
  const once = onlyObject(facts, owner);
  if (once || owner.lifecycle || !ts.isClassLike(owner.node)) return once ?? 'proven';
  const { member } = owner;
  const givenNothing = member !== undefined && ts.isConstructorDeclaration(member) && member.parameters.length === 0;
  return givenNothing ? inferred('that more than one object of this class is made: none is given anything to tell it apart by') : 'proven';
}

const RUNS_OFTEN = 'that this runs again and again: its name says so';

/** Members that run again and again by their name. */
function updatesOften(owner: Owner): boolean {
  const name = owner.member?.name ? memberName(owner.member.name) : functionName(owner.inner);
  return name !== undefined && /^(?:update|render|redraw|refresh|componentDidUpdate|ngDoCheck|updated)$/.test(name);
}

/** A class that is given an element is made for every such element. */
function isMadeOften(facts: Facts, owner: Owner): boolean {
  if (!ts.isClassLike(owner.node)) return false;
  const constructor = owner.node.members.find((each) => ts.isConstructorDeclaration(each) && each.body !== undefined);
  if (!constructor || !ts.isConstructorDeclaration(constructor)) return false;
  return constructor.parameters.some((each) => each.type !== undefined && /^(?:HTML|SVG)\w*Element$|^Element$/.test(each.type.getText()));
}

/** The method has a partner that undoes it: `publishTrack` and `unpublishTrack`. */
function undoneBy(owner: Owner): ts.ClassElement | undefined {
  const name = owner.member?.name ? memberName(owner.member.name) : undefined;
  if (name === undefined || !ts.isClassLike(owner.node)) return undefined;
  const inverse = inverseName(name);
  return inverse === undefined ? undefined : owner.node.members.find((each) => each.name !== undefined && memberName(each.name) === inverse);
}

/** A registration with the same target whose event and listener are removed somewhere in the owner. */
function siblingOf(facts: Facts, use: AcquisitionUse, owner: Owner): ts.Node | undefined {
  const receiver = use.receiver ? referenceKey(facts, use.receiver) : '@window';
  const added: string[][] = [];
  const removals: { readonly node: ts.Node; readonly keys: readonly string[] }[] = [];
  walk(owner.node, (node) => {
    if (!ts.isCallExpression(node)) return;
    const callee = unwrap(node.expression);
    const name = nameOfAccess(callee);
    if (name === undefined) return;
    if (use.acquisition.release.receiver?.includes(name) && node.arguments.length >= 2) removals.push({ node, keys: node.arguments.slice(0, 2).map((each) => referenceKey(facts, each)) });
    else if (node !== use.call) {
      const other = acquisitionOf(facts, node);
      if (other?.acquisition.release.receiver === undefined || other.acquisition.kind !== use.acquisition.kind) return;
      if ((other.receiver ? referenceKey(facts, other.receiver) : '@window') === receiver) added.push(argumentsOf(node).slice(0, 2).map((each) => referenceKey(facts, each)));
    }
  });
  return removals.find((removal) => added.some((each) => each[0] === removal.keys[0] && each[1] === removal.keys[1]))?.node;
}
