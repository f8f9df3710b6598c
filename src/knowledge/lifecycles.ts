import type { Acquisition } from './library.js';
import { listener } from './members.js';

/**
 * Whose life a resource shares, and where in that life it is given back: for each framework the members of a class (or of an
 * options object) that set up and that tear down, and the calls by which an owner takes over what it is given.
 */

/** A class or options object with a life of its own. */
export interface Lifecycle {
  readonly id: string;
  /** Name in messages: "React component". */
  readonly label: string;
  /** Packages of which a base class, interface or decorator makes a class one of these. Empty: the members alone do. */
  readonly packages: readonly string[];
  /** Names of base classes, as exported by `packages` or by the platform. */
  readonly extends?: readonly string[];
  /** Names of interfaces the class implements. */
  readonly implements?: readonly string[];
  /** Names of class decorators. */
  readonly decorators?: readonly string[];
  /** Functions whose argument is the options object with the members: `defineComponent({ mounted() {} })`. */
  readonly options?: readonly string[];
  /** Members that run each time the owner's life begins: what they acquire must be released by `teardown`. */
  readonly setup: readonly string[];
  /** Members that run when it ends. The first is the one a repair adds. */
  readonly teardown: readonly string[];
  /**
   * Fresh object per life, so that the constructor and field initialisers count as setup. False where the constructor runs
   * once per process (services, plugins) or where the same object lives again (custom elements that are moved).
   */
  readonly constructorIsSetup: boolean;
  /** A member of the lifecycle goes on to the one of the base class. */
  readonly callsSuper?: boolean;
  /** Interface a class names when it has the teardown. */
  readonly interface?: string;
  /** How often lives begin. `once`: with the process, so that a missing teardown costs little. */
  readonly begins: 'often' | 'once';
}

