import { defineLibrary, type Member } from './library.js';
import { declares, later, members } from './members.js';

/** The channel of this name for browsers without one and for Node. */
export const broadcastChannel = defineLibrary({
  id: 'broadcast-channel',
  label: 'broadcast-channel',
  packages: ['broadcast-channel'],
  typings: { package: 'broadcast-channel', version: '7' },
  exports: { BroadcastChannel: { type: 'channelClass' } },
  declared: { BroadcastChannel: 'channel' },
  types: {
    channelClass: { construct: { returns: 'channel', acquires: { resource: 'broadcast channel', kind: 'socket', release: { methods: ['close'] } } } },
    channel: { members: members('close postMessage addEventListener removeEventListener', {}) },
  },
});

/** `import Worker from './task?worker'`: bundlers turn the file into the constructor of a worker that runs it. */
export const bundledWorker = defineLibrary({
  id: 'bundled-worker',
  label: 'bundled worker',
  packages: [/\?(?:[\w=&]*&)?worker\b/, /^worker-loader!/],
  exports: { default: { type: 'workerClass' } },
  types: {
    workerClass: { construct: { returns: 'worker', acquires: { resource: 'worker', kind: 'worker', release: { methods: ['terminate'] } } } },
    worker: { members: members('postMessage terminate addEventListener removeEventListener', {}) },
  },
});

/** `watch(callback)` subscribes to every change of the form; with names it only reads. */
export const reactHookForm = defineLibrary({
  id: 'react-hook-form',
  label: 'React Hook Form',
  packages: ['react-hook-form'],
  typings: { package: 'react-hook-form', version: '7' },
  exports: { ...members('useForm useFormContext', { returns: 'form' }) },
  declared: declares('UseFormReturn', 'form'),
  types: {
    form: {
      members: {
        watch: {
          acquires: { resource: 'form subscription', kind: 'subscription', onlyWithCallback: true, release: { methods: ['unsubscribe'] } },
          callbacks: [later(0)],
        },
      },
    },
  },
});

const getDocument: Member = { returns: 'document', acquires: { resource: 'PDF document', kind: 'connection', release: { methods: ['destroy', 'cleanup'], promised: true } } };

/** Each document keeps a worker's copy of the file. Its typings need a native canvas to install, so no test holds these names. */
export const pdfJs = defineLibrary({
  id: 'pdf-js',
  label: 'PDF.js',
  packages: ['pdfjs-dist', /^pdfjs-dist\/(?:legacy\/)?build\/pdf/],
  exports: { getDocument, '*': { type: 'module' }, default: { type: 'module' } },
  types: { module: { members: { getDocument } }, document: { members: { promise: { type: 'document' }, ...members('destroy cleanup', {}) } } },
});
