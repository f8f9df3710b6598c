import { defineLibrary, type Acquisition, type ApiType, type Member, type Operation } from './library.js';
import { declares, later, members } from './members.js';
import { emitterMembers } from './node-events.js';

const read: Operation = { channel: 'fs', effect: 'read', rows: 'one' };
const write: Operation = { channel: 'fs', effect: 'write', rows: 'none' };
const readWrite: Operation = { channel: 'fs', effect: 'read-write', rows: 'one' };

const readers = 'access lstat readFile readdir readlink realpath stat statfs';
const writers = 'appendFile chmod chown copyFile cp lchmod lchown link lutimes mkdir mkdtemp rename rm rmdir symlink truncate unlink utimes writeFile';
/** These take a descriptor; their promise form is a method of FileHandle. */
const descriptorReaders = 'fstat read readv';
const descriptorWriters = 'fchmod fchown fdatasync fsync ftruncate futimes write writev';

/** Reads of what a folder knows of a file, not of the file itself. */
export const fileAttributeReads: ReadonlySet<string> = new Set(['access', 'exists', 'lstat', 'pathExists', 'stat']);

const sync = (names: string): string => names.split(' ').map((name) => `${name}Sync`).join(' ');
const callback = (operation: Operation): Member => ({ operation, callbacks: [later(-1)] });
const blocking = (operation: Operation): Member => ({ operation: { ...operation, synchronous: true } });

const fileHandle: Acquisition = {
  resource: 'file handle', kind: 'file-handle', everyPath: true, release: { methods: ['close', 'createReadStream', 'createWriteStream', 'readableWebStream'], promised: true, using: 'await using' },
};
const descriptor: Acquisition = {
  resource: 'file descriptor', kind: 'file-handle', everyPath: true, release: { functions: ['closeSync', 'close'] },
};
/** `for await` over a directory closes it. */
const directory: Acquisition = {
  resource: 'directory handle', kind: 'file-handle', endsItself: true, release: { methods: ['close', 'closeSync'] },
};
/** `autoClose`: the descriptor is closed at the end of the file and on error, so a stream leaks when it is never read or ended. */
const stream = (resource: string, ending: string): Acquisition => ({
  resource, kind: 'stream', endsItself: true,
  release: { methods: ['destroy', 'close', ending], functions: ['pipeline', 'finished'] },
  selfEndingOptions: ['signal'],
});
const watcher: Acquisition = {
  resource: 'file watcher', kind: 'watcher', release: { methods: ['close', 'unref'] }, selfEndingOptions: ['signal'],
};

const promiseForms: Readonly<Record<string, Member>> = {
  ...members(readers, { operation: read }),
  ...members(writers, { operation: write }),
  open: { operation: readWrite, returns: 'handle', acquires: fileHandle },
  opendir: { operation: read, returns: 'directory', acquires: directory },
  watch: { operation: { ...read, ordered: true } },
};

const handleTypes: Readonly<Record<string, ApiType>> = {
  handle: {
    serial: true,
    members: {
      ...members('read readFile readLines readv stat', { operation: { ...read, ordered: true } }),
      ...members('appendFile chmod chown datasync sync truncate utimes write writeFile writev', { operation: { ...write, ordered: true } }),
      close: { operation: { ...write, ordered: true } },
      createReadStream: { returns: 'readStream' },
      createWriteStream: { returns: 'writeStream' },
    },
  },
  directory: { serial: true, members: { read: { operation: { ...read, ordered: true } }, close: {}, closeSync: {} } },
  readStream: { members: { ...emitterMembers('event listener on a file stream', 'destroy', 'close'), ...members('pipe destroy', {}) } },
  writeStream: { members: { ...emitterMembers('event listener on a file stream', 'destroy', 'close', 'end'), ...members('write end destroy', {}) } },
};

