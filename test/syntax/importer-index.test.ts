import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileHost } from '../../src/syntax/file-host.js';
import { ImporterIndex } from '../../src/syntax/importer-index.js';
import { ModuleResolver } from '../../src/syntax/module-resolver.js';
import { memoryHost } from '../support/memory-host.js';

/** Files that come, change and go, and what is said of them now. */
class World {
  readonly files = new Map<string, string>([['/app/package.json', '{}']]);
  private readonly host: FileHost = { readFile: (path) => this.now.readFile(path), fileSize: (path) => this.now.fileSize(path), isDirectory: (path) => this.now.isDirectory(path), readDirectory: (path) => this.now.readDirectory(path), realPath: (path) => path };
  private readonly resolver = new ModuleResolver(this.host, '/app');
  readonly index = new ImporterIndex(this.host, '/app', this.resolver);

  private get now(): FileHost {
    return memoryHost(Object.fromEntries(this.files));
  }

  write(path: string, text: string | undefined): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.tell(path);
  }

  tell(path: string): void {
    this.resolver.reset();
    this.index.refresh(path);
  }

  fresh(): ImporterIndex {
    return new ImporterIndex(this.host, '/app', new ModuleResolver(this.host, '/app'));
  }
}

describe('the importers of a file', () => {
  it('are known by every way of importing', () => {
    const world = new World();
    world.write('/app/a.ts', '');
    world.write('/app/b.ts', "import './a';");
    world.write('/app/c.js', "const a = require('./a');");
    world.write('/app/d/index.ts', "export * from '../a.js';\nimport './index';");
    world.write('/app/node_modules/x/index.js', "import '../../a';");
    assert.deepEqual(world.index.importersOf('/app/a.ts'), ['/app/b.ts', '/app/c.js', '/app/d/index.ts']);
    assert.deepEqual(world.index.importersOf('/app/d/index.ts'), []);
  });

  it('are those of a folder that came or went as a whole', () => {
    const world = new World();
    world.write('/app/a.ts', '');
    assert.deepEqual(world.index.importersOf('/app/a.ts'), []);
    world.files.set('/app/d/b.ts', "import '../a';");
    world.tell('/app/d');
    assert.deepEqual(world.index.importersOf('/app/a.ts'), ['/app/d/b.ts']);
    world.files.delete('/app/d/b.ts');
    world.tell('/app/d');
    assert.deepEqual(world.index.importersOf('/app/a.ts'), []);
  });

  it('are after any changes what one says who reads everything anew', () => {
    const paths = ['/app/a.ts', '/app/b.ts', '/app/d/index.ts', '/app/d/c.ts', '/app/dist/e.ts'];
    const line = fc.constantFrom("import './a';", "export * from './b';", "import '../a';", "import './d';", "import('./d/c');", "import './index';", 'export {};');
    const step = fc.record({ path: fc.constantFrom(...paths), text: fc.option(fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n')), { nil: undefined }), ask: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const world = new World();
      for (const { path, text, ask } of steps) {
        world.write(path, text);
        if (ask) world.index.importersOf(path);
      }
      const fresh = world.fresh();
      for (const path of paths) assert.deepEqual(world.index.importersOf(path), fresh.importersOf(path));
    }));
  });
});
