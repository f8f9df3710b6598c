import type { AwaitedWork } from '../../facts/await-steps.js';
import type { Channel } from '../../knowledge/library.js';
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

  message({ run, swallowed }) {
    const names = run.works.map((work) => `\`${calledText(work.operand)}\``);
    const listed = names.length <= 3 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
    const together = `them together with \`Promise.${swallowed ? 'allSettled' : 'all'}\`.`;
    const advice = run.kind === 'reads' ? `Start ${together}` : `If the order of these writes does not matter, start ${together}`;
    return `${listed} are awaited one after another although none needs the result of another, so their waiting times add up. ${advice}`;
  },

  evidence: ({ run, leniency }: SequentialAwaits) => [
    ...run.works.map((work, index) => {
      const doubts = run.doubts.filter((each) => each.at === work.operand);
      const text = [index === 0 ? waitText(work) : laterText(index), ...doubts.map((each) => each.text)].join('; ');
      return { at: work.node, text, certainty: doubts.length > 0 ? 'inferred' as const : 'proven' as const };
    }),
    ...run.doubts.filter((each) => each.at === undefined),
    ...leniency,
  ],

  fixable: canJoin,
  fixes: (data, context) => joinFixes(data, context),
});

const WAITS_FOR: Readonly<Partial<Record<Channel, string>>> = {
  database: 'a database', search: 'a search index', cache: 'a cache', storage: 'object storage', http: 'a response', network: 'the network', queue: 'a queue', fs: 'the file system', process: 'another process', timer: 'a timer',
};

function waitText({ effect: { uses, latency, proof } }: AwaitedWork): string {
  const channel = uses.map((use) => WAITS_FOR[use.operation.channel]).find((each) => each !== undefined);
  if (channel !== undefined && proof === 'proven') return `waits for ${channel}`;
  return latency === 'io' ? 'waits for something outside of this program' : 'waits for an answer';
}

function laterText(index: number): string {
  return index === 1 ? 'uses nothing of the await before, yet starts only after it' : 'uses nothing of the awaits before, yet starts only after them';
}
