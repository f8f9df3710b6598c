import path from 'node:path';
import ts from 'typescript';
import { FOLDER } from './packages.js';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true, noUncheckedIndexedAccess: true, experimentalDecorators: true, useDefineForClassFields: false,
  noEmit: true, skipLibCheck: true, types: ['node'], typeRoots: [path.join(FOLDER, 'node_modules/@types')],
};
const host = ts.createCompilerHost(OPTIONS);
const read = host.getSourceFile.bind(host);
const installed = new Map<string, ts.SourceFile | undefined>();
// Typings of the language and of packages are the same for every library.
host.getSourceFile = (file, ...rest) => {
  if (!file.includes('/node_modules/')) return read(file, ...rest);
  if (!installed.has(file)) installed.set(file, read(file, ...rest));
  return installed.get(file);
};

/** What the compiler says of files under the strictest of usual settings, by file: a second opinion beside the product's own check. */
export function typeErrors(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const program = ts.createProgram([...files], OPTIONS, host);
  return new Map(files.map((file) => {
    const source = program.getSourceFile(file);
    const errors = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return [file, errors.map(({ code, messageText }) => `TS${code} ${ts.flattenDiagnosticMessageText(messageText, '\n  ')}`)];
  }));
}
