import type { Library } from './library.js';
import { angular, angularHttp, angularRouter } from './angular.js';
import { axios } from './axios.js';
import { betterSqlite3 } from './better-sqlite3.js';
import { broadcastChannel, bundledWorker, pdfJs, reactHookForm } from './browser-packages.js';
import { playwright, puppeteer } from './browsers.js';
import { bullmq } from './bullmq.js';
import { async, bluebird, pLimit, pMap, pQueue, pSeries } from './concurrency.js';
import { dataloader } from './dataloader.js';
import { dom } from './dom.js';
import { drizzleSqlite } from './drizzle-sqlite.js';
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
import { execa, simpleGit } from './processes.js';
import { react, reactNative } from './react.js';
import { redis } from './redis.js';
import { rxjs } from './rxjs.js';
import { sequelize } from './sequelize.js';
import { nodemailer, stripe } from './services.js';
import { slonik } from './slonik.js';
import { azureBlobs, googleStorage, s3 } from './storage.js';
import { supabase } from './supabase.js';
import { svelte, svelteKit, svelteRunes, svelteStore } from './svelte.js';
import { typeorm } from './typeorm.js';
import { vscode } from './vscode.js';
import { vue, vueAutoImport } from './vue.js';
import { chokidar, socketIo, ws } from './watchers-sockets.js';

/** Every table, one line each, in alphabetical order. */
export const libraries: readonly Library[] = [
  angular,
  angularHttp,
  angularRouter,
  async,
  axios,
  azureBlobs,
  betterSqlite3,
  broadcastChannel,
  bluebird,
  bullmq,
  bundledWorker,
  chokidar,
  collections,
  dataloader,
  dom,
  drizzle,
  drizzleSqlite,
  dynamodb,
  elasticsearch,
  execa,
  fetchApi,
  firestore,
  firestoreWeb,
  fsExtra,
  googleStorage,
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
  nodemailer,
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
  playwright,
  pLimit,
  pMap,
  postgres,
  pQueue,
  prisma,
  pSeries,
  puppeteer,
  react,
  reactNative,
  pdfJs,
  reactHookForm,
  redis,
  requestPackage,
  rxjs,
  s3,
  sequelize,
  simpleGit,
  sleepPackages,
  slonik,
  socketIo,
  stripe,
  supabase,
  superagent,
  svelte,
  svelteKit,
  svelteRunes,
  svelteStore,
  typeorm,
  undici,
  vscode,
  vue,
  vueAutoImport,
  ws,
];
