import type { AwaitedWork } from '../../facts/await-steps.js';
import { calledText } from '../../facts/await-runs.js';
import { defineRule } from '../rule.js';
import { detectRuns, type SequentialAwaits } from './detect.js';
import { canJoin, joinFixes } from './fixes.js';

export default defineRule({
  id: 'sequential-await',
  summary: 'Independent awaits wait for each other',
  category: 'async',
  since: '0.1.0',
  severity: 'warning',
  options: {
    minimum: { type: 'number', default: 2, minimum: 2, description: 'Number of independent awaits from which a run is reported' },
  },
  visits: ['Block', 'SourceFile', 'CaseClause', 'DefaultClause', 'ArrowFunction'],

  detect(node, context) {
    return detectRuns(node, context.facts, context.role, context.options.minimum).map((data) => ({
      at: { file: context.file, start: data.start, end: data.end },
      data,
    }));
  },

  message({ run }) {
    const names = run.works.map((work) => `\`${calledText(work.operand)}\``);
    const listed = names.length <= 3 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
    const advice = run.kind === 'reads' ? 'Start them together with `Promise.all`.' : 'If the order of these writes does not matter, start them together with `Promise.all`.';
    return `${listed} are awaited one after another although none needs the result of another, so their waiting times add up. ${advice}`;
  },

  evidence: ({ run }: SequentialAwaits) => [
    ...run.works.map((work, index) => {
      const doubts = run.doubts.filter((each) => each.at === work.operand);
      const certainty = doubts.length > 0 ? 'inferred' as const : 'proven' as const;
      return { at: work.node, text: [workText(work, index), ...doubts.map((each) => each.text)].join('; '), certainty };
    }),
    ...run.doubts.filter((each) => each.at === undefined),
  ],

  fixable: canJoin,
  fixes: (data, context) => joinFixes(data, context),
});

function workText({ effect }: AwaitedWork, index: number): string {
  if (index === 0) return `waits for ${kindText(effect.latency, effect.proof)}`;
  return index === 1 ? 'does not use the result of the await before, yet starts only after it' : 'does not use the result of the awaits before, yet starts only after them';
}

function kindText(latency: string, proof: string): string {
  if (latency !== 'io') return 'a call that its name says looks something up';
  return proof === 'proven' ? 'an operation that leaves the process' : 'an operation that, going by names, leaves the process';
}
