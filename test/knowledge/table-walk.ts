import ts from 'typescript';
import type { ApiType, Library, Member } from '../../src/knowledge/library';

/**
 * Walks a table beside the typings of its library. Where the stricter TableChecker wants each name on every path, this one asks
 * for it on any: a table speaks of a whole family of builders (one per dialect, per verb, per step of a chain) as one API type.
 */
export class TableWalk {
  private readonly found = new Map<string, Set<string>>();
  private readonly seen = new Map<string, Map<ts.Symbol | ts.Type, ts.Type[]>>();
  private readonly failed = new Set<string>();
  /** What a member is said to do: true when one overload or one of its types bears it out. */
  private readonly claims = new Map<string, boolean>();
  checked = 0;

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly library: Library,
    private readonly modules: readonly ts.Symbol[],
    private readonly at: ts.Node,
  ) {}

  /** What the table says and the typings do not, each begun by the name it is about. */
  problems(): string[] {
    for (const [name, member] of Object.entries(this.library.exports ?? {})) {
      const symbols = this.exported(name).filter((symbol) => symbol.flags & ts.SymbolFlags.Value);
      for (const symbol of symbols) this.member(member, this.checker.getTypeOfSymbolAtLocation(symbol, this.at), `export ${name}`);
      if (symbols.length === 0 && name !== '*') this.failed.add(`export ${name}: is not exported`);
    }
    for (const [name, apiType] of Object.entries(this.library.declared ?? {})) {
      const types = this.declared(name).map((symbol) => this.checker.getDeclaredTypeOfSymbol(symbol));
      if (types.length === 0) this.failed.add(`type ${name}: is not declared`);
      else this.pair(apiType, types, `type ${name}`);
    }
    for (const [name, api] of Object.entries(this.library.types)) {
      const found = this.found.get(name);
      if (!found) this.failed.add(`${name}: is never reached`);
      else for (const member of Object.keys(api.members ?? {})) if (!found.has(member)) this.failed.add(`${name}.${member}: is on none of its types`);
    }
    for (const [claim, holds] of this.claims) if (!holds) this.failed.add(claim);
    return [...this.failed];
  }

  private claim(what: string, holds: boolean): void {
    this.claims.set(what, holds || this.claims.get(what) === true);
  }

  /** `*` is `require`, and `default` may stand for it. */
  private exported(name: string): ts.Symbol[] {
    return this.modules.flatMap((module) => {
      const named = this.checker.getExportsOfModule(module).find((symbol) => symbol.name === (name === '*' ? 'default' : name));
      return named ? [this.resolve(named)] : name === '*' || name === 'default' ? this.assigned(module) : [];
    });
  }

  /** What `export = value` exports, or the module itself. */
  private assigned(module: ts.Symbol): ts.Symbol[] {
    const value = module.exports?.get(ts.InternalSymbolName.ExportEquals);
    return [value ? this.resolve(value) : module];
  }

  private resolve(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** Type names as annotations write them (`Knex.Transaction`, after the local name of a default import) and as the typings declare them. */
  private declared(dotted: string): ts.Symbol[] {
    const path = dotted.split('.');
    const found = this.modules.flatMap((module) => {
      const whole = this.assigned(module).filter((symbol) => path.length === 1 && symbol.name === dotted);
      const spaces = [module, ...this.checker.getExportsOfModule(module).map((each) => this.resolve(each)).filter((each) => each.flags & ts.SymbolFlags.Namespace)];
      return [...this.inside([module], path), ...(path.length > 1 ? this.inside([module], path.slice(1)) : []), ...this.inside(spaces, path), ...whole];
    });
    return [...new Set(found.filter((symbol) => symbol.flags & ts.SymbolFlags.Type))];
  }

  private inside(spaces: readonly ts.Symbol[], path: readonly string[]): ts.Symbol[] {
    let symbols = spaces;
    for (const name of path) {
      symbols = symbols.filter((each) => each.flags & ts.SymbolFlags.Module).flatMap((each) => this.checker.getExportsOfModule(each).filter((symbol) => symbol.name === name)).map((each) => this.resolve(each));
    }
    return [...symbols];
  }

  /** A value of the API type is known to have the TypeScript type. */
  private pair(name: string, candidates: readonly ts.Type[], from: string): void {
    const api = this.library.types[name];
    if (!api) {
      this.failed.add(`${from}: leads to "${name}", which the table does not have`);
      return;
    }
    const found = this.found.get(name) ?? new Set();
    this.found.set(name, found);
    const types = candidates.flatMap((type) => this.objects(type));
    const names = this.memberNames(api);
    const fits = (type: ts.Type): boolean => [...names].some((member) => this.property(type, member));
    if (names.size > 0 && types.length > 0) this.claim(`${from}: leads to a type that has none of the members of "${name}"`, types.some(fits));
    for (const type of types) this.pairOne(name, api, found, type);
  }

  private pairOne(name: string, api: ApiType, found: Set<string>, type: ts.Type): void {
    if (!this.isNew(name, type)) return;
    for (const [property, member] of Object.entries(api.members ?? {})) {
      const symbol = this.property(type, property);
      if (!symbol) continue;
      found.add(property);
      this.checked += 1;
      this.member(member, this.checker.getTypeOfSymbolAtLocation(symbol, this.at), `${name}.${property}`, { name, type });
    }
    if (api.extends) this.pair(api.extends, [type], name);
    if (api.anyMember) {
      const names = this.memberNames(api);
      for (const symbol of this.checker.getPropertiesOfType(type).filter((each) => !names.has(each.name)).slice(0, 5)) {
        const any = this.checker.getTypeOfSymbolAtLocation(symbol, this.at);
        if (api.anyMember.type) this.pair(api.anyMember.type, [any], `${name}.${symbol.name}`);
        this.signatures(api.anyMember, any.getCallSignatures(), `${name}.${symbol.name}`, { name, type });
      }
    }
    this.signatures(api.call, type.getCallSignatures(), `${name}()`, { name, type });
    this.signatures(api.construct, type.getConstructSignatures(), `new ${name}`, { name, type });
    if (api.awaited?.returns) this.pair(api.awaited.returns, this.defined(this.checker.getAwaitedType(type)), `awaited ${name}`);
    if (api.awaited?.returnsEach) this.pair(api.awaited.returnsEach, this.elements(type), `awaited ${name}`);
  }

  private memberNames(api: ApiType): Set<string> {
    const inherited = api.extends ? this.library.types[api.extends] : undefined;
    return new Set([...Object.keys(api.members ?? {}), ...(inherited ? this.memberNames(inherited) : [])]);
  }

  private member(member: Member, type: ts.Type, path: string, receiver?: { name: string; type: ts.Type }): void {
    if (member.type) this.pair(member.type, [type], path);
    const calls = member.returns ?? member.returnsEach ?? member.operation ?? member.acquires ?? member.callbacks ?? member.executes ?? member.performs ?? member.batches;
    if (calls !== undefined) this.signatures(member, this.objects(type).flatMap((each) => each.getCallSignatures()), path, receiver, type);
  }

  private signatures(member: Member | undefined, signatures: readonly ts.Signature[], path: string, receiver?: { name: string; type: ts.Type }, callee?: ts.Type): void {
    if (!member) return;
    if (signatures.length === 0) {
      if (callee) this.claim(`${path}: is not a function`, this.isOpaque(callee));
      return;
    }
    if (callee) this.claim(`${path}: is not a function`, true);
    const returned = signatures.map((signature) => signature.getReturnType());
    if (member.returns && !(member.returns === 'self' && !receiver)) {
      const name = member.returns === 'self' ? (receiver as { name: string }).name : member.returns;
      this.pair(name, this.library.types[name]?.awaited ? returned : returned.flatMap((each) => this.defined(this.checker.getAwaitedType(each) ?? each)), path);
    }
    if (member.returnsEach) this.pair(member.returnsEach, returned.flatMap((each) => this.elements(each)), path);
    for (const callback of member.callbacks ?? []) this.callback(callback, signatures, path);
    this.releases(member, returned, receiver?.type, path);
  }

  private callback({ argument, parameters = [] }: NonNullable<Member['callbacks']>[number], signatures: readonly ts.Signature[], path: string): void {
    const functions = signatures.flatMap((signature) => {
      const parameter = signature.parameters.at(argument);
      return parameter ? this.objects(this.checker.getTypeOfSymbolAtLocation(parameter, this.at)) : [];
    });
    const calls = functions.flatMap((type) => [...type.getCallSignatures(), ...this.observer(type)]);
    this.claim(`${path}: takes no function in place ${argument}`, calls.length > 0 || functions.some((type) => this.isOpaque(type)));
    for (const call of calls) {
      parameters.forEach((name, index) => {
        const parameter = call.parameters[index];
        if (name && parameter) this.pair(name, [this.checker.getTypeOfSymbolAtLocation(parameter, this.at)], `${path} callback`);
      });
    }
  }

  /** Methods of an observer, `{ next, error }`, that may stand for the function. */
  private observer(type: ts.Type): ts.Signature[] {
    if (type.getNumberIndexType() || this.property(type, 'then')) return [];
    return this.checker.getPropertiesOfType(type).flatMap((each) => this.checker.getTypeOfSymbol(each).getNonNullableType().getCallSignatures());
  }

  private releases({ acquires }: Member, returned: readonly ts.Type[], receiver: ts.Type | undefined, path: string): void {
    if (!acquires) return;
    const held = acquires.heldBy === 'receiver' && receiver ? [receiver] : returned.flatMap((type) => this.objects(this.checker.getAwaitedType(type) ?? type));
    for (const method of acquires.release.methods ?? []) {
      this.claim(`${path}: is not released by "${method}"`, held.some((type) => this.isOpaque(type) || this.property(type, method) !== undefined));
    }
    for (const method of acquires.release.receiver ?? []) {
      if (receiver) this.claim(`${path}: is not released by "${method}" of its receiver`, this.property(receiver, method) !== undefined);
    }
    if (acquires.release.call) this.claim(`${path}: is not released by calling it`, held.some((type) => type.getCallSignatures().length > 0));
  }

  private defined(type: ts.Type | undefined): ts.Type[] {
    return type ? [type] : [];
  }

  /** Elements of the array that a value of the type is, or comes to when awaited. */
  private elements(type: ts.Type): ts.Type[] {
    return this.objects(this.checker.getAwaitedType(type) ?? type).flatMap((array) => this.defined(this.checker.getIndexTypeOfType(array, ts.IndexKind.Number)));
  }

  private property(type: ts.Type, name: string): ts.Symbol | undefined {
    return this.checker.getPropertyOfType(this.checker.getApparentType(type), name);
  }

  private isOpaque(type: ts.Type): boolean {
    return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 || (type.getStringIndexType() !== undefined && this.checker.getPropertiesOfType(type).length === 0);
  }

  /** The object types a value may have: unions taken apart, type parameters and conditional types by their constraint. */
  private objects(type: ts.Type): ts.Type[] {
    const base = this.checker.getBaseConstraintOfType(type) ?? type;
    const parts = base.isUnion() ? base.types : [base];
    return parts.filter((part) => part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.NonPrimitive) && !this.isOpaque(part));
  }

  /** A builder's type parameters grow with every step of a chain, without end: two instances of one declaration are enough. */
  private isNew(name: string, type: ts.Type): boolean {
    const declarations = this.seen.get(name) ?? new Map<ts.Symbol | ts.Type, ts.Type[]>();
    this.seen.set(name, declarations);
    const anonymous = !type.symbol || type.symbol.flags & (ts.SymbolFlags.TypeLiteral | ts.SymbolFlags.Function);
    const key = type.aliasSymbol ?? (anonymous ? type : type.symbol);
    const instances = declarations.get(key) ?? [];
    if (instances.includes(type) || instances.length >= 2) return false;
    declarations.set(key, [...instances, type]);
    return true;
  }
}
