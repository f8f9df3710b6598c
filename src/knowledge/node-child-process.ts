import { defineLibrary, type Acquisition, type Member, type Operation } from './library.js';
import { declares, later, members } from './members.js';
import { emitterMembers } from './node-events.js';

/** What a command does to files and services cannot be seen from here: its order with everything else is kept. */
const command: Operation = { channel: 'process', effect: 'read-write', rows: 'one', ordered: true };
const blocking: Member = { operation: { ...command, synchronous: true } };

const child: Acquisition = {
  resource: 'child process', kind: 'child-process', endsItself: true,
  release: { methods: ['kill', 'disconnect', 'unref'] }, selfEndingOptions: ['signal', 'timeout'],
};

const forms: Readonly<Record<string, Member>> = {
  ...members('exec execFile', { operation: command, returns: 'child', callbacks: [later(-1)] }),
  ...members('spawn fork', { operation: command, returns: 'child', acquires: child }),
  ...members('execSync execFileSync spawnSync', blocking),
};

export const nodeChildProcess = defineLibrary({
  id: 'node-child-process',
  label: 'node:child_process',
  packages: ['child_process', 'node:child_process', 'cross-spawn'],
  typings: { package: '@types/node', version: '20' },
  exports: { ...forms, default: { type: 'childProcess' }, '*': { type: 'childProcess' } },
  declared: declares('ChildProcess ChildProcessWithoutNullStreams ChildProcessByStdio', 'child'),
  types: {
    childProcess: { members: forms },
    child: {
      members: {
        ...emitterMembers('event listener on a child process', 'kill'),
        ...members('stdin stdout stderr', { type: 'childStream' }),
        ...members('kill disconnect unref', {}),
        send: { operation: { channel: 'process', effect: 'write', rows: 'none', ordered: true } },
      },
    },
    childStream: { members: emitterMembers('event listener on a stream of a child process', 'destroy') },
  },
});
