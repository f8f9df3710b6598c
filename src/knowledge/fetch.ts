import { defineLibrary, type Acquisition, type Member, type Operation } from './library.js';
import { declares, members, run } from './members.js';

const batch = 'an endpoint that takes many keys, if the service has one';

/** An exchange whose verb stands in the options; without one it is a GET. */
export const request: Operation = { channel: 'http', effect: 'read-write', rows: 'one', verb: { property: 'method' }, batch };
export const httpRead: Operation = { channel: 'http', effect: 'read', rows: 'one', batch };
export const httpWrite: Operation = { channel: 'http', effect: 'write', rows: 'one', batch };

/** One method per verb, as axios, got, ky and superagent have it. */
export const verbMembers: Readonly<Record<string, Member>> = {
  ...members('get head', run(httpRead)),
  ...members('post put patch delete', run(httpWrite)),
};

export const fetchMember: Member = { operation: request, returns: 'response' };

/** The body is a stream that can be read once; reading it is not another round trip. */
export const responseType = {
  members: members('json text blob arrayBuffer formData', { operation: { channel: 'memory', effect: 'read', rows: 'one' } } as const),
};

export const fetchApi = defineLibrary({
  id: 'fetch',
  label: 'fetch',
  packages: [],
  typings: { package: 'lib.dom', version: '6' },
  globals: { fetch: fetchMember },
  declared: { Response: 'response' },
  types: { response: responseType },
});

export const nodeFetch = defineLibrary({
  id: 'node-fetch',
  label: 'node-fetch',
  packages: ['node-fetch', 'cross-fetch', 'isomorphic-fetch', 'node-fetch-native', 'cross-undici-fetch', '@whatwg-node/fetch'],
  typings: { package: 'node-fetch', version: '3' },
  exports: { default: fetchMember },
  types: { response: { members: members('json text blob arrayBuffer', { operation: { channel: 'memory', effect: 'read', rows: 'one' } }) } },
});

const pool: Acquisition = { resource: 'connection pool', kind: 'connection', release: { methods: ['close', 'destroy'] } };

export const undici = defineLibrary({
  id: 'undici',
  label: 'undici',
  packages: ['undici'],
  typings: { package: 'undici', version: '7' },
  exports: {
    fetch: fetchMember,
    ...members('request stream pipeline', run(request)),
    ...members('Agent Pool Client BalancedPool ProxyAgent', { type: 'dispatcherClass' }),
  },
  declared: declares('Dispatcher Agent Pool Client BalancedPool ProxyAgent', 'dispatcher'),
  types: {
    response: responseType,
    dispatcherClass: { construct: { returns: 'dispatcher', acquires: pool } },
    dispatcher: { members: { ...members('request stream pipeline', run(request)), ...members('close destroy', {}) } },
  },
});
