import { defineLibrary, type Member } from './library.js';
import { members } from './members.js';

/** The function an effect returns is called before the effect runs again and when the component goes away. */
const effect: Member = { callbacks: [{ argument: 0, runs: 'later', cleanup: 'returned', phase: 'setup' }] };

const forms: Readonly<Record<string, Member>> = {
  ...members('useEffect useLayoutEffect useInsertionEffect', effect),
  // React calls `subscribe` after mounting and the function it returns before unmounting.
  useSyncExternalStore: { callbacks: [{ argument: 0, runs: 'later', cleanup: 'returned', phase: 'setup' }, { argument: 1, runs: 'once' }] },
  useImperativeHandle: { callbacks: [{ argument: 1, runs: 'later' }] },
  useCallback: { callbacks: [{ argument: 0, runs: 'later' }] },
  ...members('useMemo useState', { callbacks: [{ argument: 0, runs: 'once' }] }),
  useReducer: { callbacks: [{ argument: 0, runs: 'later' }] },
  useRef: { returns: 'ref' },
  startTransition: { callbacks: [{ argument: 0, runs: 'once' }] },
};

export const react = defineLibrary({
  id: 'react',
  label: 'React',
  packages: ['react', 'preact/hooks', 'preact/compat'],
  typings: { package: '@types/react', version: '19' },
  exports: { ...forms, default: { type: 'react' }, '*': { type: 'react' } },
  declared: { RefObject: 'ref' },
  types: {
    react: { members: forms },
    /** Lives as long as the component: what is stored in `current` can be released by a cleanup. */
    ref: { members: { current: {} } },
  },
});

const nativeListener: Member = { acquires: { resource: 'event subscription', kind: 'subscription', release: { methods: ['remove'] } }, callbacks: [{ argument: 1, runs: 'later' }] };

/** Emitters of the device, which live as long as the app. No test holds these names: the typings come with the whole of React Native. */
export const reactNative = defineLibrary({
  id: 'react-native',
  label: 'React Native',
  packages: ['react-native'],
  exports: members('AppState BackHandler Dimensions Linking Keyboard Appearance AccessibilityInfo DeviceEventEmitter', { type: 'emitter' }),
  types: { emitter: { lifelong: true, members: members('addEventListener addListener addChangeListener', nativeListener) } },
});
