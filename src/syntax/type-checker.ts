import { getLibFiles, libFolderInMemoryPath } from '@ts-morph/common';
import { ts } from 'ts-morph';
import { exportedTypesIn } from './exported-types.js';
import type { FileHost } from './file-host.js';
import { FileVariant, type Package } from './file-variant.js';
import type { ModuleResolver } from './module-resolver.js';
import { isComponentPath } from './component-script.js';
import { GENERATED, isNestedTooDeeply } from './reviewable.js';
import { parse, type Sources, type SourceStore } from './source-store.js';
import { typeErrorOf, type TypeError } from './type-error.js';
import type { TypeOracle, TypeOrigin, ValueKind } from './type-oracle.js';
import { awaited, kindsOf } from './value-kinds.js';

/** Types as bases of types are followed this far: `EntityManager`, `Repository`, a project's own base repository. */
const MAX_BASES = 6;

/**
 * The compiler's checker over the trees the facts are about. The program is made when first asked and renewed after
 * changes. Of installed packages only those that `wanted` knows are read: the typings of all others cost more than
 * everything else together, and nothing is asked of them. No plugin, config code or compiler of the workspace runs.
 */
export class TypeChecker implements TypeOracle {
  private program: ts.Program | undefined;
  private checker: ts.TypeChecker | undefined;
  private roots = new Set<string>();
  private stale = false;
  /** path -> files of the program that import it. */
  private importers: ReadonlyMap<string, readonly string[]> | undefined;
  private readonly packages = new Map<string, ts.ResolvedModuleFull | undefined>();
  private readonly typings = new Map<string, ts.SourceFile | undefined>();
  /** Clients that a tool wrote into the project, as Prisma's does: set aside as sources, read as typings of a library. */
  private readonly generated = new Set<string>();
  private readonly host: ts.CompilerHost;
  private readonly packageCache: ts.ModuleResolutionCache;

  /** @param wanted whether a module specifier belongs to a library some table describes */
  constructor(
    private readonly files: FileHost,
    private readonly root: string,
    private readonly sources: SourceStore,
    private readonly resolver: ModuleResolver,
    private readonly wanted: (specifier: string) => boolean,
  ) {
    this.host = this.compilerHost();
    this.packageCache = ts.createModuleResolutionCache(root, (name) => name, OPTIONS);
  }

  /** Files that will be asked about: they go into one program instead of one program each. */
  expect(paths: readonly string[]): void {
    for (const path of paths) {
      if (this.roots.has(path)) continue;
      this.roots.add(path);
      this.stale = true;
    }
  }

  /** A text changed, appeared or went away. */
  changed(path: string): void {
    this.typings.delete(path);
    if (this.program?.getSourceFile(path) || !this.sources.get(path)) this.stale = true;
  }

  /** A file came or went, or a manifest changed: imports may lead elsewhere, and other typings may be installed. */
  resolveAgain(manifests: boolean): void {
    // Not to be built upon: an import that led nowhere would lead nowhere for ever.
    this.program = undefined;
    this.checker = undefined;
    this.importers = undefined;
    if (!manifests) return;
    this.packages.clear();
    this.packageCache.clear();
    for (const path of this.typings.keys()) if (!path.startsWith(libFolderInMemoryPath)) this.typings.delete(path);
  }

  mayDependOn(path: string): (asked: string) => boolean {
    const { program } = this;
    if (!program) return () => true;
    const versions = [program.getSourceFile(path), this.sources.get(path)];
    if (/\.[cm]?tsx?$/.test(path) && versions.some((file) => file && (!ts.isExternalModule(file) || AMBIENT.test(file.text)))) return () => true;
    const reached = this.dependentsOf(program, path);
    return (asked) => asked === path || reached.has(asked);
  }

  /** Files that import a file, directly or through others; the file itself where that leads back to it. */
  private dependentsOf(program: ts.Program, path: string): ReadonlySet<string> {
    const importers = (this.importers ??= importersIn(program, (specifier, from) => this.module(specifier, from)?.resolvedFileName));
    const reached = new Set(importers.get(path));
    for (const each of reached) for (const importer of importers.get(each) ?? []) reached.add(importer);
    return reached;
  }

  originsOf(expression: ts.Expression): readonly TypeOrigin[] {
    const checker = this.checkerFor(expression.getSourceFile().fileName);
    return checker ? this.originsIn(checker, expression) : [];
  }

  kindsOf(expression: ts.Expression, property?: string): ReadonlySet<ValueKind> | undefined {
    const checker = this.checkerFor(expression.getSourceFile().fileName);
    return checker && kindsOf(checker, expression, property);
  }

