import type { Library, Member, ShapeHint } from './library.js';

export interface Known<T> {
  readonly library: Library;
  readonly entry: T;
}

/** The tables, indexed for look-up by import specifier, global name, type name, decorator and member name. */
export class KnowledgeIndex {
  private readonly exact = new Map<string, Library[]>();
  private readonly patterns: (readonly [RegExp, Library])[] = [];
  private readonly bySpecifier = new Map<string, readonly Library[]>();
  private readonly globals = new Map<string, Known<Member>>();
  private readonly globalTypes = new Map<string, Known<string>>();
  private readonly effectful = new Set<string>();
  private readonly inMemory = new Set<string>();
  readonly shapes: readonly Known<ShapeHint>[];

  constructor(readonly libraries: readonly Library[]) {
    for (const library of libraries) {
      for (const specifier of library.packages) {
        if (typeof specifier === 'string') this.exact.set(specifier, [...(this.exact.get(specifier) ?? []), library]);
        else this.patterns.push([specifier, library]);
      }
      for (const [name, entry] of Object.entries(library.globals ?? {})) if (!this.globals.has(name)) this.globals.set(name, { library, entry });
      // A library that defines globals is the platform: its type names need no import.
      if (library.globals) for (const [name, entry] of Object.entries(library.declared ?? {})) if (!this.globalTypes.has(name)) this.globalTypes.set(name, { library, entry });
      for (const type of Object.values(library.types)) {
        for (const [name, member] of Object.entries(type.members ?? {})) if (member.operation?.channel === 'memory') this.inMemory.add(name);
        for (const [name, member] of Object.entries(type.members ?? {})) if (member.acquires || member.executes || member.performs !== undefined || (member.operation && member.operation.channel !== 'memory')) this.effectful.add(name);
      }
    }
    this.shapes = libraries.flatMap((library) => (library.shapes ?? []).map((entry) => ({ library, entry })));
  }

  /** Libraries a module specifier belongs to, `knex` as well as `drizzle-orm/pg-core`. */
  librariesOf(specifier: string): readonly Library[] {
    let found = this.bySpecifier.get(specifier);
    if (!found) {
      const bare = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
      found = [...new Set([...(this.exact.get(specifier) ?? []), ...(this.exact.get(bare) ?? []), ...(this.exact.get(`node:${bare}`) ?? []), ...this.patterns.filter(([pattern]) => pattern.test(specifier)).map(([, library]) => library)])];
      this.bySpecifier.set(specifier, found);
    }
    return found;
  }

  exportOf(specifier: string, name: string): Known<Member> | undefined {
    for (const library of this.librariesOf(specifier)) {
      const entry = own(own(library.exportsOf, specifier), name) ?? own(library.exports, name);
      if (entry) return { library, entry };
    }
    return undefined;
  }

  /** The API type an imported type name stands for. */
  declaredType(specifier: string, name: string): Known<string> | undefined {
    for (const library of this.librariesOf(specifier)) {
      const entry = own(library.declared, name);
      if (entry !== undefined) return { library, entry };
    }
    return undefined;
  }

  globalValue(name: string): Known<Member> | undefined {
    return this.globals.get(name);
  }

  globalType(name: string): Known<string> | undefined {
    return this.globalTypes.get(name);
  }

  /** The API type a parameter or property gets by being decorated, whatever its annotation says. */
  decorated(specifier: string, name: string): Known<string> | undefined {
    for (const library of this.librariesOf(specifier)) {
      const entry = own(library.decorators, name);
      if (entry !== undefined) return { library, entry };
    }
    return undefined;
  }

  /** Whether the collections of the language have a member of this name, so that the name alone hardly speaks for a library. */
  isCollectionMember(memberName: string): boolean {
    return this.inMemory.has(memberName);
  }

  /** Whether any table has an effect under this member name: a cheap test before dearer questions. */
  mayHaveEffect(memberName: string): boolean {
    return this.effectful.has(memberName);
  }
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
