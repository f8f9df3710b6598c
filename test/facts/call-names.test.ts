import assert from 'node:assert/strict';
import { isConversation, namedEffect, wordsOf } from '../../src/facts/call-names.js';

describe('call names', () => {
  it('are taken apart at capitals and signs', () => {
    assert.deepEqual(wordsOf('$getHTTPUrl_raw'), ['get', 'http', 'url', 'raw']);
  });

  it('say what their first verb says', () => {
    assert.equal(namedEffect('getUser'), 'read');
    assert.equal(namedEffect('$queryRaw'), 'read');
    assert.equal(namedEffect('updateUser'), 'write');
    assert.equal(namedEffect('assertAllowed'), 'guard');
    assert.equal(namedEffect('waitForUser'), 'wait');
    assert.equal(namedEffect('presentUser'), 'unknown');
  });

  it('are writes when a second verb writes', () => {
    for (const name of ['getOrCreateTeam', 'findOneAndUpdate', 'loadAndCache']) assert.equal(namedEffect(name), 'write', name);
  });

  it('may refuse when a second verb checks', () => {
    for (const name of ['findAndValidateGroup', 'loadAndVerify', 'getAndCheckOwner']) assert.equal(namedEffect(name), 'guard', name);
    for (const name of ['findUserOrThrow', 'getTermsAndConditions', 'listRolesAndTeams']) assert.equal(namedEffect(name), 'read', name);
  });

  it('know one verb written last', () => {
    assert.equal(namedEffect('userExists'), 'read');
    assert.equal(namedEffect('rowCount'), 'read');
  });

  it('tell a conversation from a service', () => {
    assert.ok(isConversation('page'));
    assert.ok(!isConversation('pages'));
  });
});
