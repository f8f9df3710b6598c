import type { ts } from 'ts-morph';
import { fileAttributeReads } from '../knowledge/node-fs.js';
import type { Channel } from '../knowledge/library.js';
import type { CallEffect } from './call-effects.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { rareAction } from './rare-action.js';
import { unattendedWork } from './unattended-work.js';

/** Why nobody may mind that this code waits: it runs by itself, or what it waits for is there at once. True findings, little lost. */
export function littleWaiting(facts: Facts, node: ts.Node, works: readonly CallEffect[]): readonly Doubt[] {
  const unattended = unattendedDoubt(facts, node);
  if (unattended) return [unattended];
  if (works.every((each) => isLocal(facts, each))) return [inferred(LOCAL)];
  const rare = works.every(isNear) ? rareAction(node) : undefined;
  return rare ? [inferred('it is a rare action, where some milliseconds matter little', rare)] : [];
}

const LOCAL = 'files of the machine itself answer in a fraction of a millisecond';

/** Rounds that ask for no more than the size or the date of a local file: the system has those at hand. */
export function attributesDoubt(works: readonly CallEffect[]): Doubt | undefined {
  const onlyAttributes = works.every(({ uses }) => uses.length > 0 && uses.every((use) => use.operation.channel === 'fs' && fileAttributeReads.has(use.method)));
  return onlyAttributes ? inferred(LOCAL) : undefined;
}

const NEAR: ReadonlySet<Channel> = new Set(['database', 'cache', 'fs', 'memory']);

/** Answered within milliseconds by what stands beside the server; a request to others may take seconds. */
function isNear({ uses }: CallEffect): boolean {
  return uses.every((use) => NEAR.has(use.operation.channel));
}

const ANSWERS = /(?:^|\/)(?:controllers?|routes?|routers?|resolvers?)\//i;

/** A job, a worker or an export is in no hurry: nobody waits for its answer. */
export function unattendedDoubt(facts: Facts, node: ts.Node): Doubt | undefined {
  const relative = facts.resolver.relative(node.getSourceFile().fileName);
  const work = unattendedWork(node, relative);
  // A controller of workers answers somebody.
  if (work?.at === undefined && ANSWERS.test(relative)) return undefined;
  return work && inferred('it is part of a job, worker or export, where nobody waits for the answer', work.at);
}

/** A few files, each of them once: a walk through a folder is another matter. */
function isLocal(facts: Facts, { uses }: CallEffect): boolean {
  return uses.length > 0 && uses.every((use) => use.operation.channel === 'fs' && facts.loopsAround(use.call).length === 0);
}
