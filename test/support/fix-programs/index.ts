import { awaitInLoop } from './await-in-loop.js';
import { awaitInPromiseAll } from './await-in-promise-all.js';
import { concurrentQueries } from './concurrent-queries.js';
import type { FixPrograms } from './fix-program.js';
import { missingCleanup } from './missing-cleanup.js';
import { nPlusOneQuery } from './n-plus-one-query.js';
import { sequentialAwait } from './sequential-await.js';
import { unboundedQuery } from './unbounded-query.js';

/** Generators of programs, by the rule that repairs them. */
export const fixPrograms: readonly FixPrograms[] = [sequentialAwait, awaitInLoop, awaitInPromiseAll, concurrentQueries, missingCleanup, nPlusOneQuery, unboundedQuery];
