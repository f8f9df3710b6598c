import type { Finding, Fix } from '../../src/core/finding.js';
import type { EngineSettings, FileReview, ReviewSession } from '../../src/engine/session-contract.js';
import type { Engine } from '../../src/server/engine.js';

/** What tests turn and read. Files are those of `files` and the buffers. */
export interface StubControls {
  readonly files: Map<string, string>;
  /** `path types` of every review, in order. */
  readonly reviews: string[];
  readonly configured: unknown[];
  /** `path fingerprint` of every repair asked for, in order. */
  readonly checked: string[];
  onCheck: () => void;
  onReview: (path: string) => void;
}

export const STUB_SETTINGS: EngineSettings = {
  minConfidence: 'medium', rules: {}, exclude: [], maxFileSize: 1000, types: true,
  roles: { test: 'low', seed: 'low', migration: 'low', script: 'low' },
};

/**
 * An engine without analysis, for tests of the protocol: `slow(n)` is a finding whose evidence is the `loop` before it and
 * whose repair is `fast(n)`, and that of `risky(n)` is to be reviewed; `maybe(n)` is found at once and dismissed by types; `hidden(n)` is found only by types.
 */
export function stubEngine(): Engine & { readonly controls: StubControls } {
  const controls: StubControls = { files: new Map(), reviews: [], configured: [], checked: [], onReview: () => undefined, onCheck: () => undefined };
  return {
    controls, version: '0.0.0',
    rules: [{ id: 'slow-call', summary: 'A slow call', category: 'async' }],
    createSession: (root) => stubSession(root, controls),
    readSettings: async (_root, editor) => {
      controls.configured.push(editor);
      return { settings: { ...STUB_SETTINGS, ...(editor as object | undefined) }, problems: [] };
    },
    suppressionEdit: (text, { span, ruleId }, _scope, reason) => {
      const start = text.lastIndexOf('\n', span.start - 1) + 1;
      return { path: span.path, start, end: start, newText: `// off ${ruleId} -- ${reason}\n` };
    },
    changedFiles: async () => [...controls.files.keys()].slice(0, 1),
    renderReport: async (format, _root, reviews) => `${format}: ${reviews.flatMap(({ findings }) => findings).length}`,
  };
}

function stubSession(root: string, controls: StubControls): ReviewSession {
  const buffers = new Map<string, string>();
  let settings = STUB_SETTINGS;
  const textOf = (path: string): string | undefined => buffers.get(path) ?? controls.files.get(path);
  const reviewFile = (path: string, { types }: { types: boolean }): FileReview => {
    controls.reviews.push(`${path} ${types}`);
    controls.onReview(path);
    const text = textOf(path) ?? '';
    const base = { path, suppressed: [], timing: {} };
    if (text.length > settings.maxFileSize) return { ...base, findings: [], errors: [], refined: true, skipped: { path, reason: 'too large' } };
    const errors = text.includes('crash') ? [{ ruleId: 'slow-call', path, message: 'it broke' }] : [];
    return { ...base, findings: findingsIn(path, text, types), errors, refined: types || !settings.types };
  };
  return {
    root, textOf, reviewFile,
    configure: (next) => void (settings = next),
    discover: async () => ({ files: [...controls.files.keys()].filter((path) => path.startsWith(root)), skipped: [] }),
    setBuffer: (path, text) => void (text === undefined ? buffers.delete(path) : buffers.set(path, text)),
    filesChanged: () => undefined,
    fixesForAll: (wanted) => wanted.map(({ path, fingerprint }) => fixesFor(path, fingerprint)),
    fixesFor,
    dispose: () => undefined,
  };

  function fixesFor(path: string, fingerprint: string): Fix[] {
    controls.checked.push(`${path} ${fingerprint}`);
    controls.onCheck();
    const finding = findingsIn(path, textOf(path) ?? '', true).find((each) => each.fingerprint === fingerprint);
    if (!finding) return [];
    const { start } = finding.span;
    const name = finding.message.slice(0, finding.message.indexOf('('));
    const edits = [{ path, start, end: start + name.length, newText: 'fast' }];
    if (name === 'risky') return [{ title: 'Risk it', safety: 'review', differs: ['it may fail', 'all start at once'], queries: '1 + N → 2', edits }];
    return [{ title: 'Call it fast', safety: 'safe', differs: [], edits }];
  }
}

function findingsIn(path: string, text: string, types: boolean): Finding[] {
  const findings: Finding[] = [];
  for (const match of text.matchAll(/\b(slow|maybe|hidden|risky)\((\w+)\)/g)) {
    const [call, name] = match;
    if (name === (types ? 'maybe' : 'hidden')) continue;
    const loop = text.lastIndexOf('loop', match.index);
    findings.push({
      ruleId: 'slow-call', span: { path, start: match.index, end: match.index + call.length }, message: `${call} is slow`,
      severity: 'warning', confidence: 'high', fingerprint: call, fixable: name === 'slow' || name === 'risky',
      evidence: loop < 0 ? [] : [{ span: { path, start: loop, end: loop + 4 }, text: 'this loop', certainty: 'proven' }],
    });
  }
  return findings;
}
