import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import type { ImportedName } from './batch-query.js';
import { endOfStatements } from './place-before.js';

/** Adds names to the imports of their packages, or new imports below the last one; `require` is followed as the file does it. */
export function importEdits(facts: Facts, file: ts.SourceFile, wanted: readonly ImportedName[]): readonly TextEdit[] {
  return wanted.flatMap((each) => importEdit(facts, file, each));
}

function importEdit(facts: Facts, file: ts.SourceFile, { name, from }: ImportedName): TextEdit[] {
  if (facts.bindingsOf(file).identifiersNamed(name).some((each) => ts.isImportSpecifier(each.parent) || ts.isBindingElement(each.parent))) return [];
  for (const list of [...namedImports(file, from), ...namedRequires(file, from)]) {
    const last = list.elements.at(-1);
    if (last) return [{ path: file.fileName, start: last.end, end: last.end, newText: `, ${name}` }];
  }
  const imports = file.statements.filter(ts.isImportDeclaration);
  const last = imports.at(-1);
  const quote = last?.moduleSpecifier.getText().startsWith('"') ? '"' : "'";
  const requires = file.statements.filter(isRequire);
  const after = last ?? requires.at(-1);
  const text = last || requires.length === 0 ? `import { ${name} } from ${quote}${from}${quote}${endOfStatements(file)}` : `const { ${name} } = require(${quote}${from}${quote})${endOfStatements(file)}`;
  return after ? [{ path: file.fileName, start: after.end, end: after.end, newText: `\n${text}` }] : [{ path: file.fileName, start: 0, end: 0, newText: `${text}\n` }];
}

function namedImports(file: ts.SourceFile, from: string): readonly ts.NamedImports[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
    const named = importClause?.namedBindings;
    return ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === from && !importClause?.isTypeOnly && named && ts.isNamedImports(named) ? [named] : [];
  });
}

/** `const { Op } = require('sequelize')` */
function namedRequires(file: ts.SourceFile, from: string): readonly ts.ObjectBindingPattern[] {
  return file.statements.filter(isRequire).flatMap((each) => each.declarationList.declarations.flatMap(({ name, initializer }) => {
    const source = initializer && ts.isCallExpression(initializer) ? initializer.arguments[0] : undefined;
    return ts.isObjectBindingPattern(name) && source && ts.isStringLiteral(source) && source.text === from ? [name] : [];
  }));
}

function isRequire(statement: ts.Statement): statement is ts.VariableStatement {
  return ts.isVariableStatement(statement) && statement.declarationList.declarations.some(({ initializer }) => initializer !== undefined && ts.isCallExpression(initializer) && initializer.expression.getText() === 'require');
}
