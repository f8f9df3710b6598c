import assert from 'node:assert/strict';
import { createSession } from '../../src/engine/session.js';
import { memoryHost } from '../support/memory-host.js';

type Files = Readonly<Record<string, string>>;

const QUERY = "import { PrismaClient } from '@prisma/client';\nconst db = new PrismaClient();\nexport const find = (id: string) => db.user.findUnique({ where: { id } });\nexport default find;\n";
const using = (specifier: string, clause = '{ find }'): string => `import ${clause} from '${specifier}';\nexport async function all(ids: string[]) { for (const id of ids) await find(id); }\n`;

/** Whether a query helper is recognised through the file's import: the loop around its call is then a finding. */
function reaches(files: Files, name: string, types = false): boolean {
  const session = createSession({ root: '/app', host: memoryHost(Object.fromEntries(Object.entries(files).map(([each, text]) => [`/app/${each}`, text]))) });
  const { findings, errors } = session.reviewFile(`/app/${name}`, { types });
  session.dispose();
  assert.deepEqual(errors, []);
  return findings.some((each) => each.ruleId === 'n-plus-one-query');
}

function assertReaches(files: Files, name = 'src/a.ts'): void {
  assert.ok(reaches(files, name), JSON.stringify(files, undefined, 1).slice(0, 1_500));
}

const json = (value: unknown): string => JSON.stringify(value);
const paths = (map: unknown, rest: object = {}): string => json({ compilerOptions: { ...rest, paths: map } });

describe('relative imports lead', () => {
  const cases: readonly (readonly [what: string, file: string, specifier: string])[] = [
    ['to a file without its extension', 'src/b.ts', './b'],
    ['from .js to .ts', 'src/b.ts', './b.js'],
    ['from .js to .tsx', 'src/b.tsx', './b.js'],
    ['from .jsx to .tsx', 'src/b.tsx', './b.jsx'],
    ['from .mjs to .mts', 'src/b.mts', './b.mjs'],
    ['from .cjs to .cts', 'src/b.cts', './b.cjs'],
    ['to .ts as written', 'src/b.ts', './b.ts'],
    ['to JavaScript', 'src/b.js', './b.js'],
    ['to an index file', 'src/b/index.ts', './b'],
    ['to an index file by a slash', 'src/b/index.ts', './b/'],
    ['to an index file as .js', 'src/b/index.ts', './b/index.js'],
    ['to the folder itself', 'src/index.ts', '.'],
    ['to the folder above', 'index.ts', '..'],
    ['past dots in names', 'src/b.service.ts', './b.service'],
    ['past a query', 'src/b.ts', './b?raw'],
    ['to a folder with a manifest', 'src/b/lib/main.ts', './b'],
  ];
  for (const [what, file, specifier] of cases) {
    it(what, () => assertReaches({ [file]: QUERY.replace(/: string/g, file.endsWith('.js') ? '' : ': string'), 'src/b/package.json': json({ main: './lib/main.js' }), 'src/a.ts': using(specifier) }));
  }

  it('through default exports, namespaces and CommonJS', () => {
    assertReaches({ 'src/b.ts': QUERY, 'src/a.ts': using('./b', 'find') });
    assertReaches({ 'src/b.ts': QUERY, 'src/a.ts': using('./b', '* as b').replace('find(id)', 'b.find(id)') });
    const common = "const { PrismaClient } = require('@prisma/client');\nconst db = new PrismaClient();\nmodule.exports = { find: (id) => db.user.findUnique({ where: { id } }) };\n";
    for (const text of [common, common.replace('module.exports = {', 'exports.find ='). replace('}) };', '});').replace('= find:', '=')]) {
      assertReaches({ 'src/b.js': text, 'src/a.js': "const { find } = require('./b');\nasync function all(ids) { for (const id of ids) await find(id); }\n" }, 'src/a.js');
      assertReaches({ 'src/b.js': text, 'src/a.mjs': "import b from './b.js';\nexport async function all(ids) { for (const id of ids) await b.find(id); }\n" }, 'src/a.mjs');
    }
  });

  it('from JSX and decorated classes', () => {
    assertReaches({ 'src/b.ts': QUERY, 'src/a.tsx': `${using('./b')}export const A = () => <p>{1}</p>;\n` }, 'src/a.tsx');
    assertReaches({ 'src/b.ts': QUERY, 'src/a.ts': "import { find } from './b';\n@Injectable() export class A { @Input() x = 1; constructor(@Inject('t') private readonly t: string) {}\n @Get() async all(@Body() ids: string[]) { for (const id of ids) await find(id); } }\n" });
  });
});

