import type { Library } from './library.js';
import { angular, angularHttp, angularRouter } from './angular.js';
import { axios } from './axios.js';
import { betterSqlite3 } from './better-sqlite3.js';
import { bullmq } from './bullmq.js';
import { async, bluebird, pLimit, pMap, pQueue, pSeries } from './concurrency.js';
import { dataloader } from './dataloader.js';
import { dom } from './dom.js';
import { drizzle } from './drizzle.js';
import { dynamodb } from './dynamodb.js';
import { elasticsearch } from './elasticsearch.js';
import { fetchApi, nodeFetch, undici } from './fetch.js';
import { firestore } from './firestore.js';
import { firestoreWeb } from './firestore-web.js';
import { got, ky, requestPackage, superagent } from './http-clients.js';
import { ioredis } from './ioredis.js';
import { collections } from './iteration.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { lodash } from './lodash.js';
import { mikroOrm } from './mikro-orm.js';
import { mongodb } from './mongodb.js';
import { mongoose } from './mongoose.js';
import { mysql2 } from './mysql2.js';
import { nodeChildProcess } from './node-child-process.js';
import { nodeEvents } from './node-events.js';
import { fsExtra, nodeFs, nodeFsPromises } from './node-fs.js';
import { nodeDns, nodeHttp, nodeNet, nodeTls } from './node-net.js';
import { nodeSqlite } from './node-sqlite.js';
import { nodeStreamPromises, nodeStreams } from './node-streams.js';
import { nodeTimers, nodeTimersPromises, sleepPackages } from './node-timers.js';
import { nodeWorkerThreads } from './node-worker-threads.js';
import { objection } from './objection.js';
import { pg } from './pg.js';
import { postgres } from './postgres.js';
import { prisma } from './prisma.js';
import { react } from './react.js';
import { redis } from './redis.js';
import { rxjs } from './rxjs.js';
import { sequelize } from './sequelize.js';
import { slonik } from './slonik.js';
import { supabase } from './supabase.js';
import { svelte, svelteStore } from './svelte.js';
import { typeorm } from './typeorm.js';
import { vscode } from './vscode.js';
import { vue } from './vue.js';

/** Every table, one line each, in alphabetical order. */
export const libraries: readonly Library[] = [
  angular,
  angularHttp,
  angularRouter,
  async,
  axios,
  betterSqlite3,
  bluebird,
  bullmq,
  collections,
  dataloader,
  dom,
  drizzle,
  dynamodb,
  elasticsearch,
  fetchApi,
  firestore,
  firestoreWeb,
  fsExtra,
  got,
  ioredis,
  knex,
  ky,
  kysely,
  lodash,
  mikroOrm,
  mongodb,
  mongoose,
  mysql2,
  nodeChildProcess,
  nodeDns,
  nodeEvents,
  nodeFetch,
  nodeFs,
  nodeFsPromises,
  nodeHttp,
  nodeNet,
  nodeSqlite,
  nodeStreamPromises,
  nodeStreams,
  nodeTimers,
  nodeTimersPromises,
  nodeTls,
  nodeWorkerThreads,
  objection,
  pg,
  pLimit,
  pMap,
  postgres,
  pQueue,
  prisma,
  pSeries,
  react,
  redis,
  requestPackage,
  rxjs,
  sequelize,
  sleepPackages,
  slonik,
  supabase,
  superagent,
  svelte,
  svelteStore,
  typeorm,
  undici,
  vscode,
  vue,
];
