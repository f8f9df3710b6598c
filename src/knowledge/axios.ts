import { defineLibrary, type ApiType } from './library.js';
import { httpRead, httpWrite, request, verbMembers } from './fetch.js';
import { members, run } from './members.js';

/** What an `Axios` object has; an instance is callable besides. */
const core: ApiType = {
  members: {
    ...verbMembers,
    options: run(httpRead),
    ...members('postForm putForm patchForm', run(httpWrite)),
    request: run(request),
    // An interceptor is registered once per instance; one more per call would be kept for good.
    interceptors: { type: 'interceptors' },
  },
};

const interceptor = {
  use: {
    acquires: { resource: 'interceptor', kind: 'listener', release: { receiver: ['clear'], functions: ['eject'] } },
    callbacks: [{ argument: 0, runs: 'later' }, { argument: 1, runs: 'later' }],
  },
  eject: {},
  clear: {},
} as const;

export const axios = defineLibrary({
  id: 'axios',
  label: 'axios',
  packages: ['axios'],
  typings: { package: 'axios', version: '1' },
  exports: {
    default: { type: 'static' },
    '*': { type: 'static' },
    Axios: { type: 'axiosClass' },
    all: { combines: 'all' },
  },
  parsesAnswers: true,
  declared: { AxiosStatic: 'static', AxiosInstance: 'instance', Axios: 'core' },
  types: {
    static: { extends: 'instance', call: run(request), members: { all: { combines: 'all' }, Axios: { type: 'axiosClass' } } },
    axiosClass: { construct: { returns: 'core' } },
    core,
    instance: { extends: 'core', call: run(request), members: { create: { returns: 'instance' } } },
    interceptors: { members: { request: { type: 'interceptorManager' }, response: { type: 'interceptorManager' } } },
    interceptorManager: { members: interceptor },
  },
});
