import { defineLibrary, type Acquisition, type ApiType, type Member, type Operation } from './library.js';
import { declares, later, members } from './members.js';
import { emitterMembers } from './node-events.js';

const server: Acquisition = {
  resource: 'listening server', kind: 'socket', heldBy: 'receiver',
  release: { methods: ['close', 'unref'] }, selfEndingOptions: ['signal'],
};
const socket: Acquisition = {
  resource: 'socket', kind: 'socket', release: { methods: ['destroy', 'end', 'destroySoon', 'unref'] }, selfEndingOptions: ['signal'],
};
const agent: Acquisition = { resource: 'connection pool', kind: 'connection', release: { methods: ['destroy'] } };

const exchange: Operation = { channel: 'network', effect: 'write', rows: 'none', ordered: true };
const request: Operation = { channel: 'http', effect: 'read-write', rows: 'one', verb: { property: 'method' } };

const serverMembers: Readonly<Record<string, Member>> = {
  ...emitterMembers('event listener on a server', 'close'),
  listen: { returns: 'self', acquires: server, callbacks: [later(-1)] },
  close: { operation: exchange },
};
const socketType: ApiType = {
  serial: true,
  members: {
    ...emitterMembers('event listener on a socket', 'destroy', 'end'),
    ...members('write end', { operation: exchange }),
    destroy: {},
  },
};

const netForms: Readonly<Record<string, Member>> = {
  ...members('connect createConnection', { returns: 'socket', acquires: socket, callbacks: [later(-1)] }),
  createServer: { returns: 'server', callbacks: [later(-1)] },
};

export const nodeNet = defineLibrary({
  id: 'node-net',
  label: 'node:net',
  packages: ['net', 'node:net'],
  typings: { package: '@types/node', version: '20' },
  exports: {
    ...netForms,
    Server: { type: 'serverClass' },
    default: { type: 'net' },
    '*': { type: 'net' },
  },
  declared: { Server: 'server', Socket: 'socket' },
  types: {
    net: { members: netForms },
    serverClass: { userClass: true, construct: { returns: 'server' } },
    server: { members: serverMembers },
    socket: socketType,
  },
});

const { createConnection: _, ...tlsForms } = netForms;

export const nodeTls = defineLibrary({
  id: 'node-tls',
  label: 'node:tls',
  packages: ['tls', 'node:tls'],
  typings: { package: '@types/node', version: '20' },
  exports: { ...tlsForms, default: { type: 'tls' }, '*': { type: 'tls' } },
  declared: { Server: 'server', TLSSocket: 'socket' },
  types: { tls: { members: tlsForms }, server: { members: serverMembers }, socket: socketType },
});

const httpForms: Readonly<Record<string, Member>> = {
  request: { operation: request, returns: 'clientRequest', callbacks: [later(-1)] },
  get: { operation: { ...request, effect: 'read' }, returns: 'clientRequest', callbacks: [later(-1)] },
  createServer: { returns: 'server', callbacks: [later(-1)] },
};

export const nodeHttp = defineLibrary({
  id: 'node-http',
  label: 'node:http',
  packages: ['http', 'node:http', 'https', 'node:https'],
  typings: { package: '@types/node', version: '20' },
  exports: {
    ...httpForms,
    Agent: { type: 'agentClass' },
    Server: { type: 'serverClass' },
    default: { type: 'http' },
    '*': { type: 'http' },
  },
  declared: { Server: 'server', Agent: 'agent', ClientRequest: 'clientRequest', ...declares('IncomingMessage ServerResponse', 'message') },
  types: {
    http: { members: { ...httpForms, Agent: { type: 'agentClass' } } },
    agentClass: { construct: { returns: 'agent', acquires: agent } },
    agent: { members: { destroy: {} } },
    serverClass: { userClass: true, construct: { returns: 'server' } },
    server: { members: serverMembers },
    clientRequest: {
      serial: true,
      members: { ...emitterMembers('event listener on a request', 'destroy', 'end'), ...members('write end', { operation: exchange }) },
    },
    /** One per request: gone when the exchange is over. */
    message: { serial: true, members: emitterMembers('event listener on a message', 'destroy') },
  },
});

export const nodeDns = defineLibrary({
  id: 'node-dns',
  label: 'node:dns',
  packages: ['dns/promises', 'node:dns/promises'],
  typings: { package: '@types/node', version: '20' },
  exports: members(
    'lookup lookupService resolve resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse',
    { operation: { channel: 'network', effect: 'read', rows: 'one' } },
  ),
  types: {},
});
