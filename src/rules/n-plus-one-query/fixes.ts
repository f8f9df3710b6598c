import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { declaredNames } from '../../facts/loops.js';
import type { RepeatedOperation } from '../../facts/repeated-operations.js';
import { awaitOf, enclosingFunction, isWithin, statementOf, unwrap, walk, wrapped } from '../../syntax/nodes.js';
import type { TextEdit } from '../../core/finding.js';
import type { FixProposal, RuleContext } from '../rule.js';
import { keyedRead, type KeyedRead } from './batch-read.js';

/** Cheap: whether `batchFixes` has something to try. */
export function canBatch(repeated: RepeatedOperation): boolean {
  return repeated.relation === 'invariant' ? hoistable(repeated) !== undefined : repeated.repetition.loop !== undefined && keyedRead(repeated) !== undefined;
}

/** Reads by key become one read before the loop and a look-up in a map; a read that never changes moves before the loop. */
export function batchFixes(repeated: RepeatedOperation, { facts, file }: RuleContext): readonly FixProposal[] {
  if (repeated.relation === 'invariant') return hoistFix(repeated, file);
  const read = keyedRead(repeated);
  const fix = read ? batchFix(repeated, read, facts, file) : undefined;
  return fix ? [fix] : [];
}

function batchFix(repeated: RepeatedOperation, read: KeyedRead, facts: Facts, file: ts.SourceFile): FixProposal | undefined {
  const { loop } = repeated.repetition;
  const statement = loop ? statementOf(loop.node) : undefined;
  const element = loop ? elementPattern(loop.node, loop.body) : undefined;
  if (!loop?.collection || !statement || element === undefined || !isStablePath(loop.collection) || !canAwaitAt(statement)) return undefined;
  if (!isStablePath(read.key) || !namesOnly(facts, read.key, loop.body, element.names)) return undefined;
  const others = [...read.call.arguments.flatMap((each) => pathsIn(each)).filter((each) => !isWithin(each, read.key))];
  // Whatever else the query mentions must mean the same before the loop.
  others.push(...pathsIn(read.call.expression));
  if (others.some((each) => isDeclaredInside(facts, each, loop.node)) || writesSameEntity(facts, loop.body, repeated)) return undefined;
  if (changesList(loop.collection, loop.body) || changesKey(read.key, loop.body) || goesOnAsPromise(read.call)) return undefined;
  const row = rowName(repeated, read);
  const [rows, byKey] = [freeName(facts, file, `${row}Rows`), freeName(facts, file, `${row}By${capitalised(read.property)}`)];
  const keys = `${keysOf(loop.collection, ts.isCallExpression(loop.node))}(${element.text}) => ${read.key.getText()})`;
  const receiver = (read.call.expression as ts.PropertyAccessExpression).expression.getText();
  const indent = indentOf(file, statement);
  const end = statement.getText().trimEnd().endsWith(';') || file.text.includes(';\n') ? ';' : '';
  const inserted = [
    `const ${rows} = await ${receiver}.${read.rewrite.many}(${read.manyArguments(keys)})${end}`,
    `const ${byKey} = new Map(${rows}.map((row) => [row.${read.property}, row]))${end}`,
  ].map((line) => `${line}\n${indent}`).join('');
  const replaced = replacedExpression(read.call);
  const lookup = `${byKey}.get(${read.key.getText()})${read.rewrite.missing === 'null' ? ' ?? null' : ''}`;
  const edits: TextEdit[] = [
    { path: file.fileName, start: statement.getStart(file), end: statement.getStart(file), newText: inserted },
    { path: file.fileName, start: replaced.getStart(file), end: replaced.end, newText: needsParentheses(replaced) ? `(${lookup})` : lookup },
    ...importEdit(facts, file, read),
  ];
  return { title: `Read all rows with one \`${read.rewrite.many}\` before the loop`, queries: '1 + N → 2', differs: ['rows changed meanwhile are not seen', 'elements with the same key share one object'], edits };
}

