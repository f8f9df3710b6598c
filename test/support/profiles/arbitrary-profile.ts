import fc from 'fast-check';
import { ProfileBuilder } from '../../../src/profile/formats/profile-builder.js';
import type { Profile, ProfileUnit } from '../../../src/profile/profile.js';

/** A frame as a writer and a reader agree on it: a column only where there is a line, a place only where there is a file. */
const frame = fc.record({
  name: fc.oneof(fc.constantFrom('main', 'work', 'get size', '', '<script>alert(1)</script>', 'ünïcödé'), fc.string({ minLength: 1 })),
  url: fc.constantFrom('', 'file:///app/main.js', '/app/src/a b.ts', 'node:fs', '../../../etc/passwd'),
  line: fc.integer({ min: 0, max: 5000 }),
  column: fc.integer({ min: 0, max: 300 }),
});

/** Profiles of any shape, through the builder that readers use. */
export function arbitraryProfile(unit: ProfileUnit = 'microseconds', timed = unit === 'microseconds'): fc.Arbitrary<Profile> {
  return fc
    .record({
      frames: fc.array(frame, { minLength: 1, maxLength: 8 }),
      samples: fc.array(fc.record({ stack: fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }), value: fc.integer({ min: 1, max: 1_000_000 }), line: fc.integer({ min: 0, max: 50 }) }), { minLength: 1, maxLength: 20 }),
      name: fc.constantFrom('main', 'worker 3', 'a "b" <c>'),
    })
    .map(({ frames, samples, name }) => {
      const builder = new ProfileBuilder();
      for (const { stack, value, line } of samples) {
        const node = stack.reduce((caller, index) => {
          const each = frames[index % frames.length];
          const placed = each !== undefined && each.url !== '';
          return builder.call(caller, builder.frame(each?.name ?? '', each?.url ?? '', placed ? each.line : 0, placed && each.line > 0 ? each.column : 0));
        }, builder.root);
        if (timed) builder.sample(node, value);
        else builder.spend(node, value);
        const top = frames[(stack.at(-1) ?? 0) % frames.length];
        if (!timed && top !== undefined && top.url !== '' && top.line > 0) builder.tick(node, top.line + line);
      }
      return builder.build({ name, kind: unit === 'bytes' ? 'heap' : 'cpu', unit, timed });
    });
}