describe('aliases lead', () => {
  it('through paths of the nearest tsconfig or jsconfig', () => {
    for (const config of ['tsconfig.json', 'jsconfig.json']) {
      assertReaches({ [config]: paths({ '@/*': ['./src/*'] }), 'src/b.ts': QUERY, 'src/a.ts': using('@/b') });
      assertReaches({ [config]: paths({ '~/*': ['src/*'] }, { baseUrl: '.' }), 'src/b.ts': QUERY, 'src/a.ts': using('~/b') });
      assertReaches({ [config]: paths({ db: ['nowhere.ts', './src/b.ts'] }), 'src/b.ts': QUERY, 'src/a.ts': using('db') });
      assertReaches({ [config]: json({ compilerOptions: { baseUrl: './src' } }), 'src/b.ts': QUERY, 'src/a.ts': using('b') });
    }
    assertReaches({ 'tsconfig.json': '// comment\n{ "compilerOptions": { /* x */ "paths": { "@/*": ["./src/*"], }, }, }', 'src/b.ts': QUERY, 'src/a.ts': using('@/b') });
  });

  it('through extends: chains, lists and packages of the workspace', () => {
    const files = { 'src/b.ts': QUERY, 'src/a.ts': using('@/b') };
    assertReaches({ ...files, 'tsconfig.json': json({ extends: './one' }), 'one.json': json({ extends: './configs/two.json' }), 'configs/two.json': paths({ '@/*': ['../src/*'] }) });
    assertReaches({ ...files, 'tsconfig.json': json({ extends: ['./one.json', './two.json'] }), 'one.json': paths({ '@/*': ['./src/*'] }), 'two.json': json({ compilerOptions: { strict: true } }) });
    assertReaches({ ...files, 'tsconfig.json': json({ extends: '@acme/config/base.json' }), 'packages/config/package.json': json({ name: '@acme/config' }), 'packages/config/base.json': paths({ '@/*': ['../../src/*'] }) });
  });

  it('of the project a file belongs to, whichever of many that is', () => {
    const files = {
      'tsconfig.json': json({ files: [], references: [{ path: './apps/one' }, { path: './apps/two' }] }),
      'apps/one/tsconfig.json': paths({ '@/*': ['./src/*'] }), 'apps/two/tsconfig.json': paths({ '@/*': ['./src/*'] }),
      'apps/one/src/b.ts': QUERY, 'apps/two/src/b.ts': 'export const find = (id: string) => id;',
      'apps/one/src/a.ts': using('@/b'), 'apps/two/src/a.ts': using('@/b'),
    };
    assert.ok(reaches(files, 'apps/one/src/a.ts'));
    assert.ok(!reaches(files, 'apps/two/src/a.ts'));
  });

  it('beside a tsconfig.json that only refers to others', () => {
    assertReaches({ 'tsconfig.json': json({ files: [], references: [{ path: './tsconfig.app.json' }] }), 'tsconfig.app.json': paths({ '@/*': ['./src/*'] }), 'src/b.ts': QUERY, 'src/a.ts': using('@/b') });
  });

  it('through #imports', () => {
    assertReaches({ 'package.json': json({ imports: { '#db': './src/b.js' } }), 'src/b.ts': QUERY, 'src/a.ts': using('#db') });
    assertReaches({ 'package.json': json({ imports: { '#lib/*': { node: './dist/lib/*.js', default: './dist/lib/*.js' } } }), 'src/lib/b.ts': QUERY, 'src/a.ts': using('#lib/b') });
  });

  it('nowhere for files in no tsconfig, which are reviewed all the same', () => {
    assertReaches({ 'tsconfig.json': json({ include: ['other'] }), 'src/b.ts': QUERY, 'src/a.ts': using('./b') });
  });
});