/** `xs.push(x)` while running over `xs`: rows of what is added would be missing. */
function changesList(collection: ts.Expression, body: ts.Node): boolean {
  const text = unwrap(collection).getText();
  let changes = false;
  walk(body, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && /^(?:push|unshift|splice|add|set|pop|shift)$/.test(node.expression.name.text) && node.expression.expression.getText() === text) changes = true;
  });
  return changes;
}

/** `trip.cityId = …` in the loop: before it, the element still has the old key. */
function changesKey(key: ts.Expression, body: ts.Node): boolean {
  const text = unwrap(key).getText();
  let changes = false;
  walk(body, (node) => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment && (text === node.left.getText() || text.startsWith(`${node.left.getText()}.`))) changes = true;
  });
  return changes;
}

/** `find(x).then(…)`: the look-up in the map is no promise. */
function goesOnAsPromise(call: ts.CallExpression): boolean {
  const parent = wrapped(call).parent;
  return ts.isPropertyAccessExpression(parent);
}

/** The element as the loop binds it, and the names it introduces. */
function elementPattern(node: ts.Node, body: ts.Node): { readonly text: string; readonly names: readonly ts.Node[] } | undefined {
  if (ts.isForOfStatement(node)) {
    const declaration = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations[0] : undefined;
    return declaration && !node.awaitModifier ? { text: declaration.name.getText(), names: declaredNames(declaration) } : undefined;
  }
  if (!ts.isCallExpression(node) || !(ts.isArrowFunction(body) || ts.isFunctionExpression(body))) return undefined;
  const parameter = body.parameters[0];
  return parameter && !parameter.initializer && /\.(?:map|forEach|flatMap)$/.test(node.expression.getText()) ? { text: parameter.name.getText(), names: declaredNames(parameter) } : undefined;
}

/** A name, or properties of a name: evaluating it twice gives the same and costs nothing. */
function isStablePath(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isPropertyAccessExpression(inner)) return isStablePath(inner.expression);
  return ts.isIdentifier(inner) || inner.kind === ts.SyntaxKind.ThisKeyword;
}

/** Whether the key is made of the element alone: nothing computed inside the loop. */
function namesOnly(facts: Facts, key: ts.Expression, body: ts.Node, names: readonly ts.Node[]): boolean {
  return pathsIn(key).every((each) => {
    const declaration = facts.declarationOf(each);
    return declaration !== undefined && (names.includes(declaration) || !isWithin(declaration, body));
  });
}

function pathsIn(node: ts.Node): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each) && !isNamePart(each)) found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

function isNamePart(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node);
}

function isDeclaredInside(facts: Facts, name: ts.Identifier, loop: ts.Node): boolean {
  const declaration = facts.declarationOf(name);
  return declaration !== undefined && isWithin(declaration, loop);
}

/** A write in the loop that may touch the rows read in it: a later round would have seen it. */
function writesSameEntity(facts: Facts, body: ts.Node, { reached }: RepeatedOperation): boolean {
  let writes = false;
  walk(body, (node) => {
    if (!writes && (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))) writes = facts.reachedBy(node).some((each) => each.use.operation.effect !== 'read' && each.use.operation.channel === reached.use.operation.channel && (each.use.entity === undefined || each.use.entity === reached.use.entity));
  });
  return writes;
}

function canAwaitAt(statement: ts.Statement): boolean {
  const owner = enclosingFunction(statement);
  if (!owner) return ts.isSourceFile(statement.parent) && statement.getSourceFile().statements.some((each) => ts.isImportDeclaration(each) || ts.isExportDeclaration(each));
  return (ts.getModifiers(owner) ?? []).some((each) => each.kind === ts.SyntaxKind.AsyncKeyword);
}

function keysOf(collection: ts.Expression, isArray: boolean): string {
  // `map` shows that it is an array; `for…of` takes any iterable.
  return isArray ? `${collection.getText()}.map(` : `Array.from(${collection.getText()}, `;
}

function replacedExpression(call: ts.CallExpression): ts.Node {
  return awaitOf(call) ?? call;
}

