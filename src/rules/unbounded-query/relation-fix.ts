import { ts } from 'ts-morph';
import { modelKeys } from '../../facts/entity-keys.js';
import type { Facts } from '../../facts/facts.js';
import { isRelationShown } from '../../facts/shown-rows.js';
import { nestedReads } from '../../knowledge/query-writing.js';
import { appendProperties } from '../../syntax/list-text.js';
import { unwrap } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import { boundProperties } from './bound-writing.js';
import { leftOut, SIZE } from './limit-words.js';
import type { UnboundedRelation } from './nested.js';

/** A limit of its own for rows that come along with others, where they are only shown. */
export function relationFixes(facts: Facts, { use, at, model, bound }: UnboundedRelation): readonly FixProposal[] {
  const writing = nestedReads[use.library.id]?.writing;
  const property = at.parent;
  if (!writing || !ts.isPropertyAssignment(property) || !isRelationShown(facts, use.call, at.getText())) return [];
  const asked = unwrap(property.initializer);
  const object = ts.isObjectLiteralExpression(asked) ? asked : undefined;
  if (!object && asked.kind !== ts.SyntaxKind.TrueKeyword) return [];
  const written = boundProperties(object, writing, modelKeys(facts, model)?.primary, at, `${bound}: ${SIZE}`);
  if (!written) return [];
  const edits = object ? [...appendProperties(object, written.properties), ...written.edits] : [{ path: at.getSourceFile().fileName, start: asked.getStart(), end: asked.end, newText: `{ ${written.properties.join(', ')} }` }];
  return [{ title: `Add \`${bound}: ${SIZE}\` to \`${at.getText()}\``, differs: [`${leftOut({ order: written.order }, SIZE).replace('returns', 'brings along')} of each row`], edits }];
}
