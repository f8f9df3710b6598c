import { defineLibrary, type Member, type Operation } from './library.js';
import { members } from './members.js';

/** A command works on files and services the engine cannot see: its order with everything else is kept. */
const command: Operation = { channel: 'process', effect: 'read-write', rows: 'one', ordered: true };
const blocking: Operation = { ...command, synchronous: true };

const forms: Readonly<Record<string, Member>> = {
  ...members('execa execaCommand execaNode $', { type: 'run' }),
  ...members('execaSync execaCommandSync', { type: 'runSync' }),
};

export const execa = defineLibrary({
  id: 'execa',
  label: 'execa',
  packages: ['execa'],
  typings: { package: 'execa', version: '9' },
  exports: forms,
  types: { run: { call: { operation: command } }, runSync: { call: { operation: blocking } } },
});

/** One working copy, one index, one lock file: git commands follow each other. */
const git = (effect: Operation['effect']): Member => ({ operation: { ...command, effect } });

export const simpleGit = defineLibrary({
  id: 'simple-git',
  label: 'simple-git',
  packages: ['simple-git', 'simple-git/promise'],
  typings: { package: 'simple-git', version: '3' },
  exports: { simpleGit: { returns: 'git' }, default: { returns: 'git' } },
  declared: { SimpleGit: 'git' },
  types: {
    git: {
      serial: true,
      members: {
        ...members('status log diff diffSummary branch branchLocal show revparse getRemotes listRemote tags checkIsRepo catFile', git('read')),
        ...members('add addConfig addTag commit checkout checkoutBranch clone fetch init merge pull push rebase reset revert rm stash subModule clean raw', git('write')),
      },
    },
  },
});
