import { ts } from 'ts-morph';

/** A tree with what the compiler keeps in it beside its public types. */
interface File extends ts.SourceFile {
  path?: string;
  resolvedPath?: string;
  originalFileName?: string;
  /** What the file imports, in any way. With the two below it is what a program finds in a file once, and keeps there. */
  imports?: readonly ts.StringLiteralLike[] | undefined;
  moduleAugmentations?: readonly ts.Node[] | undefined;
  ambientModuleNames?: readonly string[] | undefined;
  readonly commentDirectives?: readonly unknown[];
  readonly bindDiagnostics?: readonly ts.Diagnostic[];
}

/** The parts of a program through which its checker follows imports. */
type Program = ts.Program & { getResolvedModule(file: ts.SourceFile, specifier: string, mode: ts.ResolutionMode): { readonly resolvedModule: ts.ResolvedModuleFull | undefined } | undefined };
type Checker = ts.TypeChecker & { getDiagnostics(file: ts.SourceFile): readonly ts.Diagnostic[] };
const { bindSourceFile } = ts as typeof ts & { bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void };

/** Typings that a specifier leads to. */
export interface Package {
  readonly resolvedModule: ts.ResolvedModuleFull;
  readonly file: ts.SourceFile;
}

/**
 * Another text of a module, beside the one in a program, of which that program's checker is asked: what it has found out of everything
 * around need not be found out again, which is nearly all that a program of its own costs. Nobody imports it, so that answers about
 * other files stay those for the present text.
 */
export class FileVariant {
  private static count = 0;
  /** Messages are kept by the name of the file: those about the present text, and about other variants, have to stay apart. */
  private readonly name: string;

  readonly path: string;

  private constructor(private readonly program: Program, readonly file: File, private readonly present: File, private readonly packages: ReadonlyMap<string, Package>) {
    this.path = file.fileName;
    this.name = `/variant-${++FileVariant.count}${file.fileName}`;
  }

  /**
   * @param file a tree that is in no program
   * @param find what a specifier leads to from there
   * @returns `undefined` where a program of its own could say something else: the text says something to files that do not import
   * it, imports files that the present text does not, or is no TypeScript; and where comments that expect errors are to be counted
   */
  static of(program: ts.Program, file: File, find: (specifier: string) => Package | 'nothing' | 'source'): FileVariant | undefined {
    const present: File | undefined = program.getSourceFile(file.fileName);
    if (present === undefined || present === file || !/\.[cm]?tsx?$/.test(file.fileName) || file.isDeclarationFile) return undefined;
    if (![present, file].every(saysNothingToAll) || (file.commentDirectives?.length ?? 0) > 0) return undefined;
    const known = new Set(present.imports?.map(({ text }) => text));
    const packages = new Map<string, Package>();
    for (const specifier of specifiersOf(file).filter((each) => !known.has(each))) {
      const found = find(specifier);
      if (found === 'source' || (found !== 'nothing' && !isLendable(program, found.file))) return undefined;
      if (found !== 'nothing') packages.set(specifier, found);
    }
    for (const each of packages.values()) if (program.getSourceFile(each.file.fileName) !== each.file) bindAs(program, each.file, each.file.fileName, { imports: [], moduleAugmentations: [], ambientModuleNames: [] });
    // Imports are resolved by the path; a program would have set these.
    const { path, resolvedPath, originalFileName } = present;
    bindAs(program, file, path, { resolvedPath, originalFileName });
    return new FileVariant(program as Program, file, present, packages);
  }

  ask<T>(question: (checker: ts.TypeChecker) => T): T {
    const { file, present, program, packages } = this;
    const { fileName, imports, moduleAugmentations } = file;
    const { getResolvedModule, getSourceFile } = program;
    // Messages that name a module look for it among what the present text imports; a program of its own will look through the text itself.
    Object.assign(file, { fileName: this.name, imports: imports ?? present.imports, moduleAugmentations: moduleAugmentations ?? present.moduleAugmentations });
    if (packages.size > 0) {
      program.getResolvedModule = (from, specifier, mode) => (from === file ? packages.get(specifier) : undefined) ?? getResolvedModule(from, specifier, mode);
      program.getSourceFile = (path) => getSourceFile(path) ?? [...packages.values()].find((each) => each.file.fileName === path)?.file;
    }
    try {
      return question(program.getTypeChecker());
    } finally {
      Object.assign(file, { fileName, imports, moduleAugmentations });
      if (packages.size > 0) Object.assign(program, { getResolvedModule, getSourceFile });
    }
  }

  /** As the program's `getSemanticDiagnostics` of a file. */
  errors(): readonly ts.Diagnostic[] {
    return [...this.file.bindDiagnostics ?? [], ...this.ask((checker) => (checker as Checker).getDiagnostics(this.file))];
  }
}

/** Whether typings are read already, or can be without reading others. */
function isLendable(program: ts.Program, file: ts.SourceFile): boolean {
  return program.getSourceFile(file.fileName) === file || (saysNothingToAll(file) && specifiersOf(file).length === 0);
}

/** @param known what a program would have set */
function bindAs(program: ts.Program, file: File, path: string | undefined, { resolvedPath = path, originalFileName = file.fileName, ...known }: Partial<File>): void {
  Object.assign(file, { path, resolvedPath, originalFileName, ...known });
  bindSourceFile(file, program.getCompilerOptions());
}

const AMBIENT = /\bdeclare\s+(?:global|module)\b|\bexport\s+as\s+namespace\b|^\s*\/\/\/\s*</m;

/** Scripts and ambient declarations are seen by every file. */
function saysNothingToAll(file: File): boolean {
  return ts.isExternalModule(file) && !AMBIENT.test(file.text);
}

function specifiersOf(file: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const add = (node: ts.Node | undefined): void => void (node && ts.isStringLiteralLike(node) && found.push(node.text));
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node)) add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
