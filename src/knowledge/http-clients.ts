import { defineLibrary } from './library.js';
import { httpRead, httpWrite, request, verbMembers } from './fetch.js';
import { declares, members, run } from './members.js';

export const got = defineLibrary({
  id: 'got',
  label: 'got',
  packages: ['got'],
  typings: { package: 'got', version: '14' },
  exports: { default: { type: 'instance' }, got: { type: 'instance' } },
  declared: { Got: 'instance' },
  types: {
    instance: {
      call: run(request),
      members: { ...verbMembers, extend: { returns: 'instance' }, stream: run(request), paginate: { type: 'paginate' } },
    },
    /** Follows every next link until there is none. */
    paginate: {
      call: run({ ...request, rows: 'many', bound: { options: ['countLimit', 'requestLimit'] } }),
      members: members('all each', run({ ...request, rows: 'many', bound: { options: ['countLimit', 'requestLimit'] } })),
    },
  },
});

export const ky = defineLibrary({
  id: 'ky',
  label: 'ky',
  packages: ['ky'],
  typings: { package: 'ky', version: '1' },
  exports: { default: { type: 'instance' } },
  declared: { KyInstance: 'instance' },
  types: {
    instance: { call: run(request), members: { ...verbMembers, ...members('create extend', { returns: 'instance' }) } },
  },
});

export const superagent = defineLibrary({
  id: 'superagent',
  label: 'superagent',
  packages: ['superagent'],
  typings: { package: '@types/superagent', version: '8' },
  exports: { default: { type: 'static' }, '*': { type: 'static' } },
  parsesAnswers: true,
  declared: declares('SuperAgentStatic', 'static'),
  types: {
    static: { extends: 'agent', call: run({ ...request, lazy: true }), members: { agent: { returns: 'agent' } } },
    agent: {
      members: {
        ...members('get head options', { operation: { ...httpRead, lazy: true } }),
        ...members('post put patch delete del', { operation: { ...httpWrite, lazy: true } }),
      },
    },
  },
});

export const requestPackage = defineLibrary({
  id: 'request',
  label: 'request',
  packages: ['request', 'request-promise', 'request-promise-native'],
  typings: { package: '@types/request', version: '2' },
  exports: { default: { type: 'static' }, '*': { type: 'static' } },
  types: {
    static: { call: run(request), members: { ...verbMembers, ...members('del', run(httpWrite)), defaults: { returns: 'static' } } },
  },
});
