import { ts } from 'ts-morph';

/** A file of a program, with names resolved within it. */
export interface ParsedFile {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly checker: ts.TypeChecker;
}

/** Parses a file by itself: nothing that it imports is looked up. `undefined` when it does not parse. */
export function parseAlone(path: string, text: string): ParsedFile | undefined {
  const name = `/${path}`;
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, allowJs: true, types: [], target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve };
  const host: ts.CompilerHost = {
    getSourceFile: (file) => (file === name ? tree : undefined),
    fileExists: (file) => file === name, readFile: (file) => (file === name ? text : undefined),
    getDefaultLibFileName: () => 'lib.d.ts', getCurrentDirectory: () => '/', getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true, getNewLine: () => '\n', writeFile: () => undefined,
  };
  const program = ts.createProgram([name], options, host);
  if (program.getSyntacticDiagnostics(tree).length > 0) return undefined;
  return { path, text, tree, checker: program.getTypeChecker() };
}

/** Every token with its place, in order; those of JSX text and of templates included. */
export function tokensOf(tree: ts.SourceFile): readonly ts.Node[] {
  const tokens: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(tree);
    if (children.length > 0) children.forEach(visit);
    else if (node.kind !== ts.SyntaxKind.SyntaxList && node.end > node.getStart(tree)) tokens.push(node);
  };
  visit(tree);
  return tokens;
}

/** Every identifier outside of comments. */
export function identifiersOf(tree: ts.Node): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
