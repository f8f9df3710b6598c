import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { filesBelow } from '../support/source-files.js';

const MAX_LINES = 400;
/** Drawers: a name that says nothing about what is inside takes in everything. */
const DRAWERS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'service']);
/** Named by a convention outside of ours: pages, and in the example components and hooks of React. */
const NAMED_BY_OTHERS = new Set(['README.md', 'Dashboard.tsx', 'useLiveOrders.ts']);

/** Files under version control or about to be; without git, what lies in the folders of the project. */
function projectFiles(): readonly string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return listed.split('\n').filter((file) => file !== '' && existsSync(file));
  } catch {
    return ['src', 'test', 'media'].flatMap((folder) => filesBelow(folder)).filter((file) => !file.includes('/node_modules/'));
  }
}

const files = projectFiles();
const sources = files.filter((file) => /^(?:src|test)\/.*\.(?:[cm]?[jt]s|tsx)$/.test(file));
const isText = (file: string): boolean => !/\.(?:png|gif|jpg|vsix|cpuprofile|gz)$/.test(file);

describe('names', () => {
  it('are in kebab case', () => {
    const odd = files
      .filter((file) => /^(?:src|test|media)\//.test(file) && !NAMED_BY_OTHERS.has(path.basename(file)))
      .filter((file) => file.split('/').some((part) => !/^_*\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part) && !/^__\w+__$/.test(part)));
    assert.deepEqual(odd, []);
  });

  it('say what is inside', () => {
    const drawers = files.filter((file) => /^(?:src|test)\//.test(file) && !file.startsWith('test/fixtures/')).filter((file) => file.split('/').some((part) => part.split(/[-.]/).some((word) => DRAWERS.has(word))));
    assert.deepEqual(drawers, []);
  });
});

describe('files', () => {
  it(`have at most ${MAX_LINES} lines; tables of a library may have more`, () => {
    const long = sources
      .filter((file) => !file.startsWith('src/knowledge/') && !file.startsWith('test/fixtures/'))
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES);
    assert.deepEqual(long, []);
  });

  it('name no place on a machine', () => {
    // Folders that exist only where somebody worked. Documentation may show an absolute path of nobody.
    const place = /(?<![\w.:/@-])\/(?:home|Users|work|root|mnt)\/\w|\b[A-Za-z]:\\\\?(?:Users|work)/;
    const found = files.filter((file) => isText(file) && file !== 'package-lock.json').filter((file) => place.test(withoutPatterns(file)));
    assert.deepEqual(found, []);
  });

  it('leave nothing for later in the sources', () => {
    const found = sources.filter((file) => file.startsWith('src/')).flatMap((file) => notesForLater(file));
    assert.deepEqual(found, []);
  });
});

/** This file holds the pattern it looks for. */
function withoutPatterns(file: string): string {
  return file === 'test/repo/names.test.ts' ? '' : readFileSync(file, 'utf8');
}

/** Comments only: a rule may look for such words in strings. */
function notesForLater(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  if (!/\b(?:TODO|FIXME|XXX|HACK)\b/.test(text)) return [];
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const found: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const isComment = kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment && /\b(?:TODO|FIXME|XXX|HACK)\b/.test(scanner.getTokenText())) found.push(`${file}: ${scanner.getTokenText()}`);
  }
  return found;
}
