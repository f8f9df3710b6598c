import { ts } from 'ts-morph';

/** A tree with what the compiler keeps in it beside its public types. */
interface File extends ts.SourceFile {
  path?: string;
  resolvedPath?: string;
  originalFileName?: string;
  /** What the file imports, in any way. */
  readonly imports?: readonly ts.StringLiteralLike[];
  readonly commentDirectives?: readonly unknown[];
  readonly bindDiagnostics?: readonly ts.Diagnostic[];
}

type Checker = ts.TypeChecker & { getDiagnostics(file: ts.SourceFile): readonly ts.Diagnostic[] };
const { bindSourceFile } = ts as typeof ts & { bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void };

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

  private constructor(private readonly program: ts.Program, readonly file: File) {
    this.path = file.fileName;
    this.name = `/variant-${++FileVariant.count}${file.fileName}`;
  }

  /**
   * @param file a tree that is in no program
   * @returns `undefined` where a program of its own could say something else: the text says something to files that do not import
   * it, imports what the present text does not, or is no TypeScript; and where comments that expect errors are to be counted
   */
  static of(program: ts.Program, file: File): FileVariant | undefined {
    const present: File | undefined = program.getSourceFile(file.fileName);
    if (present === undefined || present === file || !/\.[cm]?tsx?$/.test(file.fileName) || file.isDeclarationFile) return undefined;
    if (![present, file].every(saysNothingToAll) || (file.commentDirectives?.length ?? 0) > 0) return undefined;
    const known = new Set(present.imports?.map(({ text }) => text));
    if (!specifiersOf(file).every((each) => known.has(each))) return undefined;
    // Imports are resolved by the path; a program would have set these.
    file.path = present.path;
    file.resolvedPath = present.resolvedPath;
    file.originalFileName = present.originalFileName;
    bindSourceFile(file, program.getCompilerOptions());
    return new FileVariant(program, file);
  }

  ask<T>(question: (checker: ts.TypeChecker) => T): T {
    const { file } = this;
    const { fileName } = file;
    file.fileName = this.name;
    try {
      return question(this.program.getTypeChecker());
    } finally {
      file.fileName = fileName;
    }
  }

  /** As the program's `getSemanticDiagnostics` of a file. */
  errors(): readonly ts.Diagnostic[] {
    return [...this.file.bindDiagnostics ?? [], ...this.ask((checker) => (checker as Checker).getDiagnostics(this.file))];
  }
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
