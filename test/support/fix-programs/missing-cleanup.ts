import fc from 'fast-check';
import type { FixPrograms } from './fix-program.js';

/** What is acquired: `N` stands for a number of its own, so that no two do the same. */
const ACQUISITIONS = [
  'setInterval(() => note(N), 1000);',
  'setInterval(noteTick, 1000);',
  'setTimeout(() => note(N), 5000);',
  'const timer = setInterval(() => note(N), 1000);',
  "window.addEventListener('resize', () => note(N));",
  "window.addEventListener('resize', noteTick);",
  "document.addEventListener('keydown', (event) => { if (event.type === 'keydown') note(N); }, true);",
  "window.addEventListener('resize', () => { note(N); }, { passive: true });",
  "document.addEventListener('keydown', () => { setTimeout(() => note(N), 5000); });",
] as const;

const AROUND = ['DO', 'if (given) {\n  DO\n}', 'if (given) {\n  DO\n} else {\n  note(0);\n}', "// Whatever is given.\nDO // and no more\nnote(1);", 'if (!given) return;\nDO', 'if (given) {\n  DO\n  return;\n}\nnote(2);'] as const;

const effect = (body: string, cleanup: string): string => `
import { useEffect } from 'react';
import { note, noteTick } from './notes';

export function usePanel(given: boolean) {
  useEffect(() => {
    ${body}
    ${cleanup}
  }, [given]);
}
`;

const disposable = (body: string, ending: string): string => `
import { note, noteTick } from './notes';

export class Panel {
  constructor(given: boolean) {
    ${body}
  }

  /** Ends it. */
  dispose(): void {
    ${ending}
  }
}
`;

const factory = (body: string): string => `
import { note, noteTick } from './notes';

export function panel(given: boolean) {
  window.addEventListener('focus', noteTick);
  ${body}
  return () => window.removeEventListener('focus', noteTick);
}
`;

/** A timeout of a class is only reported where it touches the object. */
const LASTING = ACQUISITIONS.filter((each) => !each.includes('setTimeout'));

const acquiredOf = (all: readonly string[]) => fc.tuple(fc.constantFrom(...all), fc.constantFrom(...AROUND), fc.nat({ max: 90 })).map(([code, around, number]) => ({ text: around.replace('DO', code.replaceAll('N', String(number + 10))), leaves: around.includes('return') }));

const acquired = acquiredOf(ACQUISITIONS);
const lasting = acquiredOf(LASTING);

const texts: fc.Arbitrary<string> = fc.oneof(
  acquired.chain(({ text, leaves }) => fc.constantFrom(...(leaves ? [''] : ['', "return () => note(5);", 'return noteTick;'])).map((cleanup) => effect(text, cleanup))),
  fc.tuple(lasting, fc.constantFrom('', 'note(6);', 'if (this.ended()) return;\n    note(7);')).map(([{ text }, ending]) => disposable(text, ending).replace('  /** Ends it. */', ending.includes('ended') ? '  ended(): boolean {\n    return false;\n  }\n\n  /** Ends it. */' : '  /** Ends it. */')),
  lasting.filter(({ leaves }) => !leaves).map(({ text }) => factory(text)),
);

const NOTES = 'export function note(value: number): void { globalThis.console.log(value); }\nexport function noteTick(): void { note(-1); }\n';

/** Effects, classes and functions that give back their cleanup, each of which leaves something behind. */
export const missingCleanup: FixPrograms = {
  ruleId: 'missing-cleanup',
  programs: texts.map((text) => ({ files: { 'main.ts': text, 'notes.ts': NOTES }, main: 'main.ts' })),
  repaired: 0.6,
};