export const lifecycles: readonly Lifecycle[] = [
  {
    id: 'react-class', label: 'React component', packages: ['react', 'preact', 'preact/compat'],
    extends: ['Component', 'PureComponent', 'React.Component', 'React.PureComponent'],
    setup: ['componentDidMount', 'componentDidUpdate', 'UNSAFE_componentWillMount', 'componentWillMount'],
    teardown: ['componentWillUnmount'],
    // React may construct a component and never mount it, so a constructor that acquires has no end at all.
    constructorIsSetup: true, begins: 'often',
  },
  {
    id: 'angular', label: 'Angular component', packages: ['@angular/core'],
    implements: ['OnInit', 'OnDestroy', 'OnChanges', 'DoCheck', 'AfterContentInit', 'AfterContentChecked', 'AfterViewInit', 'AfterViewChecked'],
    decorators: ['Component', 'Directive', 'Pipe'],
    setup: ['ngOnInit', 'ngOnChanges', 'ngDoCheck', 'ngAfterContentInit', 'ngAfterContentChecked', 'ngAfterViewInit', 'ngAfterViewChecked'],
    teardown: ['ngOnDestroy'], interface: 'OnDestroy',
    constructorIsSetup: true, begins: 'often',
  },
  {
    // `providedIn: 'root'` lives with the application; one that a component provides lives with the component.
    id: 'angular-service', label: 'Angular service', packages: ['@angular/core'], decorators: ['Injectable'],
    setup: [], teardown: ['ngOnDestroy'], constructorIsSetup: true, begins: 'once',
  },
  {
    id: 'vue-options', label: 'Vue component', packages: ['vue', 'vue-class-component', 'vue-property-decorator', '@vue/composition-api'],
    extends: ['Vue'], decorators: ['Component', 'Options'], options: ['defineComponent', 'Vue.extend', 'Vue.component', 'defineNuxtComponent'],
    setup: ['beforeCreate', 'created', 'beforeMount', 'mounted', 'beforeUpdate', 'updated', 'activated'],
    teardown: ['beforeUnmount', 'unmounted', 'beforeDestroy', 'destroyed', 'deactivated'],
    constructorIsSetup: false, begins: 'often',
  },
  {
    id: 'lit', label: 'Lit element', packages: ['lit', 'lit-element', '@lit/reactive-element', '@polymer/lit-element'],
    extends: ['LitElement', 'ReactiveElement', 'UpdatingElement'], implements: ['ReactiveController'], decorators: ['customElement'],
    setup: ['connectedCallback', 'firstUpdated', 'updated', 'willUpdate', 'hostConnected', 'hostUpdated'],
    teardown: ['disconnectedCallback', 'hostDisconnected'], callsSuper: true,
    constructorIsSetup: false, begins: 'often',
  },
  {
    id: 'stencil', label: 'Stencil component', packages: ['@stencil/core'], decorators: ['Component'],
    setup: ['connectedCallback', 'componentWillLoad', 'componentDidLoad', 'componentWillRender', 'componentDidRender'],
    teardown: ['disconnectedCallback'],
    constructorIsSetup: false, begins: 'often',
  },
  {
    id: 'custom-element', label: 'custom element', packages: [], extends: ['HTMLElement'],
    setup: ['connectedCallback', 'adoptedCallback', 'attributeChangedCallback'], teardown: ['disconnectedCallback'],
    // A listener on the element itself dies with it, and an element may be connected many times but is constructed once.
    constructorIsSetup: false, begins: 'often',
  },
  {
    id: 'ember', label: 'Ember component', packages: ['@glimmer/component', '@ember/component'], extends: ['Component'],
    setup: ['didInsertElement', 'didRender', 'init'], teardown: ['willDestroy', 'willDestroyElement'], callsSuper: true, constructorIsSetup: true, begins: 'often',
  },
  {
    id: 'stimulus', label: 'Stimulus controller', packages: ['@hotwired/stimulus', 'stimulus'], extends: ['Controller'],
    setup: ['connect', 'initialize'], teardown: ['disconnect'], constructorIsSetup: false, begins: 'often',
  },
  {
    id: 'backbone', label: 'Backbone view', packages: ['backbone'], extends: ['View', 'Backbone.View'],
    setup: ['initialize', 'render'], teardown: ['remove'], constructorIsSetup: true, begins: 'often',
  },
  {
    id: 'obsidian', label: 'Obsidian component', packages: ['obsidian'], extends: ['Plugin', 'Component', 'ItemView', 'Modal'],
    setup: ['onload', 'onOpen'], teardown: ['onunload', 'onClose'], constructorIsSetup: false, begins: 'often',
  },
  {
    id: 'nest', label: 'NestJS provider', packages: ['@nestjs/common', '@nestjs/core'],
    implements: ['OnModuleInit', 'OnModuleDestroy', 'OnApplicationBootstrap', 'OnApplicationShutdown', 'BeforeApplicationShutdown'],
    decorators: ['Injectable', 'Controller', 'Module', 'WebSocketGateway'],
    setup: ['onModuleInit', 'onApplicationBootstrap', 'afterInit'],
    teardown: ['onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'],
    constructorIsSetup: true, begins: 'once',
  },
  {
    id: 'disposable', label: 'disposable', packages: [],
    extends: ['Disposable', 'DisposableStore', 'MutableDisposable'], implements: ['IDisposable', 'Disposable', 'AsyncDisposable', 'vscode.Disposable'],
    setup: [], teardown: ['dispose', '[Symbol.dispose]', '[Symbol.asyncDispose]', 'disposeAsync', 'asyncDispose'],
    constructorIsSetup: true, begins: 'often',
  },
];

/**
 * Members that end an object's life where no framework says so, in the order in which one is taken for the teardown. Only
 * a class that has one of them is known to end; a class with none may be a singleton.
 */
export const teardownNames: readonly string[] = [
  'dispose', 'destroy', 'close', 'stop', 'teardown', 'tearDown', 'disconnect', 'shutdown', 'shutDown', 'release', 'unmount', 'cleanup', 'cleanUp',
  'terminate', 'end', 'quit', 'cancel', 'abort', 'unsubscribe', 'unregister', 'uninstall', 'deactivate', 'detach', 'remove', 'unload', 'onunload',
  'finalize', 'kill', 'reset', 'clear', 'off', 'onClose', 'onDestroy', 'onDispose', 'onUnload', 'disposeInternal', 'doDispose', 'internalDispose', '_destroy', '_dispose',
];

