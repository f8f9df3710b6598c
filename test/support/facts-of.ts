import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { Facts } from '../../src/facts/facts.js';
import { libraries } from '../../src/knowledge/index.js';
import { KnowledgeIndex } from '../../src/knowledge/knowledge-index.js';
import { ImplementerIndex } from '../../src/syntax/implementer-index.js';
import { MentionIndex } from '../../src/syntax/mention-index.js';
import { ModuleResolver } from '../../src/syntax/module-resolver.js';
import { walk } from '../../src/syntax/nodes.js';
import { SourceStore } from '../../src/syntax/source-store.js';
import { memoryHost } from './memory-host.js';

export interface KnownProgram {
  readonly facts: Facts;
  readonly file: ts.SourceFile;
  /** The arguments of every `use(…)` in the first file, in order. */
  readonly uses: readonly ts.CallExpression[];
}

/** The facts of a program in memory; the first file is the one asked about. */
export function factsOf(files: string | Readonly<Record<string, string>>): KnownProgram {
  const named = typeof files === 'string' ? { 'example.ts': files } : files;
  const host = memoryHost(Object.fromEntries(Object.entries(named).map(([name, text]) => [`/app/${name}`, text])));
  const facts = new Facts(new SourceStore(host, 1_000_000), new ModuleResolver(host, '/app'), new KnowledgeIndex(libraries), undefined, new ImplementerIndex(host, '/app'), new MentionIndex(host, '/app'));
  const file = facts.fileAt(`/app/${Object.keys(named)[0] ?? ''}`);
  assert.ok(file);
  const uses: ts.CallExpression[] = [];
  walk(file, (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'use') uses.push(node);
  });
  return { facts, file, uses };
}