export const nodeFsPromises = defineLibrary({
  id: 'node-fs-promises',
  label: 'node:fs/promises',
  packages: ['fs/promises', 'node:fs/promises'],
  typings: { package: '@types/node', version: '20' },
  exports: { ...promiseForms, default: { type: 'promises' }, '*': { type: 'promises' } },
  declared: declares('FileHandle', 'handle'),
  types: { promises: { members: promiseForms }, ...handleTypes },
});

const callbackForms: Readonly<Record<string, Member>> = {
  ...members(`${readers} ${descriptorReaders} exists`, callback(read)),
  ...members(`${writers} ${descriptorWriters}`, callback(write)),
  ...members(`${sync(`${readers} ${descriptorReaders}`)} existsSync`, blocking(read)),
  ...members(sync(`${writers} ${descriptorWriters}`), blocking(write)),
  // The descriptor arrives in the callback; only the blocking form hands it over as its result.
  open: callback(readWrite),
  openSync: { ...blocking(readWrite), acquires: descriptor },
  close: callback(write),
  closeSync: blocking(write),
  opendir: callback(read),
  opendirSync: { ...blocking(read), returns: 'directory', acquires: directory },
  openAsBlob: { operation: read },
  createReadStream: { returns: 'readStream', acquires: stream('read stream', 'pipe') },
  createWriteStream: { returns: 'writeStream', acquires: stream('write stream', 'end') },
  watch: { returns: 'watcher', acquires: watcher, callbacks: [later(-1)] },
  watchFile: {
    acquires: { resource: 'polling file watcher', kind: 'watcher', release: { functions: ['unwatchFile'] } },
    callbacks: [later(-1)],
  },
  unwatchFile: {},
  promises: { type: 'promises' },
};

export const nodeFs = defineLibrary({
  id: 'node-fs',
  label: 'node:fs',
  packages: ['fs', 'node:fs', 'graceful-fs'],
  typings: { package: '@types/node', version: '20' },
  exports: { ...callbackForms, default: { type: 'fs' }, '*': { type: 'fs' } },
  declared: { ReadStream: 'readStream', WriteStream: 'writeStream', ...declares('FSWatcher StatWatcher', 'watcher'), Dir: 'directory' },
  types: {
    fs: { members: callbackForms },
    promises: { members: promiseForms },
    watcher: { members: emitterMembers('event listener on a file watcher') },
    ...handleTypes,
  },
});

/** Without a callback every member returns a promise. */
const extraForms: Readonly<Record<string, Member>> = {
  ...members(`${readers} ${descriptorReaders} exists pathExists readJson readJSON`, { operation: read }),
  ...members(
    `${writers} ${descriptorWriters} copy emptyDir emptydir ensureDir mkdirp mkdirs ensureFile createFile ensureLink ensureSymlink move outputFile outputJson outputJSON remove writeJson writeJSON`,
    { operation: write },
  ),
  ...members(`${sync(`${readers} ${descriptorReaders} readJson`)} existsSync pathExistsSync`, blocking(read)),
  ...members(
    sync(`${writers} ${descriptorWriters} copy emptyDir ensureDir mkdirp mkdirs ensureFile ensureLink ensureSymlink move outputFile outputJson remove writeJson`),
    blocking(write),
  ),
  openSync: { ...blocking(readWrite), acquires: descriptor },
  opendirSync: { ...blocking(read), returns: 'directory', acquires: directory },
  createReadStream: { returns: 'readStream', acquires: stream('read stream', 'pipe') },
  createWriteStream: { returns: 'writeStream', acquires: stream('write stream', 'end') },
  watch: { returns: 'watcher', acquires: watcher, callbacks: [later(-1)] },
  promises: { type: 'promises' },
};

export const fsExtra = defineLibrary({
  id: 'fs-extra',
  label: 'fs-extra',
  packages: ['fs-extra', 'fs-extra/esm'],
  typings: { package: '@types/fs-extra', version: '11' },
  exports: { ...extraForms, default: { type: 'fs' }, '*': { type: 'fs' } },
  types: {
    fs: { members: extraForms },
    promises: { members: promiseForms },
    watcher: { members: emitterMembers('event listener on a file watcher') },
    ...handleTypes,
  },
});
