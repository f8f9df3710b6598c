import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Function as PprofFunction, Line, Location, Mapping, Profile as PprofProfile, Sample, StringTable, ValueType } from 'pprof-format';
import { UnreadableProfile } from '../../../src/profile/formats/format.js';
import { pprof } from '../../../src/profile/formats/pprof.js';
import type { Profile } from '../../../src/profile/profile.js';
import { toPprof } from '../../../src/profile/write/pprof.js';
import { arbitraryProfile } from '../../support/profiles/arbitrary-profile.js';
import { assertSound, selfByStack } from '../../support/profiles/sound-profile.js';

function readAll(bytes: Uint8Array): readonly Profile[] {
  const { profiles } = pprof.read(bytes, 'a.pb');
  profiles.forEach(assertSound);
  return profiles;
}

interface FileOfTest {
  readonly types: readonly (readonly [type: string, unit: string])[];
  readonly functions: readonly { readonly name: string; readonly file?: string; readonly line?: number }[];
  /** Lines of each location: index of the function, line. */
  readonly locations: readonly (readonly (readonly [called: number, line: number])[])[];
  /** Locations from the innermost on, values. */
  readonly samples: readonly (readonly [locations: readonly number[], values: readonly number[]])[];
  readonly preferred?: string;
}

/** As another implementation writes it. */
function encoded({ types, functions, locations, samples, preferred }: FileOfTest): Uint8Array {
  const strings = new StringTable();
  return new PprofProfile({
    sampleType: types.map(([type, unit]) => new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) })),
    function: functions.map(({ name, file = '', line = 0 }, index) => new PprofFunction({ id: index + 1, name: strings.dedup(name), filename: strings.dedup(file), startLine: line })),
    location: locations.map((lines, index) => new Location({ id: index + 1, mappingId: 1, address: 4096 + index, line: lines.map(([called, line]) => new Line({ functionId: called + 1, line })) })),
    mapping: [new Mapping({ id: 1, filename: strings.dedup('/bin/program') })],
    sample: samples.map(([stack, value]) => new Sample({ locationId: stack.map((each) => each + 1), value: [...value] })),
    ...(preferred === undefined ? {} : { defaultSampleType: strings.dedup(preferred) }),
    stringTable: strings,
  }).encode();
}

const CPU: FileOfTest = {
  types: [['samples', 'count'], ['cpu', 'nanoseconds']],
  functions: [{ name: 'main', file: '/m.go', line: 3 }, { name: 'work', file: '/w.go' }, { name: '(anonymous:L#7:C#2)', file: '/a.js' }],
  locations: [[[0, 5]], [[1, 20]], [[1, 12], [0, 6]], [[2, 7]], []],
  samples: [[[1, 0], [2, 2000]], [[2], [3, 3000]], [[3, 0], [1, 500]], [[4, 0], [1, 1000]]],
};

describe('pprof files', () => {
  it('are stacks with a value, inlined frames and all; a function without its line has the first line seen in it', () => {
    const [profile, ...others] = readAll(encoded(CPU));
    assert.ok(profile && others.length === 0);
    assert.deepEqual(selfByStack(profile), {
      'main (/m.go:3) > work (/w.go:12)': 5, 'main (/m.go:3) > (/a.js:7:2)': 0.5, 'main (/m.go:3) > 0x1004 (/bin/program)': 1,
    });
    assert.deepEqual([profile.name, profile.kind, profile.unit, profile.total], ['cpu', 'cpu', 'microseconds', 6.5]);
    assert.deepEqual([...profile.lineTicks.line].map((line, index) => [line, profile.lineTicks.ticks[index]]), [[20, 2], [12, 3], [7, 1]]);
  });

  it('of several values are several profiles, the preferred one or else the last first', () => {
    const heap: FileOfTest = { ...CPU, types: [['alloc_space', 'bytes'], ['inuse_space', 'bytes']] };
    const shape = (file: FileOfTest): readonly unknown[] => readAll(encoded(file)).map(({ name, kind, total }) => [name, kind, total]);
    assert.deepEqual(shape(heap), [['inuse_space', 'heap', 6500], ['alloc_space', 'heap', 7]]);
    assert.deepEqual(shape({ ...heap, preferred: 'alloc_space' }), [['alloc_space', 'heap', 7], ['inuse_space', 'heap', 6500]]);
    assert.deepEqual(shape({ ...CPU, types: [['requests', 'count'], ['things', 'constructor']] }), [['things', 'cpu', 6500], ['requests', 'cpu', 7]]);
  });

  it('are recognised by their structure', () => {
    assert.ok(pprof.recognises(encoded(CPU), 'x'));
    for (const text of ['', '{"nodes":[]}', '\n\n', 'main;work 3\n', '{\x29\x03']) assert.ok(!pprof.recognises(new TextEncoder().encode(text), 'x'), JSON.stringify(text));
  });

  it('are the same after they were written', () => {
    fc.assert(fc.property(arbitraryProfile('microseconds', false), (profile) => {
      const [again] = readAll(toPprof([profile]));
      assert.ok(again);
      assert.deepEqual(Object.keys(selfByStack(again)).sort(), Object.keys(selfByStack(profile)).sort());
      assert.ok(Math.abs(again.total - profile.total) < 0.001 * profile.nodes.count * 20);
    }));
    fc.assert(fc.property(arbitraryProfile('bytes'), (profile) => {
      const [again] = readAll(toPprof([profile]));
      assert.equal(again?.kind, 'heap');
    }));
  });

  it('with negative values, unknown places and huge numbers are put right, and say so', () => {
    const [profile] = readAll(encoded({ ...CPU, samples: [[[0], [1, -5]], [[9], [1, 2 ** 60]]] }));
    assert.deepEqual(selfByStack(profile as Profile), { '(unknown)': 2 ** 60 / 1000 });
    assert.deepEqual(profile?.notes, ['Some values are negative or no amounts: they count as 0.', 'Some stacks name places that the file does not have.']);
  });

  it('that are cut off show what came before, and say so', () => {
    const bytes = encoded(CPU);
    const strings = bytes.length - 20;
    assert.match(readAll(bytes.subarray(0, strings))[0]?.notes.join() ?? '', /cut off/);
  });

  it('of any bytes end soon in a profile or a refusal', () => {
    const attempt = (bytes: Uint8Array): void => {
      try {
        readAll(bytes);
      } catch (error) {
        assert.ok(error instanceof UnreadableProfile, String(error));
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), attempt));
    const whole = encoded(CPU);
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
      const changed = whole.slice();
      for (const [at, byte] of changes) changed[at] = byte;
      attempt(changed);
    }), { numRuns: 500 });
    attempt(new Uint8Array(1_000_000).fill(0xff));
    attempt(new Uint8Array(1_000_000).fill(0x0a));
  });

  it('that inline without end stop at a bound', () => {
    const inlined = Array.from({ length: 2_000 }, () => [0, 1] as const);
    const [profile] = readAll(encoded({ ...CPU, locations: [inlined], samples: [[new Array<number>(3_000).fill(0), [1, 1]]] }));
    assert.match(profile?.notes.join() ?? '', /shown shorter/);
  });
});
