import { defineLibrary, type Member } from './library.js';
import { members } from './members.js';

const setup: Member = { callbacks: [{ argument: 0, runs: 'later', phase: 'setup' }] };
const teardown: Member = { callbacks: [{ argument: 0, runs: 'later', phase: 'teardown' }] };

const hooks: Readonly<Record<string, Member>> = {
  ...members('onBeforeMount onMounted onActivated onUpdated onBeforeUpdate', setup),
  ...members('onBeforeUnmount onUnmounted onDeactivated onScopeDispose onWatcherCleanup', teardown),
};

/**
 * A watcher created during `setup` stops with the component, so its stop handle is not a resource here; what its callback
 * acquires is released through `onCleanup` or `onWatcherCleanup`.
 */
export const vue = defineLibrary({
  id: 'vue',
  label: 'Vue',
  packages: ['vue', '@vue/composition-api', '@vue/runtime-core', '@vue/runtime-dom', '@vue/reactivity', '#imports'],
  typings: { package: 'vue', version: '3' },
  exports: {
    ...hooks,
    watch: { callbacks: [{ argument: 1, runs: 'later', phase: 'setup', cleanupParameter: 2 }] },
    ...members('watchEffect watchPostEffect watchSyncEffect', { callbacks: [{ argument: 0, runs: 'later', phase: 'setup', cleanupParameter: 0 }] }),
    computed: { callbacks: [{ argument: 0, runs: 'later' }] },
    nextTick: { operation: { channel: 'timer', effect: 'read', rows: 'none', delay: true, ordered: true }, callbacks: [{ argument: 0, runs: 'later' }] },
    effectScope: {
      returns: 'scope',
      acquires: { resource: 'effect scope', kind: 'disposable', release: { methods: ['stop'] } },
    },
  },
  declared: { EffectScope: 'scope' },
  types: { scope: { members: { run: { callbacks: [{ argument: 0, runs: 'once' }] }, stop: {} } } },
});

/** Projects may have their build import the hooks wherever they are named. */
export const vueAutoImport = defineLibrary({ id: 'vue-auto-import', label: 'Vue', packages: [], globals: hooks, types: {} });
