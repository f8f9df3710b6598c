import { ts } from 'ts-morph';
import type { ParsedFile } from './parsed-file.js';
import type { Change } from './rewrite.js';

/**
 * Moves declarations whose place means nothing to the language: functions and types to the other end of the file, classes and
 * functions in constants to its beginning (nothing runs while they are made, and who uses them still comes later), imports
 * behind the other imports.
 */
export function reorderings(file: ParsedFile): readonly Change[] {
  const { tree, text } = file;
  if (/perf-review-(?:disable|enable)\b(?!-)/.test(text)) return [];
  const units = unitsOf(tree);
  const imports = units.filter(([first]) => ts.isImportDeclaration(first));
  const top = units.findLastIndex(([first]) => ts.isImportDeclaration(first) || isPrologue(first)) + 1;
  const endOf = (unit: Unit): number => ts.getTrailingCommentRanges(text, unit.at(-1)!.end)?.at(-1)?.end ?? unit.at(-1)!.end;
  const startOf = (unit: Unit): number => {
    const index = units.indexOf(unit);
    const before = units[index - 1];
    return before ? endOf(before) : (ts.getShebang(text)?.length ?? 0);
  };
  const beginning = top > 0 ? endOf(units[top - 1]!) : (ts.getShebang(text)?.length ?? 0);
  return units.flatMap((unit, index): Change[] => {
    const [first] = unit;
    const move = (to: number): Change[] => (to >= startOf(unit) && to <= endOf(unit) ? [] : [{ path: file.path, moves: [{ start: startOf(unit), end: endOf(unit), to }] }]);
    if (ts.isImportDeclaration(first)) return imports.length > 1 && unit !== imports.at(-1) && index > 0 && imports.every((each) => units.indexOf(each) < top) ? move(endOf(imports.at(-1)!)) : [];
    if (index < top) return [];
    if (isHoisted(first)) return move(index < units.length / 2 ? endOf(units.at(-1)!) : beginning);
    return runsNothing(first) ? move(beginning) : [];
  });
}

/** Statements that stay together: overloads of a function, parts of a merged declaration. */
type Unit = readonly [ts.Statement, ...ts.Statement[]];

function unitsOf(tree: ts.SourceFile): readonly Unit[] {
  const units: [ts.Statement, ...ts.Statement[]][] = [];
  for (const statement of tree.statements) {
    const last = units.at(-1)?.at(-1);
    if (last && ts.isFunctionDeclaration(last) && ts.isFunctionDeclaration(statement) && last.name?.text === statement.name?.text) units.at(-1)?.push(statement);
    else units.push([statement]);
  }
  return units;
}

function isPrologue(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function isHoisted(statement: ts.Statement): boolean {
  return ts.isFunctionDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

function runsNothing(statement: ts.Statement): boolean {
  if (ts.isClassDeclaration(statement)) return !statement.heritageClauses?.some((each) => each.token === ts.SyntaxKind.ExtendsKeyword) && (ts.getDecorators(statement) ?? []).length === 0 && statement.members.every(isPlainMember);
  if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) return false;
  return statement.declarationList.declarations.every(({ initializer }) => initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)));
}

function isPlainMember(member: ts.ClassElement): boolean {
  if (ts.canHaveDecorators(member) && (ts.getDecorators(member) ?? []).length > 0) return false;
  if (ts.isConstructorDeclaration(member) || ts.isMethodDeclaration(member)) if (member.parameters.some((each) => (ts.getDecorators(each) ?? []).length > 0)) return false;
  if (ts.isClassStaticBlockDeclaration(member) || (member.name && ts.isComputedPropertyName(member.name))) return false;
  return !(ts.isPropertyDeclaration(member) && (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0);
}
