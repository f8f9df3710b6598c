import { NO_NODE, type Profile } from './profile.js';

/**
 * What was at the top of the stack when: the time of a run cut into buckets of equal length, and of each bucket the part (0 to 1) that
 * each group of frames took. Row by row: `groups` numbers for the first bucket, then for the second. Empty without samples.
 * @param groupOf by frame; a group that is none of `groups` counts nowhere
 */
export function activityByTime({ nodes, samples }: Profile, groupOf: Uint32Array, groups: number, buckets: number): Float32Array {
  const parts = new Float32Array(buckets * groups);
  if (samples === undefined || samples.count === 0) return parts;
  const { count, node, start } = samples;
  const began = start[0]!;
  const length = (start[count]! - began) / buckets;
  if (!(length > 0)) return parts;
  for (let sample = 0; sample < count; sample++) {
    const at = node[sample]!;
    const group = at === NO_NODE ? groups : groupOf[nodes.frame[at]!]!;
    if (group >= groups) continue;
    const [from, to] = [(start[sample]! - began) / length, (start[sample + 1]! - began) / length];
    for (let bucket = Math.floor(from); bucket < to && bucket < buckets; bucket++) {
      parts[bucket * groups + group]! += Math.min(to, bucket + 1) - Math.max(from, bucket);
    }
  }
  return parts;
}
