import * as ts from 'typescript';
import type { ApiType, Library, Member } from '../../src/knowledge/library.js';

/** Where a table and the published typings disagree, in words; empty when every name in the table exists. */
export interface TableCheck {
  readonly problems: readonly string[];
  /** Members looked at and found. */
  readonly checked: number;
}

/**
 * Walks a table next to the typings it speaks of: exports, globals and declared names give the first pairs of API type and
 * TypeScript type, members lead to the next. A value known under several types (overloads, unions) needs each name in one of them.
 */
export class TableChecker {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  private readonly file: ts.SourceFile;
  private readonly values: ReadonlyMap<string, ts.Symbol>;
  private readonly types: ReadonlyMap<string, ts.Symbol>;

  /** `folder` is where packages are resolved from; `specifiers` are the modules to load. */
  constructor(folder: string, specifiers: readonly string[], options: ts.CompilerOptions = {}) {
    const path = `${folder}/perf-review-table-check.ts`;
    const text = specifiers.map((specifier, index) => `import * as m${index} from ${JSON.stringify(specifier)};\nm${index};`).join('\n');
    const settings: ts.CompilerOptions = {
      target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler, strict: true, noEmit: true,
      skipLibCheck: true, esModuleInterop: true, lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: ['node'], ...options,
    };
    const host = ts.createCompilerHost(settings);
    const { getSourceFile, fileExists } = host;
    host.getCurrentDirectory = () => folder;
    host.getSourceFile = (name, ...rest) => (name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true) : getSourceFile.call(host, name, ...rest));
    host.fileExists = (name) => name === path || fileExists.call(host, name);
    this.program = ts.createProgram([path], settings, host);
    this.checker = this.program.getTypeChecker();
    this.file = this.program.getSourceFile(path) as ts.SourceFile;
    this.values = byName(this.checker.getSymbolsInScope(this.file, ts.SymbolFlags.Value));
    this.types = byName(this.checker.getSymbolsInScope(this.file, ts.SymbolFlags.Type | ts.SymbolFlags.Namespace));
  }

  check(library: Library, specifier?: string): TableCheck {
    const module = specifier === undefined ? undefined : this.module(specifier);
    if (specifier !== undefined && !module) return { problems: [`${library.id}: no typings for "${specifier}"`], checked: 0 };
    return new Walk(this.checker, this.file, library, module, this.values, this.types).run();
  }

  /** The names of all global interfaces that inherit from the given one. */
  heirs(ancestor: string): string[] {
    const root = this.checker.getDeclaredTypeOfSymbol(this.types.get(ancestor) as ts.Symbol);
    const inherits = (type: ts.Type): boolean => type === root || (type.isClassOrInterface() && this.checker.getBaseTypes(type).some(inherits));
    return [...this.types].filter(([, symbol]) => symbol.flags & ts.SymbolFlags.Interface && inherits(this.checker.getDeclaredTypeOfSymbol(symbol))).map(([name]) => name);
  }

  /** Whether the named type (a global one, or of a module) has the member. */
  has(typeName: string, member: string, specifier?: string): boolean {
    const symbol = specifier === undefined ? this.types.get(typeName) : this.module(specifier)?.named.get(typeName);
    return symbol !== undefined && this.checker.getDeclaredTypeOfSymbol(unalias(this.checker, symbol)).getProperty(member) !== undefined;
  }

  private module(specifier: string): LoadedModule | undefined {
    for (const statement of this.file.statements) {
      if (!ts.isImportDeclaration(statement) || (statement.moduleSpecifier as ts.StringLiteral).text !== specifier) continue;
      const symbol = this.checker.getSymbolAtLocation(statement.moduleSpecifier);
      const binding = statement.importClause?.namedBindings as ts.NamespaceImport;
      if (!symbol) return undefined;
      const named = byName(this.checker.getExportsOfModule(symbol));
      const assigned = symbol.exports?.get(ts.InternalSymbolName.ExportEquals);
      const whole = assigned ? this.checker.getTypeOfSymbol(unalias(this.checker, assigned)) : this.checker.getTypeAtLocation(binding.name);
      if (assigned) for (const [name, each] of unalias(this.checker, assigned).exports ?? []) named.set(String(name), each);
      return { named, whole, ...(assigned ? { assigned: unalias(this.checker, assigned) } : {}) };
    }
    return undefined;
  }
}

interface LoadedModule {
  readonly named: Map<string, ts.Symbol>;
  /** Type of `import * as x`, and of the default import where the module has no default export. */
  readonly whole: ts.Type;
  /** What `export =` names. */
  readonly assigned?: ts.Symbol;
}

