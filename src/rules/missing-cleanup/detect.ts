import type { ts } from 'ts-morph';
import { doubtful } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { acquisitionOf } from '../../facts/acquisitions.js';
import { ownerOf } from '../../facts/lifetimes.js';
import { handleLeak } from './handles.js';
import type { Leak } from './leak.js';
import { listenerLeak } from './listeners.js';

/** The leak at a call, or `undefined` where nothing is acquired, it is released, or its owner never ends. */
export function findLeak(facts: Facts, call: ts.CallExpression | ts.NewExpression): Leak | undefined {
  const use = acquisitionOf(facts, call);
  if (!use) return undefined;
  const owner = ownerOf(facts, call);
  const registers = use.acquisition.release.receiver !== undefined || use.acquisition.heldBy === 'receiver';
  const found = registers ? listenerLeak(facts, use, owner) : handleLeak(facts, use, owner);
  if (!found || use.proof !== 'shape') return found;
  return { ...found, doubts: [...found.doubts, doubtful('what it is called on is known by its name only')] };
}
