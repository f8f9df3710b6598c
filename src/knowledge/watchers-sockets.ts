import { defineLibrary, type Acquisition, type Member } from './library.js';
import { members } from './members.js';
import { emitterMembers } from './node-events.js';

const watcher: Acquisition = { resource: 'file watcher', kind: 'watcher', release: { methods: ['close'] } };
const watch: Member = { returns: 'watcher', acquires: watcher };

export const chokidar = defineLibrary({
  id: 'chokidar',
  label: 'chokidar',
  packages: ['chokidar'],
  typings: { package: 'chokidar', version: '4' },
  exports: { watch, default: { type: 'chokidar' }, '*': { type: 'chokidar' }, FSWatcher: { type: 'watcherClass' } },
  declared: { FSWatcher: 'watcher' },
  types: {
    chokidar: { members: { watch } },
    watcherClass: { construct: { returns: 'watcher', acquires: watcher } },
    watcher: { members: { ...emitterMembers('event listener on a file watcher', 'close'), close: {}, ...members('add unwatch', {}) } },
  },
});

const socket: Acquisition = { resource: 'web socket', kind: 'socket', release: { methods: ['close', 'terminate'] } };
const send: Member = { operation: { channel: 'network', effect: 'write', rows: 'none', ordered: true } };

export const ws = defineLibrary({
  id: 'ws',
  label: 'ws',
  packages: ['ws'],
  typings: { package: '@types/ws', version: '8' },
  exports: {
    default: { type: 'socketClass' },
    WebSocket: { type: 'socketClass' },
    ...members('WebSocketServer Server', { type: 'serverClass' }),
  },
  declared: { WebSocket: 'socket', default: 'socket', WebSocketServer: 'server', Server: 'server' },
  types: {
    socketClass: { construct: { returns: 'socket', acquires: socket } },
    socket: { members: { ...emitterMembers('web socket listener', 'close', 'terminate'), send, ...members('close terminate', {}) } },
    serverClass: { construct: { returns: 'server', acquires: { resource: 'web socket server', kind: 'socket', release: { methods: ['close'] } } } },
    server: { members: { ...emitterMembers('web socket server listener', 'close'), close: {} } },
  },
});

const connects: Member = {
  returns: 'socket',
  acquires: { resource: 'Socket.IO connection', kind: 'socket', release: { methods: ['disconnect', 'close'] } },
};
const { addListener: _add, prependListener: _first, prependOnceListener: _once, ...componentEmitter } = emitterMembers('Socket.IO listener', 'disconnect', 'close');

export const socketIo = defineLibrary({
  id: 'socket.io-client',
  label: 'Socket.IO',
  packages: ['socket.io-client'],
  typings: { package: 'socket.io-client', version: '4' },
  exports: { io: connects, connect: connects, default: connects },
  declared: { Socket: 'socket' },
  types: {
    socket: { members: { ...componentEmitter, emit: send, emitWithAck: send, ...members('disconnect close connect', {}) } },
  },
});
