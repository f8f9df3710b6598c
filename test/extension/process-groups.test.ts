import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { groupProcesses } from '../../src/extension/profiling/process-groups.js';

describe('processes to attach to', () => {
  let root: string;
  beforeEach(() => { root = realpathSync(mkdtempSync(path.join(tmpdir(), 'process-groups-'))); });
  afterEach(() => { rmSync(root, { recursive: true, force: true }); });

  const groups = (workingFolders: readonly (string | undefined)[], folders: readonly string[]): { readonly inWorkspace: readonly number[]; readonly elsewhere: readonly number[] } => {
    const { inWorkspace, elsewhere } = groupProcesses(workingFolders.map((workingFolder, index) => ({ pid: index, command: 'node', workingFolder })), folders);
    return { inWorkspace: inWorkspace.map(({ pid }) => pid), elsewhere: elsewhere.map(({ pid }) => pid) };
  };

  it('are of the workspace when they work in one of its folders or below, each group in its order', () => {
    const [shop, desk] = [path.join(root, 'shop'), path.join(root, 'desk')];
    const found = groups([root, path.join(shop, 'server'), path.join(root, 'shop-2'), desk, shop, path.join(shop, '..hidden')], [shop, desk]);
    assert.deepEqual(found, { inWorkspace: [1, 3, 4, 5], elsewhere: [0, 2] });
  });

  it('are found in a folder that is a link: the system knows where they really work', () => {
    mkdirSync(path.join(root, 'real'));
    symlinkSync(path.join(root, 'real'), path.join(root, 'link'));
    assert.deepEqual(groups([path.join(root, 'real', 'api')], [path.join(root, 'link')]), { inWorkspace: [0], elsewhere: [] });
  });

  it('are all elsewhere when nobody knows where they work, or no folder is open', () => {
    assert.deepEqual(groups([undefined, root], [path.join(root, 'gone')]), { inWorkspace: [], elsewhere: [0, 1] });
    assert.deepEqual(groups([root], []), { inWorkspace: [], elsewhere: [0] });
  });
});
