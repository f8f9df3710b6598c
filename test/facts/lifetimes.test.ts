import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { acquisitionOf } from '../../src/facts/acquisitions.js';
import { Facts } from '../../src/facts/facts.js';
import { holdingOf } from '../../src/facts/holders.js';
import { ownerOf } from '../../src/facts/lifetimes.js';
import { reachOf } from '../../src/facts/reach.js';
import { referenceKey } from '../../src/facts/references.js';
import { libraries } from '../../src/knowledge/index.js';
import { KnowledgeIndex } from '../../src/knowledge/knowledge-index.js';
import { ImplementerIndex } from '../../src/syntax/implementer-index.js';
import { MentionIndex } from '../../src/syntax/mention-index.js';
import { ModuleResolver } from '../../src/syntax/module-resolver.js';
import { walk } from '../../src/syntax/nodes.js';
import { SourceStore } from '../../src/syntax/source-store.js';
import { memoryHost } from '../support/memory-host.js';

const PATH = '/app/example.tsx';

function factsOf(text: string): { facts: Facts; file: ts.SourceFile } {
  const host = memoryHost({ [PATH]: text });
  const facts = new Facts(new SourceStore(host, 1_000_000), new ModuleResolver(host, '/app'), new KnowledgeIndex(libraries), undefined, new ImplementerIndex(host, '/app'), new MentionIndex(host, '/app'));
  const file = facts.fileAt(PATH);
  assert.ok(file);
  return { facts, file };
}

/** One word per acquisition of a program: the owner's kind, what it is registered with, and where the handle goes. */
function lifetimes(text: string): string[] {
  const { facts, file } = factsOf(text);
  const found: string[] = [];
  walk(file, (node) => {
    const use = ts.isCallExpression(node) || ts.isNewExpression(node) ? acquisitionOf(facts, node) : undefined;
    if (!use) return;
    const owner = ownerOf(facts, use.call);
    found.push(`${use.text}: ${owner.kind}, ${reachOf(facts, use, owner)}, ${holdingOf(facts, use.call, use.acquisition).kind}`);
  });
  return found;
}

/** The keys of all `use(…)` arguments. */
function keys(text: string): string[] {
  const { facts, file } = factsOf(text);
  const found: string[] = [];
  walk(file, (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'use' && node.arguments[0]) found.push(referenceKey(facts, node.arguments[0]));
  });
  return found;
}

describe('lifetimes', () => {
  it('belong to the module, an entry of a class, an effect or a call', () => {
    assert.deepEqual(lifetimes(`
      import { useEffect } from 'react';
      setInterval(tick, 1000);
      function each() { setInterval(tick, 1000); }
      class A { b() { const a = setInterval(tick, 1000); } }
      function useX() { useEffect(() => { window.addEventListener('resize', tick); }, []); }
      function tick() {}
    `), [
      'setInterval: process, lifelong, dropped',
      'setInterval: function, lifelong, dropped',
      'setInterval: class, lifelong, held',
      'window.addEventListener: effect, lifelong, dropped',
    ]);
  });

  it('of targets are told by where they come from', () => {
    assert.deepEqual(lifetimes(`
      import { EventEmitter } from 'node:events';
      class A {
        own = new EventEmitter();
        constructor(private given: EventEmitter) { this.own.on('a', run); this.given.on('a', run); }
      }
      function once(signal: AbortSignal) { signal.addEventListener('abort', run, { once: true }); }
      function run() {}
    `), ['this.own.on: class, own, dropped', 'this.given.on: class, outside, dropped']);
  });

  it('move with what is returned, collected or unreferenced', () => {
    assert.deepEqual(lifetimes(`
      const make = () => setInterval(run, 1);
      function keep(disposables: unknown[]) { disposables.push(setInterval(run, 1)); setInterval(run, 1).unref(); }
      function run() {}
    `).map((each) => each.split(', ')[2]), ['moved', 'collected', 'ended']);
  });
});

describe('references', () => {
  it('are equal through aliases, global objects and this', () => {
    const found = keys('class A { b() { const t = this.x; use(t); use(this.x); use(window.document); use(document); use(() => 1); use(() => 1); } c() { const { x } = this; use(x); } }');
    assert.equal(found[0], found[1]);
    assert.equal(found[2], found[3]);
    assert.notEqual(found[4], found[5]);
    assert.equal(found[6], found[0]);
  });

  it('of loops over one list are the same element', () => {
    const found = keys('const xs = [1]; xs.forEach((x) => use(x)); for (const y of xs) use(y); for (const z of [2]) use(z);');
    assert.equal(found[0], found[1]);
    assert.notEqual(found[1], found[2]);
  });
});
