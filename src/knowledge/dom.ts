import { eventTargets } from './dom-event-targets.js';
import { fetchMember } from './fetch.js';
import { defineLibrary, type Acquisition, type ApiType, type Member } from './library.js';
import { declares, inMemory, inMemoryWrite, later, listener, members, run } from './members.js';
import { targetMembers } from './node-events.js';
import { windowTimerMembers } from './node-timers.js';

/** An observer holds every target it observes, and each of these holds the observer, until `disconnect`. */
const observes: Member = {
  acquires: { resource: 'observer', kind: 'observer', heldBy: 'receiver', release: { methods: ['disconnect'], receiver: ['unobserve'], matching: 1 } },
};
const observerClass = (type: string): ApiType => ({ construct: { returns: type, callbacks: [later(0)] } });
const observer: ApiType = {
  members: {
    observe: { acquires: { resource: 'observer', kind: 'observer', heldBy: 'receiver', release: { methods: ['disconnect'] } } },
    disconnect: {},
  },
};

const closes = (resource: string, kind: Acquisition['kind'], ...methods: readonly string[]): Acquisition => ({ resource, kind, release: { methods } });
const message = run({ channel: 'network', effect: 'write', rows: 'none', ordered: true });

const frame: Acquisition = { resource: 'animation frame', kind: 'animation-frame', endsItself: true, release: { functions: ['cancelAnimationFrame'] } };
const idle: Acquisition = { resource: 'idle callback', kind: 'animation-frame', endsItself: true, release: { functions: ['cancelIdleCallback'] } };

/** Global functions of a page that are members of `window` as well. */
const pageMembers: Readonly<Record<string, Member>> = {
  requestAnimationFrame: { acquires: frame, callbacks: [later(0)] },
  requestIdleCallback: { acquires: idle, callbacks: [later(0)] },
  ...members('cancelAnimationFrame cancelIdleCallback', {}),
  matchMedia: { returns: 'mediaQuery' },
  ...targetMembers('event listener'),
  document: { type: 'document' },
  navigator: { type: 'navigator' },
  ...members('visualViewport', { type: 'pageTarget' }),
  screen: { type: 'screen' },
  ...members('localStorage sessionStorage', { type: 'storage' }),
  caches: { type: 'caches' },
};

/** Constructors that are globals. */
const classes: Readonly<Record<string, Member>> = {
  MutationObserver: { type: 'observerClass' },
  ResizeObserver: { type: 'targetObserverClass' },
  IntersectionObserver: { type: 'targetObserverClass' },
  PerformanceObserver: { type: 'observerClass' },
  WebSocket: { type: 'webSocketClass' },
  EventSource: { type: 'eventSourceClass' },
  BroadcastChannel: { type: 'broadcastClass' },
  Worker: { type: 'workerClass' },
  SharedWorker: { type: 'sharedWorkerClass' },
  MessageChannel: { type: 'messageChannelClass' },
  AudioContext: { type: 'audioClass' },
  RTCPeerConnection: { type: 'peerClass' },
  MediaRecorder: { type: 'recorderClass' },
  AbortController: { type: 'abortClass' },
  URL: { type: 'urlClass' },
};

const target = (resource: string, ends: readonly string[], more: Readonly<Record<string, Member>> = {}): ApiType => ({
  members: { ...targetMembers(resource, ...ends), ...members(ends.join(' '), {}), ...more },
});
const element: Member = { type: 'eventTarget' };

