import assert from 'node:assert/strict';
import { readProfile } from '../../../src/profile/formats/index.js';
import { cpuprofileOf, SAMPLE, type Timeline } from '../sample-profile.js';
import { openPanel, type PanelPage } from './panel-page.js';

const TABS = ['Time Order', 'Left Heavy', 'Sandwich', 'Top Down', 'Bottom Up', 'Functions', 'Files', 'Packages'];

interface Node {
  id: number;
  children?: number[];
  callFrame: { functionName: string; url: string; lineNumber: number };
}

/** The sample as V8 writes it, with something done to it. */
function damaged(damage: (file: { nodes: Node[]; samples: number[]; timeDeltas: (number | null)[] }) => void): Uint8Array {
  const file = JSON.parse(new TextDecoder().decode(cpuprofileOf(SAMPLE))) as Parameters<typeof damage>[0];
  damage(file);
  return new TextEncoder().encode(JSON.stringify(file));
}

/** Each call deeper by one than the one before. */
const DEEP: Timeline = [[['main', ...Array.from({ length: 3_000 }, (_, depth) => `deep${String(depth)}`)].join(';'), 50]];

const whole = cpuprofileOf(SAMPLE);
const FILES: Readonly<Record<string, readonly [bytes: Uint8Array, note: RegExp | undefined]>> = {
  'cut off in the middle': [whole.subarray(0, whole.length - 40), /cut off/],
  'with calls that call themselves in a circle': [damaged(({ nodes, samples }) => {
    const { callFrame } = nodes[2]!;
    nodes.push({ id: 100, callFrame, children: [101] }, { id: 101, callFrame, children: [100] });
    samples.fill(101, 2, 4);
  }), /1 ring of calls that call each other was cut open/],
  'with times that are none': [damaged(({ timeDeltas }) => timeDeltas.fill(null, 3, 6)), /3 times between samples are no times/],
  'with samples of nothing': [damaged(({ samples }) => samples.fill(99_999, 0, 1)), /1 sample names a call that the file does not hold/],
  'three thousand calls deep': [cpuprofileOf(DEEP), undefined],
  'with paths that lead out of the workspace': [damaged(({ nodes }) => nodes.forEach(({ callFrame }) => (callFrame.url = `file:///project/../../etc/${callFrame.functionName}`))), undefined],
  'with names of a million letters': [damaged(({ nodes }) => (nodes[2]!.callFrame.functionName = 'x'.repeat(1_000_000))), undefined],
  'with names of control characters': [damaged(({ nodes }) => nodes.forEach(({ callFrame }) => (callFrame.functionName += '\u0000\u202e\ud800\r\n'))), undefined],
  'of one sample': [cpuprofileOf([['main', 1]]), undefined],
  'of nothing but waiting': [cpuprofileOf([['(idle)', 100]]), undefined],
};

describe('a file that is not as it should be', () => {
  let panel: PanelPage;

  afterEach(() => panel.close());

  for (const [title, [bytes, note]] of Object.entries(FILES)) {
    it(`is shown ${title}, in every view`, async () => {
      panel = await openPanel();
      const [profile] = readProfile(bytes, 'bad.cpuprofile').profiles;
      assert.ok(profile);
      await panel.show(profile);
      if (note) assert.match(profile.notes.join(' '), note);
      assert.equal(await panel.page.getByRole('note').count(), profile.notes.length > 0 ? 1 : 0);
      for (const tab of TABS) {
        await panel.view(tab);
        const { width = 0 } = (await panel.page.locator('#view').boundingBox()) ?? {};
        assert.equal(width, 1000, `${tab} keeps to the window`);
      }
    });
  }

  it('says that there is nothing to show, where nothing ran', async () => {
    panel = await openPanel();
    const [profile] = readProfile(damaged((file) => {
      [file.samples, file.timeDeltas] = [[], []];
    }), 'empty.cpuprofile').profiles;
    await panel.show(profile!);
    assert.match(await panel.page.locator('#view').innerText(), /nothing ran long enough to be seen/);
    await panel.view('Functions');
    assert.match(await panel.page.locator('#view').innerText(), /nothing ran long enough to be seen/);
  });
});

describe('the notes on a profile', () => {
  it('can be read, and put away', async () => {
    const panel = await openPanel();
    const two = damaged(({ samples, timeDeltas }) => {
      samples.fill(99_999, 0, 1);
      timeDeltas.fill(null, 3, 4);
    });
    await panel.show(readProfile(two, 'two.cpuprofile').profiles[0]!);
    const note = panel.page.getByRole('note');
    assert.match(await note.innerText(), /^\s*2 notes on how this profile was read/);
    await panel.page.getByText('2 notes on').click();
    assert.match(await note.innerText(), /1 sample names a call/);
    await panel.page.getByRole('button', { name: 'Put the notes away' }).click();
    assert.equal(await note.count(), 0);
    await panel.close();
  });
});
