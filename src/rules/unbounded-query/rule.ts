import { calledPlace } from '../../facts/repetition-evidence.js';
import { isCallLike } from '../../syntax/nodes.js';
import { defineRule } from '../rule.js';
import { detectQuery, type UnboundedQuery } from './detect.js';
import { boundFixes, mayBeFixed } from './fixes.js';
import { detectRelations, type UnboundedRelation } from './nested.js';
import { relationFixes } from './relation-fix.js';
import { evidenceOf, explain, explainRelation, relationEvidence } from './words.js';

type Finding = UnboundedQuery | UnboundedRelation;

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
    const names = { growing: options.growingTables, small: options.smallTables };
    const query = detectQuery(facts, node, names);
    if (query) return { at: calledPlace(node), data: query as Finding };
    return detectRelations(facts, node, names).map((relation) => ({ at: relation.at, data: relation }));
  },

  message: (found) => (found.form === 'query' ? explain(found) : explainRelation(found)),
  evidence: (found) => (found.form === 'query' ? evidenceOf(found) : relationEvidence(found)),
  fixable: (found) => found.form === 'relation' || mayBeFixed(found),
  fixes: (found, { facts }) => (found.form === 'query' ? boundFixes(facts, found) : relationFixes(facts, found)),
});
