import { defineLibrary, type Acquisition } from './library.js';
import { httpRead, httpWrite, request } from './fetch.js';
import { declares, members } from './members.js';
import { completing, endingOperators } from './rxjs.js';

const cleanupFunction: Acquisition = { resource: 'event listener', kind: 'cleanup-function', release: { call: true } };
const subscription: Acquisition = {
  resource: 'subscription', kind: 'subscription', release: { methods: ['unsubscribe'] }, selfEndingChain: endingOperators,
};

/** Lifecycle methods of classes are in lifecycles.ts. */
export const angular = defineLibrary({
  id: 'angular',
  label: 'Angular',
  packages: ['@angular/core'],
  typings: { package: '@angular/core', version: '20' },
  exports: {
    // Runs while the owner is created and disposed of with it.
    effect: { callbacks: [{ argument: 0, runs: 'later', phase: 'setup', cleanupParameter: 0 }] },
    computed: { callbacks: [{ argument: 0, runs: 'later' }] },
    afterNextRender: { callbacks: [{ argument: 0, runs: 'later', phase: 'setup' }] },
    EventEmitter: { type: 'outputClass' },
  },
  declared: {
    DestroyRef: 'destroyRef',
    ...declares('Renderer2', 'renderer'),
    ...declares('EventEmitter OutputEmitterRef', 'output'),
    ViewContainerRef: 'viewContainer',
    ComponentRef: 'componentRef',
    NgZone: 'zone',
  },
  types: {
    destroyRef: { members: { onDestroy: { callbacks: [{ argument: 0, runs: 'later', phase: 'teardown' }] } } },
    renderer: { members: { listen: { acquires: cleanupFunction, callbacks: [{ argument: 2, runs: 'later' }] } } },
    outputClass: { construct: { returns: 'output' } },
    /** Owned by the component that declares it, so its subscribers end with the component. */
    output: {
      members: {
        subscribe: { acquires: subscription, callbacks: [{ argument: 0, runs: 'later' }] },
        emit: { operation: { channel: 'event', effect: 'write', rows: 'none', synchronous: true } },
      },
    },
    viewContainer: { members: { createComponent: { returns: 'componentRef' } } },
    componentRef: { members: { destroy: {}, onDestroy: { callbacks: [{ argument: 0, runs: 'later', phase: 'teardown' }] } } },
    zone: { members: members('run runOutsideAngular runGuarded runTask', { callbacks: [{ argument: 0, runs: 'once' }] }) },
  },
});

const http = (operation: typeof httpRead) => ({ operation: { ...operation, lazy: true }, returns: 'completing' });

/** A request starts at `subscribe` and completes with its answer: no subscription to release. */
export const angularHttp = defineLibrary({
  id: 'angular-http',
  label: 'Angular HttpClient',
  packages: ['@angular/common/http'],
  typings: { package: '@angular/common', version: '20' },
  exports: {},
  declared: { HttpClient: 'client' },
  types: {
    client: {
      members: {
        ...members('get head options jsonp', http(httpRead)),
        ...members('post put patch delete', http(httpWrite)),
        request: http(request),
      },
    },
    completing,
  },
});

/** The router completes the streams of a route when the route goes away. */
export const angularRouter = defineLibrary({
  id: 'angular-router',
  label: 'Angular Router',
  packages: ['@angular/router'],
  typings: { package: '@angular/router', version: '20' },
  declared: { ActivatedRoute: 'route', Router: 'router' },
  types: {
    route: { members: members('params queryParams data fragment url paramMap queryParamMap title', { type: 'completing' }) },
    router: { members: { events: { type: 'events' } } },
    /** The router lives as long as the application. */
    events: { lifelong: true, members: { pipe: { returns: 'self' }, subscribe: { acquires: subscription, callbacks: [{ argument: 0, runs: 'later' }] } } },
    completing,
  },
});
