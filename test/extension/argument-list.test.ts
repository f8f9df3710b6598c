import assert from 'node:assert/strict';
import fc from 'fast-check';
import { argumentList } from '../../src/extension/profiling/argument-list.js';

describe('the arguments of a typed command', () => {
  it('are its words', () => {
    assert.deepEqual(argumentList('  node  build.js --fast '), ['node', 'build.js', '--fast']);
  });

  it('keep what quotes hold together, without the quotes', () => {
    assert.deepEqual(argumentList(`node "my file.js" --name='a b'c ""`), ['node', 'my file.js', '--name=a bc', '']);
    assert.deepEqual(argumentList(String.raw`"C:\Program Files\node.exe" "say \"hi\""`), [String.raw`C:\Program Files\node.exe`, 'say "hi"']);
  });

  it('are refused where a shell would be meant, or nothing', () => {
    for (const line of ['a | b', 'a && b', 'a > out.txt', 'a; b']) assert.match(String(argumentList(line)), /No shell reads the command/);
    assert.deepEqual(argumentList(`echo '|' "a && b"`), ['echo', '|', 'a && b']);
    assert.match(String(argumentList('node "a')), /is not closed/);
    assert.equal(argumentList('  '), 'There is no command.');
  });

  it('come back from any list that was quoted', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (list) => {
      const line = list.map((each) => `"${each.replace(/["\\]/g, String.raw`\$&`)}"`).join(' ');
      assert.deepEqual(argumentList(line), list);
    }));
  });
});
