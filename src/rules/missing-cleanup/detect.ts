import type { ts } from 'ts-morph';
import type { Confidence } from '../../core/finding.js';
import { doubtful, inferred, type Doubt } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { acquisitionOf } from '../../facts/acquisitions.js';
import { ownerOf } from '../../facts/lifetimes.js';
import { handleVerdict } from './handles.js';
import type { Leak } from './leak.js';
import { listenerVerdict, receiverDoubts } from './listeners.js';

/** The leak at a call, or `undefined` where nothing is acquired, it is released, or its owner never ends. */
export function findLeak(facts: Facts, call: ts.CallExpression | ts.NewExpression): Leak | undefined {
  const use = acquisitionOf(facts, call);
  if (!use) return undefined;
  const owner = ownerOf(facts, call);
  const registers = use.acquisition.release.receiver !== undefined || use.acquisition.heldBy === 'receiver';
  const found = registers ? listenerVerdict(facts, use, owner) : handleVerdict(facts, use, owner);
  return found ? { ...found.leak, doubts: [...doubtsAt(found.confidence), ...receiverDoubts(use)] } : undefined;
}

function doubtsAt(confidence: Confidence): readonly Doubt[] {
  if (confidence === 'high') return [];
  return confidence === 'medium' ? [inferred('that it outlives what it was made for')] : [doubtful('whether it outlives what it was made for is not known')];
}
