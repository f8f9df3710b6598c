import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readComponent } from '../../src/syntax/component-script.js';

/** The code of each block. */
const codeOf = (path: string, text: string): string[] => readComponent(path, text).blocks.map((each) => text.slice(each.start, each.end));

const PIECES = ['<script>', '<script setup lang="ts">', '</script>', '<template>', '</template>', '<template lang="pug">', '<!--', '-->', '{{', '}}', '{', '}', '"', "'", '`', '\\', '<a b="', '<a {x}>', '/>', '>', '<', '\n', '\r\n', 'const a = 1', '<style>', '</style>', ' '];

describe('scripts of a component', () => {
  it('keep their places, and all else is blank', () => {
    const text = '<template>\n  <p>é</p>\n</template>\r\n<script>a()</script><script setup lang="ts">b()\n</script>\n';
    const { text: code, blocks } = readComponent('/a.vue', text);
    assert.equal(code.length, text.length);
    assert.equal(code.trim().replace(/\s+/g, ' '), 'a(); b()');
    assert.equal(code.indexOf('b()'), text.indexOf('b()'));
    assert.deepEqual(blocks.map((each) => [each.language, each.perInstance]), [['js', false], ['ts', true]]);
    assert.deepEqual(code.match(/\r\n|\n/g), text.match(/\r\n|\n/g));
  });

  it('are not what looks like one in a comment, a template or a string of a Vue component', () => {
    assert.deepEqual(codeOf('/a.vue', '<!-- <script>no</script> --><template><p title="</template>">{{ a <b }}</p><template #x/><template>{{ "</template>" }}</template></template><script>yes</script>'), ['yes']);
    assert.deepEqual(codeOf('/a.vue', '<docs><script>no</script></docs><template lang="pug">p <template></template><script src="./a.ts"></script><script lang="coffee">no</script><SCRIPT>yes</SCRIPT>'), ['yes']);
  });

  it('are the first of their kind in a Svelte component', () => {
    assert.deepEqual(codeOf('/a.svelte', `<svelte:head><script>no</script></svelte:head><p title={'<script>'} on:x={() => a > b}>{@html '<script>no</script>'} don't</p><script module>one</script><script>two</script><script>no</script>`), ['one', 'two']);
    assert.deepEqual(codeOf('/a.svelte', '<script type="application/ld+json">{}</script><script type="text/typescript">yes</script>'), ['yes']);
  });

  it('reach to the end while they are being typed', () => {
    assert.deepEqual(codeOf('/a.vue', '<script setup>\nconst a = 1'), ['\nconst a = 1']);
    assert.deepEqual(codeOf('/a.vue', '<script'), []);
  });

  it('are found in any text, in order and without overlap', () => {
    fc.assert(fc.property(fc.constantFrom('/a.vue', '/a.svelte'), fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (path, pieces) => {
      const text = pieces.join('');
      const { text: code, blocks } = readComponent(path, text);
      assert.equal(code.length, text.length);
      assert.equal(code.replace(/[^\r\n]/g, ''), text.replace(/[^\r\n]/g, ''));
      let at = 0;
      for (const { start, end } of blocks) {
        assert.ok(start >= at && end > start && end <= text.length);
        assert.equal(code.slice(start, end), text.slice(start, end));
        at = end;
      }
    }), { numRuns: 2000 });
  });

  it('are found in time that grows with the text alone', function () {
    this.timeout(20_000);
    for (const piece of ['<a {', '<a {>', '{', '{{', '<template>', '<script', '<script>', '</', '<!--', '<a b="', "{'", '{`${', '<x:y ', '<style>{', '{{ <template>', '<p a= ']) {
      for (const path of ['/a.vue', '/a.svelte']) {
        const started = performance.now();
        readComponent(path, `<template>${piece.repeat(50_000)}`);
        readComponent(path, piece.repeat(50_000));
        assert.ok(performance.now() - started < 2_000, `${path} ${piece}`);
      }
    }
  });
});
