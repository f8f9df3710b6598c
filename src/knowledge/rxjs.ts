import { defineLibrary, type ApiType } from './library.js';
import { declares, members } from './members.js';

/**
 * Operators after which a subscription ends by itself, whatever the source does. `last`, `toArray` and `reduce` are not among
 * them: they only say that the author expects the source to complete, which is taken as good enough for `last`.
 */
export const endingOperators = [
  'take', 'takeUntil', 'takeWhile', 'takeUntilDestroyed', 'untilDestroyed', 'untilComponentDestroyed', 'takeUntilKeyed', 'first', 'find', 'findIndex',
  'elementAt', 'isEmpty', 'single', 'last',
];

const observable: ApiType = {
  userClass: true,
  members: {
    pipe: { returns: 'self' },
    subscribe: {
      returns: 'subscription',
      acquires: { resource: 'subscription', kind: 'subscription', release: { methods: ['unsubscribe'] }, selfEndingChain: endingOperators },
      callbacks: [{ argument: 0, runs: 'later' }],
    },
    forEach: { callbacks: [{ argument: 0, runs: 'later' }] },
  },
};

/** Completes after one or a known number of values, as `of` and a request of HttpClient do. */
export const completing: ApiType = { members: { pipe: { returns: 'self' }, subscribe: { callbacks: [{ argument: 0, runs: 'later' }] } } };

export const rxjs = defineLibrary({
  id: 'rxjs',
  label: 'RxJS',
  packages: ['rxjs', 'rxjs/internal/Observable', 'rxjs/Observable', 'rxjs/Subject'],
  typings: { package: 'rxjs', version: '7' },
  exports: {
    ...members('fromEvent fromEventPattern interval merge combineLatest concat race zip using defer iif generate animationFrames connectable', { returns: 'observable' }),
    ...members('of from forkJoin throwError range', { returns: 'completing' }),
    // One value, unless a second number makes it an interval.
    timer: { returns: 'observable' },
    ...members('EMPTY', { type: 'completing' }),
    NEVER: { type: 'observable' },
    Observable: { type: 'observableClass' },
    ...members('Subject BehaviorSubject ReplaySubject AsyncSubject', { type: 'subjectClass' }),
    Subscription: { type: 'subscriptionClass' },
    ...members('firstValueFrom lastValueFrom', { operation: { channel: 'event', effect: 'read', rows: 'one' } }),
  },
  declared: {
    ...declares('Observable ConnectableObservable GroupedObservable', 'observable'),
    ...declares('Subject BehaviorSubject ReplaySubject AsyncSubject', 'subject'),
    ...declares('Subscription Subscriber', 'subscription'),
  },
  types: {
    // The function an Observable is made with returns the teardown of one subscription.
    observableClass: { userClass: true, construct: { returns: 'observable', callbacks: [{ argument: 0, runs: 'later', cleanup: 'returned', phase: 'setup' }] } },
    observable,
    completing,
    subjectClass: { userClass: true, construct: { returns: 'subject' } },
    subject: {
      extends: 'observable',
      members: { asObservable: { returns: 'observable' }, ...members('next error complete', { operation: { channel: 'event', effect: 'write', rows: 'none', synchronous: true } }) },
    },
    subscriptionClass: { construct: { returns: 'subscription' } },
    subscription: { members: { unsubscribe: {}, add: {}, remove: {} } },
  },
});