  /**
   * The checker over files as they would be, beside the present ones. One file with another text is asked about in the program at
   * hand where that says the same; otherwise in a program of its own, built upon that one.
   * @param paths files whose texts differ
   */
  withSources(sources: Sources, paths: readonly string[]): TypeOracle & Pick<TypeChecker, 'errorsOf' | 'exportedTypes'> {
    let program: ts.Program | undefined;
    const host: ts.CompilerHost = { ...this.host, getSourceFile: (path, options) => (this.isOfLibrary(path) ? this.host.getSourceFile(path, options) : sources.get(path)) };
    const present = (): ts.Program | undefined => {
      this.expect(paths.filter((path) => !this.program?.getSourceFile(path)));
      return this.renewed();
    };
    const renewed = (): ts.Program => {
      const oldProgram = present();
      return (program ??= ts.createProgram({ rootNames: oldProgram?.getRootFileNames() ?? paths, options: OPTIONS, host, ...(oldProgram ? { oldProgram } : {}) }));
    };
    // A file that nobody asked about yet may import one that changed.
    const containing = (path: string): ts.Program => {
      const known = renewed();
      if (known.getSourceFile(path)) return known;
      return (program = ts.createProgram({ rootNames: [...known.getRootFileNames(), path], options: OPTIONS, host, oldProgram: known }));
    };
    const variant = once((): FileVariant | undefined => {
      const [base, file] = [present(), paths.length === 1 ? sources.get(paths[0] ?? '') : undefined];
      return base && file && FileVariant.of(base, file, (specifier) => this.leadsTo(specifier, file.fileName));
    });
    // What comes back to the file through others is its present text.
    const returns = once((): boolean => {
      const [base, beside] = [present(), variant()];
      return base !== undefined && beside !== undefined && this.dependentsOf(base, beside.path).has(beside.path);
    });
    const ask = <T>(question: (checker: ts.TypeChecker) => T): T => {
      const beside = returns() ? undefined : variant();
      return beside ? beside.ask(question) : question(renewed().getTypeChecker());
    };
    return {
      originsOf: (expression) => ask((checker) => this.originsIn(checker, expression)),
      kindsOf: (expression, property) => ask((checker) => kindsOf(checker, expression, property)),
      mayDependOn: () => () => false,
      errorsOf: (path) => {
        const beside = variant();
        if (beside?.path !== path) return this.errorsIn(containing(path), path);
        const errors = this.errorsAmong(beside.file, () => beside.errors());
        const sure = errors.length === 0 || !returns() || errors.length <= this.errorsOf(path).length;
        return sure ? errors : this.errorsIn(containing(path), path);
      },
      exportedTypes: (path) => {
        const beside = variant();
        return beside?.path === path ? beside.ask((checker) => exportedTypesIn(checker, beside.file)) : exportedTypesIn(containing(path).getTypeChecker(), containing(path).getSourceFile(path));
      },
    };
  }

  private originsIn(checker: ts.TypeChecker, expression: ts.Expression): readonly TypeOrigin[] {
    try {
      const type = awaited(checker, checker.getNonNullableType(checker.getTypeAtLocation(expression)));
      return this.origins(checker, type, 0);
    } catch {
      return []; // The checker itself fails on some broken programs; then it has no answer.
    }
  }

  /**
   * What the checker holds against one file. Where typings of a package it imports are missing, what depends on their
   * types is noise (`unknown` here, `any` there), and only errors about names, scopes and syntax are returned.
   */
  errorsOf(path: string): readonly TypeError[] {
    if (!this.program?.getSourceFile(path)) this.expect([path]);
    const program = this.renewed();
    return program ? this.errorsIn(program, path) : [];
  }

  /** What a module offers to others, by name, in words that differ when types do. */
  exportedTypes(path: string): ReadonlyMap<string, string> {
    if (!this.program?.getSourceFile(path)) this.expect([path]);
    const program = this.renewed();
    return program ? exportedTypesIn(program.getTypeChecker(), program.getSourceFile(path)) : new Map();
  }

  private errorsIn(program: ts.Program, path: string): readonly TypeError[] {
    const file = program.getSourceFile(path);
    return file ? this.errorsAmong(file, () => program.getSemanticDiagnostics(file)) : [];
  }

  private errorsAmong(file: ts.SourceFile, diagnostics: () => readonly ts.Diagnostic[]): readonly TypeError[] {
    try {
      const all = this.hasAllTypings(file);
      const trusted = (each: ts.Diagnostic): boolean => (all ? !isImplicitAny(each.code) : NAME_ERRORS.has(each.code));
      return diagnostics().filter(trusted).map(typeErrorOf);
    } catch {
      return [];
    }
  }

