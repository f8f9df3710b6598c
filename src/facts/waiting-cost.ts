import type { ts } from 'ts-morph';
import type { CallEffect } from './call-effects.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { unattendedWork } from './unattended-work.js';

/** Why nobody may mind that this code waits: it runs by itself, or what it waits for is there at once. True findings, little lost. */
export function littleWaiting(facts: Facts, node: ts.Node, works: readonly CallEffect[]): readonly Doubt[] {
  const unattended = unattendedDoubt(facts, node);
  if (unattended) return [unattended];
  return works.every((each) => isLocal(facts, each)) ? [inferred('files of the machine itself answer in a fraction of a millisecond')] : [];
}

const ANSWERS = /(?:^|\/)(?:controllers?|routes?|routers?|resolvers?)\//i;

/** A job, a worker or an export is in no hurry: nobody waits for its answer. */
export function unattendedDoubt(facts: Facts, node: ts.Node): Doubt | undefined {
  const { root } = facts.resolver;
  const path = node.getSourceFile().fileName;
  const relative = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
  const work = unattendedWork(node, relative);
  // A controller of workers answers somebody.
  if (work?.at === undefined && ANSWERS.test(relative)) return undefined;
  return work && inferred('it is part of a job, worker or export, where nobody waits for the answer', work.at);
}

/** A few files, each of them once: a walk through a folder is another matter. */
function isLocal(facts: Facts, { uses }: CallEffect): boolean {
  return uses.length > 0 && uses.every((use) => use.operation.channel === 'fs' && facts.loopsAround(use.call).length === 0);
}
