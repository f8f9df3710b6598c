import assert from 'node:assert/strict';
import { ProjectStyle } from '../../src/style/project-style.js';
import { memoryHost } from '../support/memory-host.js';

const PATH = '/app/src/a.ts';

/** Lays out `after` in a project with the given files; `a.ts` was `before`. */
function laidOut(before: string, after: string, files: Readonly<Record<string, string>> = {}, path = PATH): Promise<string> {
  return new ProjectStyle(memoryHost({ '/app/.git/HEAD': '', [path]: before, ...files })).layOut(path, before, after);
}

/** A statement replaced by one that is laid out as nobody would. */
const BEFORE = "export async function f(ids: string[]) {\n  const a = await one('x');\n  return [a];\n}\n";
const AFTER = BEFORE.replace("const a = await one('x');", 'const [a,b]=await Promise.all([one("x"),two( {ids, "more": true} )])');

describe('the style of a project', function () {
  this.timeout(20_000);

  const configured: readonly (readonly [what: string, files: Readonly<Record<string, string>>, expected: string])[] = [
    ['JSON', { '/app/.prettierrc': '{ "singleQuote": true, "semi": true }' }, "  const [a, b] = await Promise.all([one('x'), two({ ids, more: true })]);\n"],
    ['YAML', { '/app/.prettierrc': '# ours\nsingleQuote: true\nbracketSpacing: true\noverrides:\n  - files: "*.ts"\n    options:\n      printWidth: 60\n' },
      "  const [a, b] = await Promise.all([\n    one('x'),\n    two({ ids, more: true }),\n  ]);\n"],
    ['TOML', { '/app/.prettierrc.toml': 'singleQuote = true\nprintWidth = 60\ntrailingComma = "none"\n' }, "  const [a, b] = await Promise.all([\n    one('x'),\n    two({ ids, more: true })\n  ]);\n"],
    ['package.json', { '/app/package.json': '{ "prettier": { "singleQuote": true, "printWidth": 60 } }' }, "  const [a, b] = await Promise.all([\n    one('x'),\n    two({ ids, more: true }),\n  ]);\n"],
    ['a module of literals', { '/app/prettier.config.mjs': "/** @type {import('prettier').Config} */\nconst config = { singleQuote: true, printWidth: 60, plugins: [require.resolve('x')] };\nexport default config;\n" },
      "  const [a, b] = await Promise.all([\n    one('x'),\n    two({ ids, more: true }),\n  ]);\n"],
    ['EditorConfig beneath it', { '/app/.editorconfig': 'root = true\n[*]\nindent_style = space\nindent_size = 2\n[*.{js,ts}]\nmax_line_length = 60\n', '/app/.prettierrc': '{ "singleQuote": true }' },
      "  const [a, b] = await Promise.all([\n    one('x'),\n    two({ ids, more: true }),\n  ]);\n"],
    ['Biome', { '/app/biome.jsonc': '{ // ours\n "formatter": { "indentStyle": "space", "lineWidth": 60 }, "javascript": { "formatter": { "quoteStyle": "single", "trailingCommas": "none" } } }' },
      "  const [a, b] = await Promise.all([\n    one('x'),\n    two({ ids, more: true })\n  ]);\n"],
    ['nobody: as the file shows', {}, "  const [a, b] = await Promise.all([one('x'), two({ ids, more: true })]);\n"],
  ];
  for (const [what, files, expected] of configured) {
    it(`is read from ${what}`, async () => {
      assert.equal(await laidOut(BEFORE, AFTER, files), BEFORE.replace("  const a = await one('x');\n", expected));
    });
  }

  it('is never found out by running anything', async () => {
    const files = { '/app/.prettierrc.js': "module.exports = { ...require('./base'), semi: false };\nthrow new Error('was run');\n" };
    assert.equal(await laidOut(BEFORE, AFTER, files), BEFORE.replace("const a = await one('x');", "const [a, b] = await Promise.all([one('x'), two({ ids, more: true })]);"));
  });

  for (const [name, files] of [['Prettier', { '/app/.prettierignore': 'src/\n' }], ['Biome', { '/app/biome.json': '{ "formatter": { "includes": ["**", "!src/**"] } }' }]] as const) {
    it(`is nobody's where ${name} is told to leave a file alone`, async () => {
      assert.equal(await laidOut(BEFORE, AFTER, files), AFTER);
    });
  }

  it('changes no character outside of what was inserted where the file is laid out by hand', async () => {
    const around = (line: string): string => `import {x}   from 'x'\nexport async function f( ids:string[] )\n{\n    const q  =  {a:1,b:2}   // as it is\n${line}    return [ q ] ;\n}\n`;
    const before = around("    const a = await one('x')\n");
    const after = around('    const [a,b]=await Promise.all([one("x"),two( {ids, "more": true} )]);\n');
    assert.equal(await laidOut(before, after), around("    const [a, b] = await Promise.all([one('x'), two({ids, more: true})])\n"));
  });

  it('breaks lines that are too long where it is the only thing laid out', async () => {
    const around = (line: string): string => `export  const x = 1;\nexport async function f(ids: string[]) {\n    if (ids) {\n${line}    }\n}\n`;
    const after = around('        const everything = await Promise.all([loadTheFirstOfThem(ids), loadTheSecondOfThem(ids), loadTheThirdOfThem(ids)]); // why\n');
    assert.equal(await laidOut(around(''), after), around([
      '        const everything = await Promise.all([', '            loadTheFirstOfThem(ids),', '            loadTheSecondOfThem(ids),', '            loadTheThirdOfThem(ids),', '        ]); // why', '',
    ].join('\n')));
  });

  it('puts no part of a list on lines of its own where the rest of it stays on one', async () => {
    const around = (last: string): string => `export  const x = 1;\nquery.addEventListener('change', ({ matches }) => {\n  if (matches) show();\n}${last});\n`;
    const after = around(', { signal: controller.signal }');
    assert.equal(await laidOut(around(''), after), after);
  });

  it('closes on a line of its own what was wrapped around code that ended with a bracket', async () => {
    const wrapped = (...lines: readonly string[]): string => `export  const x = 1;\nexport function f(context: Context) {\n${lines.map((line) => `    ${line}\n`).join('')}}\n`;
    const command = "commands.registerCommand('hidePosition', toggled(context, false))";
    const before = wrapped(`${command};`, 'done();');
    const after = wrapped(`context.subscriptions.push(${command});`, 'done();');
    assert.equal(await laidOut(before, after), wrapped('context.subscriptions.push(', `    ${command},`, ');', 'done();'));
    assert.equal(await laidOut(wrapped(`${command};`, `${command};`), wrapped(...[0, 1].map(() => `context.subscriptions.push(${command});`))),
      wrapped(...[0, 1].flatMap(() => ['context.subscriptions.push(', `    ${command},`, ');'])));
  });

  it('leaves templates, markup and line breaks of Windows as they are', async () => {
    const around = (line: string): string => `export  const t = \`a\n      b\`;\r\nexport const C = () => <p>it's  {t}</p>;\r\nexport async function f() {\r\n  ${line}\r\n}\r\n`;
    assert.equal(await laidOut(around('return 1;'), around('return {a:`x\r\n   y`}'), {}, '/app/a.tsx'), around('return {\r\n    a: `x\r\n   y`,\r\n  };'));
  });

  it('of a component is that of its scripts', async () => {
    const around = (line: string): string => `<template><p>{{a}}</p></template>\n<script setup lang="ts">\nconst a = 'x'\n${line}</script>\n`;
    assert.equal(await laidOut(around(''), around('const [b,c]=["y",2];\n'), {}, '/app/A.vue'), around("const [b, c] = ['y', 2]\n"));
  });

  it('is left alone where the result would be another program', async () => {
    assert.equal(await laidOut('const a = 1\n', 'const a = (\n'), 'const a = (\n');
    const lists = 'let a = 1\nlet b = [2]\n';
    assert.equal(await laidOut(lists, `${lists};[a, b[0]] = [b[0], a];\n`), `${lists};[a, b[0]] = [b[0], a]\n`);
  });
});
