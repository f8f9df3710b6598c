import { ts } from 'ts-morph';
import { defineRule } from '../rule.js';
import { findLeak } from './detect.js';
import { fixesOf } from './fixes/fixes.js';
import { evidenceOf, messageOf } from './wording.js';

export default defineRule({
  id: 'missing-cleanup',
  summary: 'Something acquired is not released when its owner ends',
  category: 'memory',
  since: '0.1.0',
  severity: 'warning',
  options: {},
  visits: ['CallExpression', 'NewExpression'],
  detect(node, { facts }) {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
    const found = findLeak(facts, node);
    return found ? { at: ts.isNewExpression(node) ? node : node.expression, data: found } : undefined;
  },
  message: messageOf,
  evidence: evidenceOf,
  fixes: (leak, { facts }) => fixesOf(facts, leak),
});