  private hasAllTypings(file: ts.SourceFile): boolean {
    return file.statements.every((statement) => {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return true;
      return this.module(statement.moduleSpecifier.text, file.fileName) !== undefined;
    });
  }

  dispose(): void {
    this.program = undefined;
    this.checker = undefined;
    this.typings.clear();
    this.packages.clear();
  }

  private checkerFor(path: string): ts.TypeChecker | undefined {
    // A file that came in through an import needs no place of its own among the roots, which would cost a new program.
    if (this.stale || !this.program?.getSourceFile(path)) this.expect([path]);
    const program = this.renewed();
    return program ? (this.checker ??= program.getTypeChecker()) : undefined;
  }

  private renewed(): ts.Program | undefined {
    if (!this.program || this.stale) {
      this.stale = false;
      const rootNames = [...this.roots].filter((path) => this.sources.get(path) !== undefined);
      this.program = ts.createProgram({ rootNames, options: OPTIONS, host: this.host, ...(this.program ? { oldProgram: this.program } : {}) });
      this.checker = undefined;
      this.importers = undefined;
    }
    return this.program;
  }

  private origins(checker: ts.TypeChecker, type: ts.Type, depth: number): TypeOrigin[] {
    if (depth > MAX_BASES) return [];
    if (type.isUnionOrIntersection()) return type.types.flatMap((each) => this.origins(checker, each, depth + 1));
    const symbols = [type.aliasSymbol, type.getSymbol()].filter((each) => each !== undefined);
    const own = symbols.flatMap((symbol) => (symbol.declarations ?? []).map((declaration) => this.origin(checker, symbol, declaration, type)).filter((each) => each !== undefined));
    const bases = type.isClassOrInterface() ? checker.getBaseTypes(type).flatMap((base) => this.origins(checker, base, depth + 1)) : [];
    const target = (type as ts.TypeReference).target as ts.Type | undefined;
    const generic = target && target !== type && own.length === 0 ? this.origins(checker, target, depth + 1) : [];
    return [...own, ...bases, ...generic];
  }

  private origin(checker: ts.TypeChecker, symbol: ts.Symbol, declaration: ts.Declaration, type: ts.Type): TypeOrigin | undefined {
    const file = declaration.getSourceFile();
    if (file.fileName.startsWith(libFolderInMemoryPath) || file.fileName.includes('/node_modules/@types/node/')) return { kind: 'platform', name: symbol.name };
    if (this.generated.has(file.fileName)) return undefined;
    const specifier = packageOf(file.fileName);
    if (specifier === undefined) return { kind: 'source', node: declaration };
    const [argument] = type.aliasTypeArguments ?? checker.getTypeArguments(type as ts.TypeReference);
    return { kind: 'package', specifier, name: symbol.name, argument: argument?.getSymbol()?.name };
  }

  private compilerHost(): ts.CompilerHost {
    const libraries = new Map(getLibFiles().map((file) => [`${libFolderInMemoryPath}/${file.fileName}`, file.text]));
    const textOf = (path: string): string | undefined => libraries.get(path) ?? this.files.readFile(path);
    return {
      getSourceFile: (path) => (this.isOfLibrary(path) ? this.typing(path, textOf) : this.sources.get(path)),
      getDefaultLibFileName: () => `${libFolderInMemoryPath}/lib.esnext.full.d.ts`,
      getDefaultLibLocation: () => libFolderInMemoryPath,
      getCurrentDirectory: () => this.root,
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      fileExists: (path) => libraries.has(path) || this.files.fileSize(path) !== undefined,
      readFile: textOf,
      directoryExists: (path) => this.files.isDirectory(path),
      realpath: (path) => this.files.realPath(path),
      writeFile: () => undefined,
      // Without one, every program reads again what packages say of their typings.
      getModuleResolutionCache: () => this.packageCache,
      resolveModuleNameLiterals: (literals, from) => literals.map((literal) => ({ resolvedModule: this.module(literal.text, from) })),
    };
  }

  private typing(path: string, textOf: (path: string) => string | undefined): ts.SourceFile | undefined {
    if (!this.typings.has(path)) {
      const text = textOf(path);
      const file = text === undefined ? undefined : parse(path, text, false);
      // The compiler recurses over typings as we do over sources.
      this.typings.set(path, file && !isNestedTooDeeply(file) ? file : undefined);
    }
    return this.typings.get(path);
  }