class Walk {
  private readonly problems = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly reached = new Set<string>();
  private checked = 0;
  private depth = 0;

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly file: ts.SourceFile,
    private readonly library: Library,
    private readonly module: LoadedModule | undefined,
    private readonly values: ReadonlyMap<string, ts.Symbol>,
    private readonly typeNames: ReadonlyMap<string, ts.Symbol>,
  ) {}

  run(): TableCheck {
    const { library } = this;
    for (const [name, member] of Object.entries(library.exports ?? {})) {
      const types = this.exported(name);
      if (types.length > 0) this.member(member, types, [], `export ${name}`);
      else this.fail(`export ${name}`, 'is not exported');
    }
    for (const [name, member] of Object.entries(library.globals ?? {})) {
      const symbol = this.values.get(name);
      if (symbol) this.member(member, [this.checker.getTypeOfSymbolAtLocation(symbol, this.file)], [], `global ${name}`);
      else this.fail(`global ${name}`, 'is not a global value');
    }
    for (const [name, apiType] of Object.entries(library.declared ?? {})) {
      const type = this.declared(name);
      if (type) this.apiType(apiType, [type], name);
      else this.fail(`type ${name}`, 'is not declared');
    }
    for (const name of Object.keys(library.types)) if (!this.reached.has(name)) this.fail(name, 'is never reached');
    return { problems: [...this.problems], checked: this.checked };
  }

  /** `*` stands for `require` too, which gives the default export of some packages that have one. */
  private exported(name: string): ts.Type[] {
    const { module } = this;
    if (!module) return [];
    if (name === '*') return [module.whole, ...(module.named.has('default') ? this.exported('default') : [])];
    const symbol = module.named.get(name) ?? module.whole.getProperty(name);
    if (symbol) return [this.checker.getTypeOfSymbolAtLocation(unalias(this.checker, symbol), this.file)];
    return name === 'default' ? [module.whole] : [];
  }

  private declared(dotted: string): ts.Type | undefined {
    const [first = '', ...rest] = dotted.split('.');
    const { module } = this;
    const assigned = module?.assigned && (first === 'default' || first === module.assigned.name) ? module.assigned : undefined;
    let symbol = module?.named.get(first) ?? assigned ?? this.typeNames.get(first);
    for (const name of rest) symbol = symbol && byName(this.checker.getExportsOfModule(unalias(this.checker, symbol))).get(name);
    return symbol && this.checker.getDeclaredTypeOfSymbol(merged(this.checker, unalias(this.checker, symbol)));
  }

  private apiType(name: string, candidates: readonly ts.Type[], path: string): void {
    const types = this.spread(candidates);
    const api = this.library.types[name];
    if (!api) return this.fail(path, `leads to "${name}", which the table does not have`);
    this.reached.add(name);
    // By symbol, not by type: every call of a generic method instantiates its type anew.
    const key = `${name}:${types.map((type) => (type.symbol as { id?: number } | undefined)?.id ?? this.checker.typeToString(type)).join()}`;
    if (this.seen.has(key) || types.some((type) => type.flags & ts.TypeFlags.Any)) return;
    this.seen.add(key);
    this.depth += 1;
    if (this.depth <= DEEPEST) this.apiMembers(name, api, candidates, types, path);
    this.depth -= 1;
  }

  private apiMembers(name: string, api: ApiType, candidates: readonly ts.Type[], types: readonly ts.Type[], path: string): void {
    if (api.extends) this.apiType(api.extends, candidates, path);
    for (const [property, member] of Object.entries(api.members ?? {})) {
      const found = types.flatMap((type) => this.checker.getPropertyOfType(this.checker.getApparentType(type), property) ?? []);
      if (found.length === 0) this.fail(`${name}.${property}`, `is not on ${types.map((type) => this.checker.typeToString(type)).join(' | ') || 'nothing'} (${path})`);
      else this.member(member, found.map((symbol) => this.checker.getTypeOfSymbolAtLocation(symbol, this.file)), types, `${name}.${property}`);
    }
    this.signature(api.call, ts.SignatureKind.Call, types, `${name}()`);
    this.signature(api.construct, ts.SignatureKind.Construct, types, `new ${name}`);
  }

  private signature(member: ApiType['call'], kind: ts.SignatureKind, types: readonly ts.Type[], path: string): void {
    if (!member) return;
    const signatures = types.flatMap((type) => this.checker.getSignaturesOfType(type, kind));
    if (signatures.length === 0) this.fail(path, 'cannot be called so');
    else this.results(member, signatures, types, path, kind);
  }

  private member(member: Member, candidates: readonly ts.Type[], receivers: readonly ts.Type[], path: string): void {
    this.checked += 1;
    const types = this.spread(candidates);
    if (member.type) this.apiType(member.type, types, path);
    if (!member.returns && !member.returnsEach && !member.operation && !member.acquires && !member.callbacks && !member.combines) return;
    if (types.some((type) => type.flags & ts.TypeFlags.Any)) return;
    const signatures = types.flatMap((type) => type.getCallSignatures());
    if (signatures.length === 0) this.fail(path, 'is not a function');
    else this.results(member, signatures, receivers, path);
  }

  private results(member: Member, signatures: readonly ts.Signature[], receivers: readonly ts.Type[], path: string, kind = ts.SignatureKind.Call): void {
    const returned = signatures.map((signature) => {
      const type = signature.getReturnType();
      return kind === ts.SignatureKind.Call ? (this.checker.getAwaitedType(type) ?? type) : type;
    });
    const objects = this.spread(returned).filter((type) => type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.Any | ts.TypeFlags.TypeParameter));
    if (member.returns && member.returns !== 'self') this.apiType(member.returns, objects, path);
    if (member.returnsEach) {
      const elements = objects.flatMap((type) => this.checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? []);
      this.apiType(member.returnsEach, elements, path);
    }
    for (const callback of member.callbacks ?? []) {
      const fits = signatures.some((signature) => this.takesFunction(signature, callback.argument));
      if (!fits) this.fail(path, `takes no function in place ${callback.argument}`);
    }
    const { acquires } = member;
    if (!acquires) return;
    const held = acquires.heldBy === 'receiver' ? receivers : objects;
    for (const name of acquires.release.methods ?? []) {
      if (!this.anyHas(held, name)) this.fail(path, `is said to be released by ".${name}()"`);
    }
    for (const name of acquires.release.receiver ?? []) {
      if (receivers.length > 0 && !this.anyHas(receivers, name)) this.fail(path, `is said to be released by ".${name}()" of its receiver`);
    }
    for (const name of acquires.release.functions ?? []) {
      if (!this.values.has(name) && !this.module?.named.has(name) && !this.anyHas(receivers, name) && !streamEnds.has(name)) this.fail(path, `is said to be released by "${name}(…)"`);
    }
    if (acquires.release.call && !objects.some((type) => type.getCallSignatures().length > 0)) this.fail(path, 'is said to be released by calling it');
  }

  private takesFunction(signature: ts.Signature, place: number): boolean {
    const last = signature.parameters.at(-1);
    const declaration = last?.valueDeclaration;
    const takesMore = declaration && ts.isParameter(declaration) && declaration.dotDotDotToken ? last : undefined;
    const parameter = place < 0 ? signature.parameters.at(place) : (signature.parameters[place] ?? takesMore);
    if (!parameter) return false;
    const type = this.checker.getTypeOfSymbolAtLocation(parameter, this.file);
    const rest = this.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    return this.spread(rest ? [type, rest] : [type]).some(
      (each) => each.flags & ts.TypeFlags.Any || each.getCallSignatures().length > 0 || each.getProperties().some((property) => this.checker.getTypeOfSymbol(property).getNonNullableType().getCallSignatures().length > 0),
    );
  }

  private anyHas(types: readonly ts.Type[], name: string): boolean {
    return types.some((type) => type.flags & ts.TypeFlags.Any || this.checker.getPropertyOfType(this.checker.getApparentType(type), name) !== undefined);
  }

  /** Members of unions one by one, without null and undefined, type parameters by their constraint. */
  private spread(types: readonly ts.Type[]): ts.Type[] {
    const all = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
    return [...new Set(all.map((type) => this.checker.getBaseConstraintOfType(type) ?? type).flatMap((type) => (type.isUnion() ? type.types : [type])))].filter(
      (type) => !(type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never)),
    );
  }

  private fail(where: string, what: string): void {
    this.problems.add(`${this.library.id}: ${where} ${what}`);
  }
}

/** Generic methods (`flatMap` of `flatMap`) give a new type at every step; no table needs more steps than this. */
const DEEPEST = 6;

/** Of node:stream, and taken as the end of a stream whichever library made it. */
const streamEnds = new Set(['pipeline', 'finished']);

function unalias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The symbol with what other files add to it (module augmentation); the public interface has no direct way to it. */
function merged(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  const declaration = symbol.declarations?.[0];
  const name = declaration && ts.getNameOfDeclaration(declaration);
  return (name && checker.getSymbolAtLocation(name)) ?? symbol;
}

function byName(symbols: readonly ts.Symbol[]): Map<string, ts.Symbol> {
  return new Map(symbols.map((symbol) => [symbol.name, symbol]));
}
