import type { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { acquisitionOf } from '../../facts/acquisitions.js';
import { ownerOf } from '../../facts/lifetimes.js';
import { handleVerdict } from './handles.js';
import type { Verdict } from './leak.js';
import { limited, listenerVerdict } from './listeners.js';

/** The leak at a call, or `undefined` where nothing is acquired, it is released, or its owner never ends. */
export function findLeak(facts: Facts, call: ts.CallExpression | ts.NewExpression): Verdict | undefined {
  const use = acquisitionOf(facts, call);
  if (!use) return undefined;
  const owner = ownerOf(facts, call);
  const registers = use.acquisition.release.receiver !== undefined || use.acquisition.heldBy === 'receiver';
  const found = registers ? listenerVerdict(facts, use, owner) : handleVerdict(facts, use, owner);
  return found ? { leak: found.leak, confidence: limited(found.confidence, use) } : undefined;
}
