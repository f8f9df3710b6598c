import { defineLibrary, type Member } from './library.js';
import { members } from './members.js';
import { connection, inert, over } from './operations.js';

const { read, write } = over('queue');

const list: Member = read('many', { bound: { positional: 1 } });
const listOfType: Member = read('many', { bound: { positional: 2 } });

export const bullmq = defineLibrary({
  id: 'bullmq',
  label: 'BullMQ',
  packages: ['bullmq', '@nestjs/bullmq'],
  typings: { package: 'bullmq', version: '6.7.0' },
  exports: {
    Queue: { type: 'queueClass' },
    Worker: { type: 'workerClass' },
    QueueEvents: { type: 'eventsClass' },
    FlowProducer: { type: 'flowClass' },
    Job: { type: 'jobClass' },
  },
  declared: { Queue: 'queue', Worker: 'worker', QueueEvents: 'events', FlowProducer: 'flow', Job: 'job' },
  decorators: { InjectQueue: 'queue', InjectFlowProducer: 'flow' },
  types: {
    queueClass: { construct: { returns: 'queue', acquires: connection('queue connection', 'close', 'disconnect') } },
    workerClass: { construct: { returns: 'worker', callbacks: [{ argument: 1, parameters: ['job'], runs: 'later' }], acquires: connection('worker', 'close') } },
    eventsClass: { construct: { returns: 'events', acquires: connection('queue events connection', 'close') } },
    flowClass: { construct: { returns: 'flow', acquires: connection('queue connection', 'close', 'disconnect') } },
    jobClass: { members: { fromId: read('one', {}, { returns: 'job' }), create: write('one', { batch: '`addBulk`' }, { returns: 'job' }), createBulk: write('none', { acceptsMany: true }) } },
    queue: {
      members: {
        add: write('one', { batch: '`addBulk`' }, { returns: 'job' }),
        addBulk: write('none', { acceptsMany: true }),
        getJob: read('one', {}, { returns: 'job' }),
        // Starts at 0 and ends at -1, the last, unless told otherwise.
        getJobs: { ...listOfType, returnsEach: 'job' },
        ...members('getWaiting getActive getDelayed getCompleted getFailed getPrioritized getWaitingChildren', { ...list, returnsEach: 'job' }),
        ...members('getJobCounts getJobCountByTypes getWaitingCount getActiveCount getDelayedCount getCompletedCount getFailedCount count', read('count')),
        getRanges: { ...listOfType },
        ...members('remove drain obliterate clean retryJobs promoteJobs pause resume', write('none')),
        upsertJobScheduler: write('one'),
        removeJobScheduler: write('none'),
        getJobSchedulers: read('many', { bound: { positional: 1 } }),
        ...inert('close disconnect on once off waitUntilReady name opts isPaused setGlobalConcurrency'),
      },
    },
    flow: { members: { add: write('one', { batch: '`addBulk`' }), addBulk: write('none', { acceptsMany: true }), getFlow: read('one'), ...inert('close disconnect') } },
    worker: { members: inert('close pause resume run on once off waitUntilReady isRunning concurrency') },
    events: { members: inert('close on once off run waitUntilReady') },
    job: {
      members: {
        ...members('updateProgress updateData log remove retry promote moveToCompleted moveToFailed moveToDelayed extendLock changeDelay changePriority', write('none')),
        ...members('getState isCompleted isFailed isActive isWaiting isDelayed', read('one')),
        getChildrenValues: read('many'),
        // Waits for another worker, not for a round trip.
        waitUntilFinished: {},
        ...inert('data opts id name attemptsMade returnvalue toJSON asJSON'),
      },
    },
  },
});