export const dom = defineLibrary({
  id: 'dom',
  label: 'the browser',
  packages: [],
  typings: { package: 'lib.dom', version: '6' },
  globals: {
    ...members('window self', { type: 'window' }),
    ...pageMembers,
    ...classes,
  },
  declared: {
    ...declares(eventTargets, 'eventTarget'),
    ...declares('EventTarget WakeLockSentinel XMLHttpRequest', 'eventTarget'),
    AbortSignal: 'abortSignal',
    Window: 'window',
    Document: 'document',
    ...declares(
      'VisualViewport ScreenOrientation ServiceWorkerContainer ServiceWorkerRegistration FontFaceSet SpeechSynthesis Navigation PermissionStatus Clipboard CookieStore Performance',
      'pageTarget',
    ),
    MediaQueryList: 'mediaQuery',
    ...declares('MutationObserver PerformanceObserver', 'observer'),
    ...declares('ResizeObserver IntersectionObserver', 'targetObserver'),
    WebSocket: 'webSocket',
    EventSource: 'eventSource',
    BroadcastChannel: 'broadcast',
    Worker: 'worker',
    SharedWorker: 'sharedWorker',
    MessageChannel: 'messageChannel',
    MessagePort: 'port',
    AudioContext: 'audio',
    RTCPeerConnection: 'peer',
    RTCDataChannel: 'dataChannel',
    MediaRecorder: 'recorder',
    MediaStream: 'mediaStream',
    MediaStreamTrack: 'mediaTrack',
    MediaDevices: 'mediaDevices',
    Navigator: 'navigator',
    Geolocation: 'geolocation',
    Screen: 'screen',
    IDBDatabase: 'indexedDb',
    Storage: 'storage',
    CacheStorage: 'caches',
    Cache: 'cache',
    AbortController: 'abortController',
    ...declares('Headers URLSearchParams FormData', 'keyed'),
  },
  types: {
    window: { lifelong: true, members: { ...pageMembers, ...windowTimerMembers, fetch: fetchMember } },
    response: { members: members('json text blob arrayBuffer formData', run({ channel: 'memory', effect: 'read', rows: 'one' })) },
    document: {
      lifelong: true,
      members: {
        ...targetMembers('event listener'),
        ...members('body documentElement head activeElement', element),
        ...members('querySelector getElementById createElement createElementNS', { returns: 'eventTarget' }),
        querySelectorAll: { returnsEach: 'eventTarget' },
        fonts: { type: 'pageTarget' },
        defaultView: { type: 'window' },
      },
    },
    eventTarget: { members: targetMembers('event listener') },
    /** Given to many calls one after the other, and meant to outlive each of them. */
    abortSignal: { lifelong: true, extends: 'eventTarget' },
    /** One for the whole page, so it outlives the component that listens. */
    pageTarget: { lifelong: true, members: targetMembers('event listener') },
    /** Every `matchMedia` gives a new object, but the page keeps it alive while it has listeners. */
    mediaQuery: {
      lifelong: true,
      members: {
        ...targetMembers('media query listener'),
        addListener: { acquires: { ...listener('media query listener', 'removeListener'), release: { receiver: ['removeListener'], matching: 1 } }, callbacks: [later(0)] },
        removeListener: {},
      },
    },
    observerClass: observerClass('observer'),
    targetObserverClass: observerClass('targetObserver'),
    observer,
    targetObserver: { members: { observe: observes, ...members('disconnect unobserve', {}) } },
    webSocketClass: { construct: { returns: 'webSocket', acquires: closes('web socket', 'socket', 'close') } },
    webSocket: target('web socket listener', ['close'], { send: message }),
    eventSourceClass: { construct: { returns: 'eventSource', acquires: closes('event source', 'socket', 'close') } },
    eventSource: target('event source listener', ['close']),
    broadcastClass: { construct: { returns: 'broadcast', acquires: closes('broadcast channel', 'socket', 'close') } },
    broadcast: target('broadcast channel listener', ['close'], { postMessage: message }),
    workerClass: { construct: { returns: 'worker', acquires: closes('worker', 'worker', 'terminate') } },
    worker: target('worker listener', ['terminate'], { postMessage: message }),
    sharedWorkerClass: { construct: { returns: 'sharedWorker' } },
    sharedWorker: { members: { port: { type: 'port' } } },
    messageChannelClass: { construct: { returns: 'messageChannel' } },
    messageChannel: { members: members('port1 port2', { type: 'port' }) },
    port: target('message port listener', ['close'], { postMessage: message }),
    // Browsers allow a handful of audio contexts per page.
    audioClass: { construct: { returns: 'audio', acquires: closes('audio context', 'connection', 'close') } },
    audio: target('audio context listener', ['close'], { suspend: {} }),
    peerClass: { construct: { returns: 'peer', acquires: closes('peer connection', 'connection', 'close') } },
    peer: target('peer connection listener', ['close'], { createDataChannel: { returns: 'dataChannel' } }),
    dataChannel: target('data channel listener', ['close'], { send: message }),
    recorderClass: { construct: { returns: 'recorder' } },
    recorder: target('recorder listener', ['stop'], {
      start: { acquires: { resource: 'media recording', kind: 'stream', heldBy: 'receiver', release: { methods: ['stop'] } } },
    }),
    navigator: {
      lifelong: true,
      members: {
        geolocation: { type: 'geolocation' },
        mediaDevices: { type: 'mediaDevices' },
        ...members('serviceWorker clipboard', { type: 'pageTarget' }),
        sendBeacon: run({ channel: 'http', effect: 'write', rows: 'none' }),
      },
    },
    geolocation: {
      members: {
        watchPosition: { acquires: { resource: 'position watch', kind: 'watcher', release: { functions: ['clearWatch'] } }, callbacks: [later(0)] },
        getCurrentPosition: { callbacks: [later(0)] },
        clearWatch: {},
      },
    },
    /** Released track by track: `for (const track of stream.getTracks()) track.stop()`. */
    mediaDevices: {
      lifelong: true,
      members: {
        ...members('getUserMedia getDisplayMedia', {
          returns: 'mediaStream',
          acquires: closes('media stream', 'stream', 'getTracks', 'getVideoTracks', 'getAudioTracks'),
        }),
        ...targetMembers('device listener'),
      },
    },
    mediaStream: { members: { ...targetMembers('media stream listener'), ...members('getTracks getVideoTracks getAudioTracks', { returnsEach: 'mediaTrack' }) } },
    mediaTrack: target('media track listener', ['stop']),
    screen: { lifelong: true, members: { orientation: { type: 'pageTarget' } } },
    urlClass: {
      construct: {},
      members: {
        createObjectURL: { acquires: { resource: 'object URL', kind: 'object-url', release: { functions: ['revokeObjectURL'] } } },
        revokeObjectURL: {},
      },
    },
    /** Of the controller made here: it ends with it. */
    ownSignal: { extends: 'eventTarget' },
    abortClass: { construct: { returns: 'abortController' } },
    abortController: { members: { signal: { type: 'ownSignal' }, abort: {} } },
    indexedDb: target('database listener', ['close']),
    /** Local and synchronous: no round trip to save, and the disk is only touched now and then. */
    storage: { lifelong: true, members: { getItem: run(inMemory), ...members('setItem removeItem clear', run(inMemoryWrite)) } },
    caches: { members: { open: { returns: 'cache' }, match: run({ channel: 'storage', effect: 'read', rows: 'one' }) } },
    cache: {
      members: {
        match: run({ channel: 'storage', effect: 'read', rows: 'one' }),
        add: run({ channel: 'http', effect: 'write', rows: 'none', batch: '`addAll`' }),
        addAll: run({ channel: 'http', effect: 'write', rows: 'none', acceptsMany: true }),
        ...members('put delete', run({ channel: 'storage', effect: 'write', rows: 'none' })),
      },
    },
    keyed: { members: { ...members('get has', run(inMemory)), ...members('set append delete', run(inMemoryWrite)) } },
  },
});
