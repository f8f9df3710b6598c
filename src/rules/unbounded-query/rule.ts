import { calledPlace } from '../../facts/repetition-evidence.js';
import { isCallLike } from '../../syntax/nodes.js';
import { defineRule } from '../rule.js';
import { detectQuery } from './detect.js';
import { boundFixes, mayBeFixed } from './fixes.js';
import { evidenceOf, explain } from './words.js';

export default defineRule({
  id: 'unbounded-query',
  summary: 'A query without a limit reads a table that grows',
  category: 'database',
  since: '0.1.0',
  severity: 'warning',
  options: {
    growingTables: { type: 'strings', default: [], description: 'Names of tables or models, or last words of such names, whose rows pile up with use.' },
    smallTables: { type: 'strings', default: [], description: 'Names of tables or models, or last words of such names, that stay small: reported at low confidence only.' },
  },
  visits: ['CallExpression', 'TaggedTemplateExpression'],

  detect(node, { facts, options }) {
    if (!isCallLike(node)) return undefined;
    const query = detectQuery(facts, node, { growing: options.growingTables, small: options.smallTables });
    return query ? { at: calledPlace(node), confidence: query.confidence, data: query } : undefined;
  },

  message: explain,
  evidence: evidenceOf,
  fixable: mayBeFixed,
  fixes: (query) => boundFixes(query),
});
