import { readFileSync, readdirSync, statSync } from 'node:fs';
import type { Finding, Fix } from '../../src/core/finding.js';
import { applySuppressions } from '../../src/engine/suppressions.js';
import { fingerprints } from '../../src/engine/fingerprint.js';
import type { EngineSettings, FileReview, ReviewSession } from '../../src/engine/session-contract.js';
import { defineRule, type Rule } from '../../src/rules/rule.js';
import { ts } from 'ts-morph';

/** Every `slow()` is a finding that becomes `fast()`; `risky()` one that becomes `slow()` with a look; `crash()` brings the rule down. */
export const FAKE_RULES: readonly Rule[] = [
  defineRule({ id: 'slow-call', summary: 'Slow', category: 'async', since: '0.1.0', severity: 'warning', options: {}, visits: ['CallExpression'], detect: () => undefined, message: () => '', evidence: () => [] }),
  defineRule({ id: 'risky-call', summary: 'Risky', category: 'async', since: '0.1.0', severity: 'error', options: {}, visits: ['CallExpression'], detect: () => undefined, message: () => '', evidence: () => [] }),
];

export class FakeSession implements ReviewSession {
  private settings: EngineSettings | undefined;
  private readonly buffers = new Map<string, string>();
  constructor(readonly root: string) {}

  configure(settings: EngineSettings): void {
    this.settings = settings;
  }

  discover(paths: readonly string[]) {
    const files = paths.flatMap((path): string[] => (statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name}`) : [path]));
    return Promise.resolve({ files: files.filter((file) => file.endsWith('.ts') && !file.endsWith('.min.ts')).sort(), skipped: files.filter((file) => file.endsWith('.min.ts')).map((path) => ({ path, reason: 'minified' })) });
  }

  setBuffer(path: string, text: string | undefined): void {
    if (text === undefined) this.buffers.delete(path);
    else this.buffers.set(path, text);
  }

  filesChanged(): void {}

  textOf(path: string): string | undefined {
    return this.buffers.get(path) ?? readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  }

  reviewFile(path: string): FileReview {
    const text = this.textOf(path) ?? '';
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const relativePath = path.slice(this.root.length + 1);
    const enabled = FAKE_RULES.filter(({ id }) => this.settings?.rules[id]?.enabled !== false);
    const drafts = [...text.matchAll(/(slow|risky)\(\)/g)].map((match) => ({ ruleId: `${match[1]}-call`, start: match.index, end: match.index + match[0].length })).filter(({ ruleId }) => enabled.some(({ id }) => id === ruleId));
    const ids = fingerprints(file, relativePath, drafts);
    const found = drafts.map(({ ruleId, start, end }, index): Finding => ({
      ruleId, span: { path, start, end }, message: `${text.slice(start, end)} waits`, severity: ruleId === 'risky-call' ? 'error' : 'warning',
      confidence: 'high', evidence: [{ span: { path, start: 0, end: 1 }, text: 'the start', certainty: 'proven' }], fingerprint: ids[index] ?? '', fixable: true,
    }));
    const { kept, suppressed, unused } = applySuppressions({ file, path, relativePath, findings: found, active: new Set(enabled.map(({ id }) => id)), known: FAKE_RULES.map(({ id }) => id) });
    return {
      path, findings: [...kept, ...unused.map(({ finding }) => finding)], suppressed, refined: true, timing: { 'slow-call': 1.5 },
      errors: text.includes('crash()') ? [{ ruleId: 'slow-call', path, message: 'boom\n  at somewhere' }] : [],
    };
  }

  fixesFor(path: string, fingerprint: string): readonly Fix[] {
    const finding = this.reviewFile(path).findings.find((each) => each.fingerprint === fingerprint);
    if (finding === undefined || finding.ruleId === 'unused-suppression') return [];
    const slow = finding.ruleId === 'slow-call';
    return [{ title: 'Replace', safety: slow ? 'safe' : 'review', differs: slow ? [] : ['it is slow'], edits: [{ ...finding.span, newText: slow ? 'fast(\n)' : 'slow()' }] }];
  }

  fixesForAll(wanted: readonly { path: string; fingerprint: string }[]): readonly (readonly Fix[])[] {
    return wanted.map(({ path, fingerprint }) => this.fixesFor(path, fingerprint));
  }

  dispose(): void {}
}
