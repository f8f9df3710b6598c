import awaitInLoop from './await-in-loop/rule.js';
import awaitInPromiseAll from './await-in-promise-all/rule.js';
import concurrentQueriesOnOneConnection from './concurrent-queries-on-one-connection/rule.js';
import missingCleanup from './missing-cleanup/rule.js';
import nPlusOneQuery from './n-plus-one-query/rule.js';
import nPlusOneRequest from './n-plus-one-request/rule.js';
import type { Rule } from './rule.js';
import sequentialAwait from './sequential-await/rule.js';
import unboundedQuery from './unbounded-query/rule.js';

/** Every rule, one line each, in alphabetical order; a test compares the list with the folders. */
export const rules: readonly Rule[] = [
  awaitInLoop,
  awaitInPromiseAll,
  concurrentQueriesOnOneConnection,
  missingCleanup,
  nPlusOneQuery,
  nPlusOneRequest,
  sequentialAwait,
  unboundedQuery,
];
