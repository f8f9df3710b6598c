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
      confidence: data.run.confidence,
      data,
    }));
  },

  message({ run }) {
    const names = run.works.map((work) => `\`${calledText(work.operand)}\``);
    const listed = names.length <= 3 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
    const advice = run.kind === 'reads' ? 'Start them together with `Promise.all`.' : 'If the order of these writes does not matter, start them together with `Promise.all`.';
    return `${listed} are awaited one after another although none needs the result of another, so their waiting times add up. ${advice}`;
  },

  evidence: ({ run }: SequentialAwaits) => run.works.map((work, index) => ({
    at: work.node,
    text: index === 0 ? `waits for ${kindText(work.effect.latency, work.effect.proof)}` : `does not use the result of the await${index > 1 ? 's' : ''} before, yet starts only after ${index > 1 ? 'them' : 'it'}`,
  })),

  fixable: canJoin,
  fixes: (data, context) => joinFixes(data, context),
});

function kindText(latency: string, proof: string): string {
  if (latency !== 'io') return 'a call that its name says looks something up';
  return proof === 'proven' ? 'an operation that leaves the process' : 'an operation that, going by names, leaves the process';
}
