import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { walk } from '../../src/syntax/nodes.js';
import { factsOf } from '../support/facts-of.js';

function operations(text: string): string[] {
  const { facts, file } = factsOf(text);
  const found: string[] = [];
  walk(file, (node) => {
    const use = ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node) ? facts.operationOf(node) : undefined;
    if (use && use.operation.channel !== 'memory') found.push(`${use.operation.effect} ${use.method} ${use.entity ?? ''}`.trim());
  });
  return found;
}

describe('operations', () => {
  it('are the last call of a chain that is run', () => {
    assert.deepEqual(operations("import knexOf from 'knex'; const knex = knexOf({}); async function f() { await knex('a').where('b', 1).first(); }"), ['read first']);
  });

  it('are not builders that nobody runs', () => {
    assert.deepEqual(operations("import knexOf from 'knex'; const knex = knexOf({}); function f() { const q = knex('a').where('b', 1); console.log(q.toSQL()); }"), []);
  });

  it('take their effect from the options where the verb stands there', () => {
    assert.deepEqual(operations("fetch('/a'); fetch('/a', { method: 'POST' }); fetch('/a', { method: 'HEAD' }); fetch('/a', { headers: {} });"), ['read fetch', 'write fetch', 'read fetch', 'read fetch']);
  });

  it('name the model', () => {
    assert.deepEqual(operations("import { PrismaClient } from '@prisma/client'; const p = new PrismaClient(); async function f() { await p.user.create({}); }"), ['write create user']);
  });
});