function needsParentheses(replaced: ts.Node): boolean {
  const parent = wrapped(replaced).parent;
  return replaced.parent === parent && !(ts.isVariableDeclaration(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isExpressionStatement(parent) || ts.isCallExpression(parent) || ts.isPropertyAssignment(parent) || ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent));
}

function rowName({ reached }: RepeatedOperation, read: KeyedRead): string {
  const holder = wrapped(replacedExpression(read.call)).parent;
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  const entity = (reached.use.entity ?? '').replace(/\W+/g, '');
  return entity === '' ? 'row' : entity.charAt(0).toLowerCase() + entity.slice(1);
}

function freeName(facts: Facts, file: ts.SourceFile, wanted: string): string {
  const bindings = facts.bindingsOf(file);
  let name = wanted;
  for (let suffix = 2; bindings.identifiersNamed(name).length > 0; suffix++) name = `${wanted}${suffix}`;
  return name;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function indentOf(file: ts.SourceFile, statement: ts.Statement): string {
  const start = statement.getStart(file);
  const line = file.text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(line, start))?.[0] ?? '';
}

/** Adds the name the list needs to the library's own import, or a new import below the last one. */
function importEdit(facts: Facts, file: ts.SourceFile, read: KeyedRead): TextEdit[] {
  const wanted = read.rewrite.imports;
  if (!wanted || facts.bindingsOf(file).identifiersNamed(wanted.name).some((each) => ts.isImportSpecifier(each.parent))) return [];
  const imports = file.statements.filter(ts.isImportDeclaration);
  for (const each of imports) {
    const named = each.importClause?.namedBindings;
    if (!ts.isStringLiteral(each.moduleSpecifier) || each.moduleSpecifier.text !== wanted.from || each.importClause?.isTypeOnly || !named || !ts.isNamedImports(named)) continue;
    const last = named.elements.at(-1);
    if (last) return [{ path: file.fileName, start: last.end, end: last.end, newText: `, ${wanted.name}` }];
  }
  const last = imports.at(-1);
  const quote = last?.moduleSpecifier.getText().startsWith('"') ? '"' : "'";
  const end = !last || last.getText().endsWith(';') ? ';' : '';
  const text = `import { ${wanted.name} } from ${quote}${wanted.from}${quote}${end}`;
  return last ? [{ path: file.fileName, start: last.end, end: last.end, newText: `\n${text}` }] : [{ path: file.fileName, start: 0, end: 0, newText: `${text}\n` }];
}

/** `const x = await query` that stands directly in the body of a loop statement. */
function hoistable({ call, repetition, reached }: RepeatedOperation): { readonly statement: ts.VariableStatement; readonly loop: ts.Statement } | undefined {
  const loop = repetition.loop?.node;
  const statement = statementOf(call);
  if (!loop || !ts.isStatement(loop) || !statement || !ts.isVariableStatement(statement) || reached.use.operation.effect !== 'read' || reached.path.length > 1) return undefined;
  const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0 && statement.declarationList.declarations.length === 1;
  return isConst && awaitOf(call) && statement.parent.parent === loop && ts.isBlock(loop.parent) ? { statement, loop } : undefined;
}

function hoistFix(repeated: RepeatedOperation, file: ts.SourceFile): readonly FixProposal[] {
  const found = hoistable(repeated);
  if (!found) return [];
  const { statement, loop } = found;
  const indent = indentOf(file, loop);
  const start = file.text.lastIndexOf('\n', statement.getStart(file) - 1) + 1;
  const lineEnd = file.text.indexOf('\n', statement.end);
  const edits: TextEdit[] = [
    { path: file.fileName, start: loop.getStart(file), end: loop.getStart(file), newText: `${statement.getText(file)}\n${indent}` },
    { path: file.fileName, start, end: lineEnd < 0 ? statement.end : lineEnd + 1, newText: '' },
  ];
  return [{ title: 'Run it once before the loop', queries: 'N → 1', differs: ['it runs even when there are no elements', 'later rounds do not see changes'], edits }];
}