/** Members that begin a life again and again although no framework calls them: the partner of a teardown by that name. */
export const setupNames: Readonly<Record<string, readonly string[]>> = {
  stop: ['start', 'run', 'begin', 'resume', 'play'],
  disconnect: ['connect'],
  close: ['open', 'connect', 'listen', 'start'],
  unmount: ['mount'],
  detach: ['attach'],
  deactivate: ['activate'],
  disable: ['enable'],
  unsubscribe: ['subscribe'],
  unregister: ['register'],
  uninstall: ['install'],
  hide: ['show'],
  destroy: ['init', 'initialize', 'create', 'setup'],
  dispose: ['init', 'initialize', 'create', 'setup', 'activate'],
  teardown: ['setup', 'init'],
  shutdown: ['startup', 'start', 'init', 'initialize'],
};

/**
 * Functions that take over what they are given and release it with their owner. `receiver` is tried against the last name of
 * the receiver (`this`, `subscriptions`, `toDispose`), `method` against the called name; the call may nest the resource in
 * an array, and may stand lines away from it, so it is matched as the parent in the tree.
 */
export interface Collector {
  readonly receiver?: RegExp;
  readonly method: RegExp;
  /** Types by which the receiver is known for sure; with one of them the names of the receiver do not matter. */
  readonly types?: readonly string[];
  /** Arguments that are taken; every one when left out. */
  readonly argument?: number;
  /** Members of the receiver that release everything; where the receiver is a field, one of these has to be called by the teardown. */
  readonly releasedBy?: readonly string[];
}

const disposableFields = /^_?(?:to|my|all|own|local|extension|component|session|editor|model)?_?(?:[dD]ispos(?:e|es|able|ables|ers?)|[sS]ubscriptions?|[sS]ubs|[cC]leanups?|[tT]eardowns?|[uU]nsub(?:scribe(?:rs?|s)?|s)|[uU]nlisten(?:ers?)?|[sS]tore|[sS]cope|[rR]esources|[lL]isteners|[oO]bservers|[tT]imers|[hH]andlers|[rR]egistrations)(?:OnDispose|OnDestroy|OnDetach|OnUnmount|Store|List|Set|Array|Collection)?$/;

export const collectors: readonly Collector[] = [
  // The base class disposes of what it was given: `this._register(emitter.event(…))`.
  { receiver: /^this$/, method: /^_?register(?:Disposable|Disposables|Event|DomEvent|Interval|Cleanup)?$/, types: ['Disposable'] },
  { receiver: /^this$/, method: /^(?:own|autoDispose|autorun|disposeLater|addDisposable|addDisposables|addSubscription|addTeardown|addCleanup|onDispose|onDestroy|disposeOnDestroy|trackDisposable|_addDisposable|listenTo|pushAll|pushDisposables?)$/ },
  // Obsidian's Component.
  { receiver: /^(?:this|plugin)$/, method: /^register(?:Event|DomEvent|Interval|ScopeEvent)$/, types: ['Component', 'Plugin'] },
  // Collections of the VS Code and Theia code bases.
  { method: /^(?:add|push|pushAll|append)$/, types: ['DisposableStore', 'DisposableCollection', 'CompositeDisposable', 'Subscription', 'DisposableStack', 'AsyncDisposableStack', 'SubSink'], releasedBy: ['dispose', 'clear', 'unsubscribe'] },
  { method: /^(?:use|adopt|defer)$/, types: ['DisposableStack', 'AsyncDisposableStack'], releasedBy: ['dispose', 'disposeAsync', 'move'] },
  { receiver: disposableFields, method: /^(?:push|pushAll|add|addAll|set|unshift|concat|append|use|adopt|defer)$/, releasedBy: ['dispose', 'clear', 'unsubscribe', 'forEach', 'splice', 'pop', 'map'] },
  // `context.subscriptions.push(…)` of an extension: disposed of when the extension is deactivated.
  { receiver: /^subscriptions$/, method: /^push$/, types: ['ExtensionContext'] },
  { receiver: /^(?:Disposable|DisposableStore|IDisposable|vscode)$/, method: /^(?:from|combinedDisposable)$/ },
  { receiver: /^(?:[sS]cope|effectScope|_?scope)$/, method: /^(?:add|run|own|onDispose)$/, types: ['EffectScope', 'Scope'] },
];

