import type { Finding } from '../../../src/core/finding.js';
import { reviewProgram, ROOT } from '../review-program.js';
import { parseAlone } from './parsed-file.js';
import { rewrite, type Change } from './rewrite.js';
import type { RuleProgram } from './rule-programs.js';

/** A program with its findings. */
export interface Reviewed {
  readonly program: RuleProgram;
  readonly findings: readonly Finding[];
}

export function reviewed(program: RuleProgram): Reviewed {
  return { program, findings: findingsOf(program.files, program.settings) };
}

function findingsOf(files: RuleProgram['files'], settings: RuleProgram['settings']): readonly Finding[] {
  const { session, reviews } = reviewProgram(files, settings);
  session.dispose();
  return [...reviews.values()].flatMap((each) => {
    if (each.errors.length > 0) throw new Error(each.errors.map((error) => error.message).join('\n'));
    return each.findings;
  });
}

/**
 * How the findings of a program differ from those it had before changes that mean nothing, in lines for a failing test.
 * @param ignored rules whose findings may differ
 */
export function differences({ program, findings }: Reviewed, changes: readonly Change[], ignored: readonly string[] = []): readonly string[] {
  const files: Record<string, string> = { ...program.files };
  const places = new Map<string, ReturnType<typeof rewrite>>();
  for (const path of new Set(changes.map((each) => each.path))) {
    const rewritten = rewrite(files[path] ?? '', changes.filter((each) => each.path === path));
    if (!parseAlone(path, rewritten.text)) return [`${path} no longer parses:\n${rewritten.text}`];
    places.set(`${ROOT}/${path}`, rewritten);
    files[path] = rewritten.text;
  }
  const textAt = (path: string, start: number): string => {
    const before = (files[path.slice(ROOT.length + 1)] ?? '').slice(0, start).split('\n');
    return `${path.slice(ROOT.length + 1)}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  };
  const line = ({ ruleId, confidence }: Finding, path: string, span: { start: number; end: number } | undefined): string => {
    const text = files[path.slice(ROOT.length + 1)] ?? '';
    // Whether parentheses around an expression belong to its place is nobody's question.
    return `${ruleId} ${confidence} ${span ? `${textAt(path, span.start)} [${text.slice(span.start, span.end).replace(/[\s)]+$/, '')}]` : `${path} ?`}`;
  };
  const expected = findings.filter((each) => !ignored.includes(each.ruleId)).map((each) => line(each, each.span.path, places.has(each.span.path) ? places.get(each.span.path)?.place(each.span.start, each.span.end) : each.span));
  const actual = findingsOf(files, program.settings).filter((each) => !ignored.includes(each.ruleId));
  const lines = actual.map((each) => line(each, each.span.path, each.span));
  return [...without(expected, lines).map((each) => `- ${each}`), ...without(lines, expected).map((each) => `+ ${each} ${actual.find((finding) => line(finding, finding.span.path, finding.span) === each)?.message ?? ''}`)];
}

function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return list.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** As few of the changes as still make a difference, by leaving out halves, quarters and so on. */
export function minimal(before: Reviewed, changes: readonly Change[], ignored: readonly string[]): readonly Change[] {
  let left = [...changes];
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length && left.length > 1; ) {
      const rest = [...left.slice(0, at), ...left.slice(at + size)];
      if (rest.length > 0 && differences(before, rest, ignored).length > 0) left = rest;
      else at += size;
    }
  }
  return left;
}
