import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { LAYERS, WATCHED_GLOBALS, type Layer } from '../support/layers.js';
import { filesBelow, freeNames, importedModules, parseFile } from '../support/source-files.js';

const allGlobals = new Set(Object.values(WATCHED_GLOBALS).flat());

describe('layers', () => {
  it('cover every folder of src', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => each.name);
    assert.deepEqual(folders.sort(), LAYERS.map((each) => each.folder).sort());
    assert.deepEqual(readdirSync('src', { withFileTypes: true }).filter((each) => each.isFile()).map((each) => each.name), []);
  });

  it('point one way', () => {
    // A folder imports only from folders above it; the extension sees of the server nothing but its protocol.
    LAYERS.forEach(({ folder, imports }, index) => {
      for (const each of imports) assert.ok(LAYERS.slice(0, index).some((above) => above.folder === each.split('/')[0]), `${folder} may not import ${each}`);
    });
  });

  for (const layer of LAYERS) {
    it(`src/${layer.folder} reaches nothing else`, () => {
      const files = filesBelow(`src/${layer.folder}`).filter((file) => /\.tsx?$/.test(file));
      assert.deepEqual(files.flatMap((file) => violations(layer, file)), []);
    });
  }
});

function violations(layer: Layer, file: string): readonly string[] {
  const tree = parseFile(file);
  const modules = importedModules(tree).map((specifier) => moduleViolation(layer, file, specifier));
  const allowed = new Set(layer.globals.flatMap((group) => WATCHED_GLOBALS[group] ?? []));
  const globals = freeNames(tree, allGlobals).filter((name) => !allowed.has(name)).map((name) => `${file} names the global ${name}`);
  return [...modules.filter((each) => each !== undefined), ...globals];
}

function moduleViolation({ folder, imports, packages }: Layer, file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    return packages.some((each) => specifier === each || specifier.startsWith(`${each}/`)) ? undefined : `${file} imports the package ${specifier}`;
  }
  const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.[cm]?jsx?$/, '');
  // The version, for `--version` and reports.
  if (target === 'package.json') return folder === 'cli' || folder === 'server' ? undefined : `${file} imports ${target}`;
  const [, toFolder, ...rest] = target.split('/');
  if (toFolder === folder) return folder === 'rules' ? ruleViolation(file, target) : undefined;
  return imports.some((each) => each === toFolder || each === [toFolder, ...rest].join('/')) ? undefined : `${file} imports ${target}`;
}

/** A rule's files know each other and the shape of a rule; only the list of rules knows the rules. */
function ruleViolation(file: string, target: string): string | undefined {
  const ruleOf = (at: string): string | undefined => /^src\/rules\/([^/]+)\//.exec(at)?.[1];
  if (file === 'src/rules/index.ts' || ruleOf(target) === undefined || ruleOf(target) === ruleOf(file)) return undefined;
  return `${file} imports another rule: ${target}`;
}