describe('packages of the workspace are read as sources, with nothing installed', () => {
  const app = 'apps/web/src/a.ts';
  const manifests: readonly (readonly [what: string, manifest: object, file: string, specifier?: string])[] = [
    ['by main', { main: './dist/index.js' }, 'src/index.ts'],
    ['by types', { types: 'dist/index.d.ts' }, 'src/index.ts'],
    ['by module', { module: 'lib/index.mjs' }, 'src/index.mts'],
    ['by source', { source: './source/entry.ts', main: 'dist/x.js' }, 'source/entry.ts'],
    ['without any entry', {}, 'src/index.ts'],
    ['with the index at the top', {}, 'index.ts'],
    ['by exports as text', { exports: './dist/index.js' }, 'src/index.ts'],
    ['by conditional exports', { exports: { '.': { types: './dist/index.d.ts', import: './dist/index.mjs', require: './dist/index.cjs' } } }, 'src/index.ts'],
    ['by exports without a dot', { exports: { import: './dist/esm/main.js' } }, 'src/main.ts'],
    ['by a subpath', { exports: { '.': './dist/index.js', './db': './dist/db.js' } }, 'src/db.ts', '@acme/data/db'],
    ['by a pattern', { exports: { './*': './dist/*.js' } }, 'src/deep/db.ts', '@acme/data/deep/db'],
    ['by a path that exports does not list', {}, 'src/db.ts', '@acme/data/db'],
    ['by a written path', {}, 'src/db.ts', '@acme/data/src/db'],
    ['by sources in exports', { exports: { '.': './src/index.ts' } }, 'src/index.ts'],
  ];
  for (const [what, manifest, file, specifier = '@acme/data'] of manifests) {
    it(what, () => assertReaches({
      'package.json': json({ workspaces: ['packages/*', 'apps/*'] }), 'packages/data/package.json': json({ name: '@acme/data', ...manifest }),
      [`packages/data/${file}`]: QUERY, [app]: using(specifier),
    }, app));
  }

  it('whoever manages them', () => {
    const packages = { 'packages/data/package.json': json({ name: 'data', main: 'dist/index.js' }), 'packages/data/src/index.ts': QUERY, [app]: using('data') };
    const tops: readonly Files[] = [{ 'package.json': json({ workspaces: { packages: ['packages/*'] } }) }, { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' }, { '.yarnrc.yml': 'nodeLinker: pnp\n', 'package.json': json({ workspaces: ['packages/*'] }) }, { 'lerna.json': '{}' }];
    for (const top of tops) assertReaches({ ...packages, ...top }, app);
  });

  it('through a chain of packages', () => {
    assertReaches({
      'packages/data/package.json': json({ name: '@acme/data' }), 'packages/data/src/index.ts': QUERY,
      'packages/core/package.json': json({ name: '@acme/core', main: 'dist/index.js' }), 'packages/core/src/index.ts': "export * from '@acme/data';\n",
      [app]: using('@acme/core'),
    }, app);
  });
});

describe('configuration that is wrong', function () {
  this.timeout(20_000);
  const deep = (open: string, close: string): string => open.repeat(20_000) + close.repeat(20_000);
  const TEXTS: readonly string[] = [
    '', '{', 'null', '[]', '3', '"x"', '\uFEFF{}', '{"extends":3,"compilerOptions":3,"exports":3,"imports":3,"name":3,"main":3}', '{"compilerOptions":{"paths":[]}}',
    '{"compilerOptions":{"paths":{"@/*":"x","@/b":[3],"*":[]},"baseUrl":3}}', '{"extends":["./tsconfig.json",null,3]}', '{"extends":"./tsconfig.json"}', '{"extends":["./tsconfig","./tsconfig.json","."]}',
    '{"extends":"@acme/data"}', '{"extends":"../../../../../etc/passwd"}', '{"name":"@acme/data","main":"../../../..","exports":{".":{".":{".":null}}}}', '{"name":"__proto__","exports":{"__proto__":"x","constructor":"y"}}',
    '{"imports":{"#b":["#b","./#b"],"#*":"#*"}}', '{"name":"a","name":"b"}', '{"__proto__":{"name":"x"},"constructor":1}', deep('[', ']'), deep('{"a":', '}'), `{"exports":${deep('[', ']')}}`, `{"exports":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    `{"compilerOptions":{"paths":{${Array.from({ length: 20_000 }, (_, i) => `"p${i}/*":["./x${i}/*"]`).join()}}}}`, 'x'.repeat(1_000_000),
  ];

  it('is as if it were not there', () => {
    for (const text of TEXTS) {
      for (const name of ['tsconfig.json', 'package.json']) {
        const files = { [name]: text, [`packages/data/${name}`]: text, 'src/b.ts': QUERY, 'src/a.ts': `${using('./b')}import '@/b'; import '#b'; import '@acme/data'; import 'x/y'; import '__proto__'; import 'constructor/x'; import ''; import '.'; import '/'; import '@';\n` };
        assert.ok(reaches(files, 'src/a.ts'), `${name}: ${text.slice(0, 80)}`);
      }
    }
  });

  it('does not disturb the type checker either', () => {
    for (const text of ['{', '[]', '{"extends":"./tsconfig.json"}', deep('[', ']')]) assert.ok(reaches({ 'tsconfig.json': text, 'package.json': text, 'src/b.ts': QUERY, 'src/a.ts': using('./b') }, 'src/a.ts', true));
  });

  it('that extends itself in many ways ends soon', () => {
    const many = json({ extends: Array.from({ length: 12 }, (_, i) => `./tsconfig${i}.json`) });
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`tsconfig${i}.json`, many]));
    assert.ok(reaches({ ...files, 'tsconfig.json': many, 'src/b.ts': QUERY, 'src/a.ts': `${using('./b')}import 'x';` }, 'src/a.ts'));
  });
});