/** Free functions and constructors that give back one disposable for all they are given; who holds that, holds them. */
export const combiners: readonly string[] = [
  'combinedDisposable', 'toDisposable', 'DisposableCollection', 'DisposableStore', 'CompositeDisposable', 'DisposableStack', 'MutableDisposable',
  'ImmortalDisposable', 'RefCountedDisposable', 'markAsSingleton', 'mergeDisposables', 'composeDisposables', 'teardown', 'mergeRegister',
];

/** Fields that release what they held when something new is assigned to `value` or `current`. */
export const replacingHolders: readonly { readonly type: string; readonly member: string }[] = [
  { type: 'MutableDisposable', member: 'value' },
  { type: 'MandatoryMutableDisposable', member: 'value' },
  { type: 'SerialDisposable', member: 'disposable' },
];

/**
 * Calls that acquire by convention rather than by table: the name says that something is registered and the type of what
 * comes back says how it is released. Needs the checker (or the declaration) for the type; by name alone nothing is assumed.
 */
export const conventions: readonly {
  readonly method: RegExp;
  /** Only where one of the arguments is a function: `addMarker(…)` gives what it made, `addListener(…, fn)` what ends it. */
  readonly takesListener?: boolean;
  /** The result has this member, or is a function where `call` is given. */
  readonly result: { readonly member: string } | { readonly call: true };
  readonly resource: string;
  readonly kind: 'disposable' | 'subscription' | 'cleanup-function';
}[] = [
  { method: /^on(?:Did|Will)[A-Z]/, result: { member: 'dispose' }, resource: 'event subscription', kind: 'disposable' },
  { method: /^(?:register|observe|watch|listen|attach|install)(?:[A-Z]|$)/, result: { member: 'dispose' }, resource: 'registration', kind: 'disposable' },
  { method: /^add(?:[A-Z]|$)/, takesListener: true, result: { member: 'dispose' }, resource: 'registration', kind: 'disposable' },
  { method: /^(?:addDisposableListener|autorun|autorunWithStore|runOnChange|addStandardDisposableListener|disposableTimeout|disposableInterval)$/, result: { member: 'dispose' }, resource: 'registration', kind: 'disposable' },
  { method: /^subscribe(?:[A-Z]|$)/, result: { member: 'unsubscribe' }, resource: 'subscription', kind: 'subscription' },
  { method: /^(?:subscribe|onSnapshot|onAuthStateChanged|onIdTokenChanged|onValue|listen|observe|onChange|onUpdate|onStateChange)(?:[A-Z]|$)/, result: { call: true }, resource: 'subscription', kind: 'cleanup-function' },
];

/** What `addEventListener` does whatever it is called on. */
export const unknownTargetListener: Acquisition = { ...listener('event listener', 'removeEventListener'), selfEndingOptions: ['once', 'signal'] };

/** Roots that never end before the process or the page does: what is acquired at their level is not a leak. */
export const entryPoints: readonly string[] = ['main', 'bootstrap', 'start', 'startServer', 'createServer', 'run', 'init', 'activate', 'register', 'boot', 'initialize'];

/** Calls that hand a resource over for good, whichever resource it is: it ends with what took it. */
export const takers: readonly string[] = ['pipeline', 'finished', 'addAbortListener', 'using', 'usingAsync', 'withResource', 'autoCleanup', 'onTestFinished', 'onCleanup'];

/** Functions that are given what is to run when the component around the call ends. */
export const cleanupHooks: readonly { readonly hook: string; readonly packages: readonly string[]; /** Component files that are of the framework whatever they import. */ readonly files?: RegExp }[] = [
  { hook: 'onUnmounted', packages: ['vue', '@vue/composition-api', '#imports'], files: /\.vue$/ },
  { hook: 'onDestroy', packages: ['svelte'], files: /\.svelte$/ },
  { hook: 'onCleanup', packages: ['solid-js'] },
];
