import assert from 'node:assert/strict';
import { parseSchema } from '../../src/facts/prisma-schema.js';
import { readSelect } from '../../src/facts/sql-text.js';
import { ownerKind, ownership } from '../../src/knowledge/row-owners.js';
import { growthOf, nameWords } from '../../src/knowledge/table-growth.js';

describe('schema files', () => {
  it('give keys, compound keys and relations to many rows', () => {
    const models = parseSchema('model Post {\n  id Int @id // key\n  slug String @unique\n  lang String\n  tags Tag[]\n  scores Int[]\n  @@unique([slug, lang])\n}\n\nmodel Tag {\n  post Int\n  name String\n  @@id([post, name])\n}\n');
    assert.deepEqual(models.get('post')?.unique, [['id'], ['slug'], ['slug', 'lang']]);
    assert.deepEqual([...(models.get('post')?.lists ?? [])], [['tags', 'Tag']]);
    assert.equal(models.get('tag')?.primary, undefined);
    assert.deepEqual(models.get('tag')?.unique, [['post', 'name']]);
  });
});

describe('statements', () => {
  const bound = (text: string): string | undefined => readSelect(text)?.bound;

  it('are bounded by their own limit only', () => {
    assert.equal(bound('select * from a'), 'unbounded');
    assert.equal(bound('SELECT * FROM a WHERE b = 1 -- LIMIT 5'), 'unbounded');
    assert.equal(bound("select * from a where b = 'limit 5'"), 'unbounded');
    assert.equal(bound('select * from a where b in (select c from d limit 5)'), 'unbounded');
    assert.equal(bound('select * from a limit 2 by b'), 'unbounded');
    assert.equal(bound('select * from a limit 2 by b limit 10'), 'bounded');
    assert.equal(bound('with x as (select 1) select * from a limit ?'), 'bounded');
    assert.equal(bound('select count(*) from a'), 'bounded');
    assert.equal(bound('select count(*) from a group by b'), 'unbounded');
  });

  it('are left alone when they are no SELECT over a table', () => {
    assert.equal(readSelect('update a set b = 1'), undefined);
    assert.equal(readSelect('select 1'), undefined);
    assert.equal(readSelect('select * from pg_stat_activity'), undefined);
  });
});

describe('table names', () => {
  it('tell by their last word how their rows behave', () => {
    assert.deepEqual(nameWords('userSettingsRepository'), ['user', 'setting']);
    assert.equal(growthOf('audit_logs'), 'records');
    assert.equal(growthOf('"UserSettings"'), 'small');
    assert.equal(growthOf('ScheduledTask'), 'small');
    assert.equal(growthOf('Gadget'), 'unknown');
    assert.equal(growthOf('UserSession'), 'personal');
    assert.equal(growthOf('ListeningSession'), 'records');
    assert.equal(growthOf('EnvelopeAttachment'), 'parts');
    assert.equal(growthOf('favorite_posts'), 'collected');
    assert.equal(growthOf('WebhookSubscription'), 'small');
    assert.equal(growthOf('Gadget', { growing: ['gadget'], small: [] }), 'records');
  });
});

describe('owners of rows', () => {
  it('are told by the last word of the column', () => {
    assert.equal(ownerKind('teamId'), 'tenant');
    assert.equal(ownerKind('created_by_id'), 'person');
    assert.equal(ownerKind('createdBy'), 'person');
    assert.equal(ownerKind('chatRoomIds'), 'gatherer');
    assert.equal(ownerKind('envelopeId'), 'thing');
  });

  it('stand to the rows as both names say', () => {
    assert.equal(ownership('GroupUser', 'userId'), 'own');
    assert.equal(ownership('spaceMembers', 'user_id'), 'own');
    assert.equal(ownership('GroupUser', 'groupId'), 'plain');
    assert.equal(ownership('comment', 'parentCommentId'), 'self');
    assert.equal(ownership('key', 'keyAuthId'), 'container');
    assert.equal(ownership('user', 'parentSubscriptionId'), 'plain');
  });
});