  private module(specifier: string, from: string): ts.ResolvedModuleFull | undefined {
    if (from.includes('/node_modules/') || isTyping(from)) return this.packageModule(specifier, from);
    const resolution = this.resolver.resolve(specifier, from);
    const wanted = this.generated.has(from) || this.wanted(specifier);
    if (resolution.kind !== 'source') return wanted ? this.packageModule(specifier, from) : undefined;
    const { path } = resolution;
    if (wanted && this.sources.skipReason(path) === GENERATED) this.generated.add(path);
    return this.generated.has(path) || this.sources.get(path) ? { resolvedFileName: path, extension: extensionOf(path), isExternalLibraryImport: false } : undefined;
  }

  private leadsTo(specifier: string, from: string): Package | 'nothing' | 'source' {
    const resolvedModule = this.module(specifier, from);
    if (!resolvedModule) return 'nothing';
    const file = this.isOfLibrary(resolvedModule.resolvedFileName) ? this.host.getSourceFile(resolvedModule.resolvedFileName, ts.ScriptTarget.ESNext) : undefined;
    return file ? { resolvedModule, file } : 'source';
  }

  private isOfLibrary(path: string): boolean {
    return isTyping(path) || this.generated.has(path);
  }

  /** Typings only: a package's JavaScript tells the checker little and costs a parse. */
  private packageModule(specifier: string, from: string): ts.ResolvedModuleFull | undefined {
    const key = `${from.slice(0, from.lastIndexOf('/'))}\n${specifier}`;
    if (!this.packages.has(key)) {
      const found = ts.resolveModuleName(specifier, from, OPTIONS, this.host, this.packageCache).resolvedModule;
      this.packages.set(key, found && isTyping(found.resolvedFileName) ? found : undefined);
    }
    return this.packages.get(key);
  }
}

/** Lenient: the point is to learn types, not to judge the project. Decorators and JSX are accepted as written. */
const OPTIONS: ts.CompilerOptions = {
  allowNonTsExtensions: true, // Components: their trees hold the scripts alone.
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  allowJs: true,
  checkJs: false,
  strict: true,
  noImplicitAny: true, // `const rows = []` then grows with what is pushed. What it reports is left out: where typings are missing, every callback.
  noEmit: true,
  skipLibCheck: true,
  skipDefaultLibCheck: true,
  experimentalDecorators: true,
  esModuleInterop: true,
  resolveJsonModule: false,
  types: [],
  noResolve: false,
};

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** What a module declares for everybody. */
const AMBIENT = /\bdeclare\s+(?:global|module)\b/;

/** Sources only: packages import none. */
function importersIn(program: ts.Program, resolve: (specifier: string, from: string) => string | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of program.getSourceFiles()) {
    if (isTyping(file.fileName)) continue;
    // What the program read of the file; the property is the compiler's own, absent from its public types.
    for (const { text } of (file as ts.SourceFile & { readonly imports?: readonly ts.StringLiteralLike[] }).imports ?? []) {
      const path = resolve(text, file.fileName);
      const list = path === undefined ? undefined : found.get(path);
      if (list) list.push(file.fileName);
      else if (path !== undefined) found.set(path, [file.fileName]);
    }
  }
  return found;
}

/** Unknown names, names declared twice or used too early, `await` outside async functions, assignments to constants. */
const NAME_ERRORS: ReadonlySet<number> = new Set([1308, 1309, 1375, 1378, 2300, 2304, 2448, 2451, 2454, 2552, 2588, 2695, 18004]);

/** A parameter, property or variable that has no type of its own: TS7005 to TS7057. */
function isImplicitAny(code: number): boolean {
  return code >= 7000 && code < 7100;
}

function isTyping(path: string): boolean {
  return /\.d\.(?:[\w-]+\.)?[cm]?ts$/.test(path);
}

function extensionOf(path: string): ts.Extension {
  return isComponentPath(path) ? ts.Extension.Ts : path.slice(path.lastIndexOf('.')) as ts.Extension;
}

/** `@scope/name/sub` of a path inside `node_modules`, typings folders of DefinitelyTyped mapped back. */
function packageOf(path: string): string | undefined {
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const parts = path.slice(at + '/node_modules/'.length).split('/');
  const name = /^[@.]/.test(parts[0] ?? '') ? `${parts[0]}/${parts[1] ?? ''}` : (parts[0] ?? '');
  if (!name.startsWith('@types/')) return name;
  const plain = name.slice('@types/'.length);
  return plain.includes('__') ? `@${plain.replace('__', '/')}` : plain;
}
