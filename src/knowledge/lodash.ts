import { defineLibrary, type Member } from './library.js';
import { inMemory, members } from './members.js';

/** Nothing waits for an asynchronous callback here. */
const each: Member = { operation: inMemory, callbacks: [{ argument: 1, runs: 'each', over: 0 }] };
const forms: Readonly<Record<string, Member>> = {
  ...members(
    `forEach each forEachRight eachRight forOwn forIn map flatMap mapValues mapKeys filter reject partition find findLast findIndex
     findLastIndex findKey some every groupBy keyBy countBy sortBy orderBy uniqBy sumBy minBy maxBy meanBy remove pickBy omitBy`,
    each,
  ),
  ...members('reduce reduceRight', { operation: inMemory, callbacks: [{ argument: 1, runs: 'each', over: 0, element: 1 }] }),
  times: { operation: inMemory, callbacks: [{ argument: 1, runs: 'each', over: 0 }] },
  ...members('chunk take takeRight sampleSize uniq compact flatten get set has size', { operation: inMemory }),
  // A pending call fires later; `cancel` drops it, `flush` brings it forward.
  ...members('debounce throttle', { returns: 'debounced', callbacks: [{ argument: 0, runs: 'later' }] }),
};

export const lodash = defineLibrary({
  id: 'lodash',
  label: 'Lodash',
  packages: ['lodash', 'lodash-es', /^lodash\//],
  typings: { package: '@types/lodash', version: '4' },
  exports: { ...forms, default: { type: 'lodash' }, '*': { type: 'lodash' } },
  declared: { LoDashStatic: 'lodash' },
  types: { lodash: { members: forms }, debounced: { members: members('cancel flush', {}) } },
});
