import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import type { RepeatedOperation } from '../../../facts/repeated-operations.js';
import { indentOf, indentUnit } from '../../../syntax/layout.js';
import { argumentsOf, awaitOf, calleeOf, isJavaScript, unwrap, wrapped, type FunctionNode } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { BatchRead, QueryInLoop } from './batch-query.js';
import { readOf } from './dialects.js';
import { differencesOfReading } from './differences.js';
import { findLoopSite, type ListOfRounds, type LoopSite } from './loop-site.js';
import { lookUpEdits } from './look-up-place.js';
import { keyText, lookUpNames, lookupStatements, lookupText, readStatements, type LookUpNames } from './look-up-code.js';
import { capitalised, freeName, pluralOf, variableOf } from './names.js';
import { endOfStatements } from './place-before.js';
import { isNoValue, withKeyWhereSeen } from './read-fix.js';
import { wantedImports } from './wanted-imports.js';

/** A function of the file that does nothing but ask for what belongs to one key. */
interface Helper {
  readonly node: ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction;
  /** What declares it: the function, the method, or the statement of the variable that holds it. */
  readonly declaration: ts.Node;
  readonly name: ts.Identifier;
  readonly parameter: number;
  readonly read: BatchRead;
  readonly given: Given;
}

/** What a helper gives of the answer: all of it, or the first of its rows, with what it has for none. */
type Given = { readonly what: 'all' } | { readonly what: 'first'; readonly otherwise: string };

/** A read behind a function, with what it is asked by in the loop. */
interface ReadBehindFunction {
  readonly call: ts.CallExpression;
  readonly helper: Helper;
  readonly key: ts.Expression;
  readonly site: LoopSite;
  readonly keys: ListOfRounds;
}

export function readBehindFunction(facts: Facts, { reached, call }: RepeatedOperation): ReadBehindFunction | undefined {
  const [, query] = reached.path;
  if (!ts.isCallExpression(call) || reached.path.length !== 2 || !query || !ts.isCallExpression(query)) return undefined;
  const [callee, ...others] = facts.calleesOf(call);
  const helper = callee && others.length === 0 ? helperOf(facts, callee, query, reached.use) : undefined;
  const key = helper && argumentsOf(call)[helper.parameter];
  const site = key && findLoopSite(facts, call, key);
  const keys = key && site?.listOf(key);
  if (!helper || !site || !keys || isNoValue(awaitOf(call) ?? call) || helper.declaration.getSourceFile() !== call.getSourceFile() || !site.meansTheSame(call, key)) return undefined;
  return { call, helper, key, site, keys };
}

/** For a query behind a function: beside it one that asks for all, called once before the loop. */
export function siblingFix(facts: Facts, { call, helper: found, key, site, keys }: ReadBehindFunction): FixProposal | undefined {
  const helper = { ...found, read: withKeyWhereSeen(facts, found.read, call) };
  const replaced = awaitOf(call) ?? call;
  const imports = wantedImports(helper.declaration, helper.read.imports);
  if (!imports) return undefined;
  const names = lookUpNames(facts, helper.read, replaced);
  const sibling = siblingName(facts, helper);
  const passed = argumentsOf(call).map((each, index) => (index === helper.parameter ? keys.text : each.getText()));
  const target = unwrap(calleeOf(call));
  const asked = ts.isPropertyAccessExpression(target) ? `${target.expression.getText()}.${sibling}` : sibling;
  const asking = ts.isIdentifier(unwrap(helper.read.key)) ? key.getText() : helper.read.key.getText();
  const { given } = helper;
  const lookup = given.what === 'all' ? lookupText(helper.read, names, asking) : `${names.lookup}.get(${keyText(helper.read, asking)})?.[0]${given.otherwise}`;
  const edits: TextEdit[] = [
    siblingEdit(facts, helper, sibling, isOnlyUse(facts, helper)),
    ...site.place.edits,
    site.place.insert([...keys.statements, `const ${names.lookup} = await ${asked}(${passed.join(', ')})`]),
    ...keys.edits,
    ...lookUpEdits(facts, replaced, lookup),
    ...imports,
  ];
  return {
    title: `Read them all before the loop with a sibling of \`${helper.name.text}\``, queries: site.nested ? '1 + N × M → 2' : '1 + N → 2',
    differs: [...differencesOfReading(facts, { ...helper.read, expression: call }, site), ...(helper.read.differs ?? [])], edits,
  };
}

function helperOf(facts: Facts, node: FunctionNode, query: ts.CallExpression, use: QueryInLoop['use']): Helper | undefined {
  if (!(ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isArrowFunction(node)) || !node.body || node.asteriskToken || node.typeParameters) return undefined;
  const declared = declarationOf(node);
  if (!declared || node.parameters.some((each) => !ts.isIdentifier(each.name) || each.initializer || each.dotDotDotToken || each.questionToken)) return undefined;
  const read = readOf({ facts, use, call: query, chain: facts.chainOf(query), varies: (each) => facts.dependsOn(each, keyParameters(facts, node, query)) });
  const key = read && read.keyPart === undefined ? unwrap(read.key) : undefined;
  const parameter = key && ts.isIdentifier(key) ? node.parameters.findIndex((each) => each === facts.declarationOf(key)) : -1;
  const given = read && parameter >= 0 ? givenBy(facts, node, read) : undefined;
  return read && given ? { ...declared, node, parameter, read, given } : undefined;
}

/** Parameters that values of the query are made of; the client it runs on is not one of them. */
function keyParameters(facts: Facts, node: FunctionNode, query: ts.CallExpression): readonly ts.ParameterDeclaration[] {
  return node.parameters.filter((each) => argumentsOf(query).some((argument) => facts.dependsOn(argument, [each])) || facts.chainOf(query).links.some((link) => argumentsOf(link.call).some((argument) => facts.dependsOn(argument, [each]))));
}

function declarationOf(node: FunctionNode): Pick<Helper, 'declaration' | 'name'> | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name && { declaration: node, name: node.name };
  if (ts.isMethodDeclaration(node)) return ts.isIdentifier(node.name) && ts.isClassLike(node.parent) ? { declaration: node, name: node.name } : undefined;
  const holder = wrapped(node).parent;
  const statement = ts.isVariableDeclaration(holder) ? holder.parent.parent : undefined;
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) && statement && ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1 && !holder.type ? { declaration: statement, name: holder.name } : undefined;
}

/** `return query`, `const row = await query; return row`, or the first of the rows of either: `return rows[0] ?? null`. */
function givenBy(facts: Facts, { body }: { readonly body?: ts.ConciseBody | undefined }, read: BatchRead): Given | undefined {
  const [first, second, ...others] = !body ? [] : ts.isBlock(body) ? body.statements : [body];
  if (!first || others.length > 0) return undefined;
  const held = second && ts.isVariableStatement(first) && first.declarationList.declarations.length === 1 ? first.declarationList.declarations[0] : undefined;
  if (second && !held) return undefined;
  const last = second ?? first;
  const result = ts.isReturnStatement(last) ? last.expression : ts.isExpression(last) ? last : undefined;
  const isAnswer = (node: ts.Expression): boolean => (held ? isHeld(facts, held, node, read) : isQuery(node, read.expression));
  return result && (!held || isQuery(held.initializer, queryOf(read))) ? givenOf(unwrap(result), isAnswer, read) : undefined;
}

function isQuery(expression: ts.Expression | undefined, query: ts.Expression): boolean {
  const value = expression && unwrap(expression);
  return value !== undefined && (value === query || (ts.isAwaitExpression(value) && unwrap(value.expression) === query));
}

/** The call itself, of `(await call).rows` as well. */
function queryOf({ expression }: BatchRead): ts.Expression {
  const inner = ts.isPropertyAccessExpression(expression) ? unwrap(expression.expression) : expression;
  return ts.isAwaitExpression(inner) ? unwrap(inner.expression) : expression;
}

/** The name that the answer goes by: `row`, `rows` of `const { rows } = await …`, `result.rows`. */
function isHeld(facts: Facts, held: ts.VariableDeclaration, node: ts.Expression, read: BatchRead): boolean {
  const holder = read.wrap && ts.isPropertyAccessExpression(node) && node.name.text === 'rows' ? node.expression : node;
  const declaration = ts.isIdentifier(holder) && (holder !== node) === (read.wrap !== undefined) ? facts.declarationOf(holder) : undefined;
  if (declaration === held) return read.binding === undefined;
  return declaration !== undefined && ts.isBindingElement(declaration) && read.binding?.node === declaration.parent;
}

function givenOf(result: ts.Expression, isAnswer: (node: ts.Expression) => boolean, { answers }: BatchRead): Given | undefined {
  if (isAnswer(result)) return { what: 'all' };
  const none = ts.isBinaryExpression(result) && /^(?:\?\?|\|\|)$/.test(result.operatorToken.getText()) && /^(?:null|undefined)$/.test(result.right.getText()) ? ` ${result.operatorToken.getText()} ${result.right.getText()}` : undefined;
  const first = unwrap(ts.isBinaryExpression(result) && none !== undefined ? result.left : result);
  if (answers !== 'rows' || !ts.isElementAccessExpression(first) || first.argumentExpression.getText() !== '0') return undefined;
  return isAnswer(unwrap(first.expression)) ? { what: 'first', otherwise: none ?? '' } : undefined;
}

/** The function beside the helper; in its place where nobody else calls it. */
function siblingEdit(facts: Facts, helper: Helper, sibling: string, instead: boolean): TextEdit {
  const { declaration } = helper;
  const file = declaration.getSourceFile();
  const newText = siblingText(facts, helper, sibling);
  if (instead) return { path: file.fileName, start: declaration.getStart(file), end: declaration.end, newText };
  const gap = ts.isMethodDeclaration(declaration) || ts.isFunctionDeclaration(declaration) ? '\n\n' : '\n';
  return { path: file.fileName, start: declaration.end, end: declaration.end, newText: `${gap}${indentOf(declaration)}${newText}` };
}

function siblingText(facts: Facts, { node, declaration, read, parameter }: Helper, sibling: string): string {
  const file = node.getSourceFile();
  const outer = indentOf(declaration);
  const layout = { indent: outer + indentUnit(file), unit: indentUnit(file), end: endOfStatements(file) };
  const names: LookUpNames = lookUpNames(facts, read, read.expression);
  const list = freeName(facts, node.body ?? node, names.keys);
  const parameters = node.parameters.map((each, index) => (index === parameter ? `${list}${listType(each)}` : each.getText())).join(', ');
  const statements = [...readStatements(read, { ...names, keys: freeName(facts, node.body ?? node, `all${capitalised(names.keys)}`) }, list, layout, undefined), ...returned(lookupStatements(read, names, layout, isJavaScript(file)), names)];
  const body = `{\n${statements.map((each) => `${layout.indent}${/^(?:for|if)\b/.test(each) ? each : each + layout.end}\n`).join('')}${outer}}`;
  const modifiers = (ts.getModifiers(node) ?? []).filter((each) => each.kind !== ts.SyntaxKind.AsyncKeyword && each.kind !== ts.SyntaxKind.DefaultKeyword && each.kind !== ts.SyntaxKind.ExportKeyword).map((each) => `${each.getText()} `).join('');
  if (ts.isMethodDeclaration(node)) return `${modifiers}async ${sibling}(${parameters}) ${body}`;
  return ts.isFunctionDeclaration(node) ? `async function ${sibling}(${parameters}) ${body}` : `const ${sibling} = async (${parameters}) => ${body}${layout.end}`;
}

/** The last statement gives what it would have held. */
function returned(statements: readonly string[], { lookup }: LookUpNames): readonly string[] {
  const [only] = statements;
  return statements.length === 1 && only ? [only.replace(`const ${lookup} =`, 'return')] : [...statements, `return ${lookup}`];
}

/** A member may share its name with locals. */
function siblingName(facts: Facts, helper: Helper): string {
  const wanted = namedForAll(helper);
  if (!ts.isMethodDeclaration(helper.node) || !ts.isClassLike(helper.node.parent)) return freeName(facts, helper.declaration.getSourceFile(), wanted);
  const members = new Set(helper.node.parent.members.map((each) => each.name?.getText()));
  return members.has(wanted) ? `${helper.name.text}ForAll` : wanted;
}

/** `findAuthor` `findAuthors`, `cityOf` `citiesOf`, where the name says what is read. */
function namedForAll({ name, read }: Helper): string {
  const noun = variableOf(read.entity ?? '');
  const at = name.text.toLowerCase().lastIndexOf(noun.toLowerCase());
  const end = at + noun.length;
  if (noun === 'row' || at < 0 || (end < name.text.length && !/[A-Z0-9_]/.test(name.text.charAt(end)))) return `${name.text}ForAll`;
  return name.text.slice(0, at) + pluralOf(name.text.slice(at, end)) + name.text.slice(end);
}

function listType({ type }: ts.ParameterDeclaration): string {
  if (!type) return '';
  return /^[\w.]+$/.test(type.getText()) ? `: ${type.getText()}[]` : `: (${type.getText()})[]`;
}

/** Not exported, not a member that others may call, and named by this call alone. */
function isOnlyUse(facts: Facts, { node, declaration, name }: Helper): boolean {
  if (ts.isMethodDeclaration(node)) return (ts.getModifiers(node) ?? []).some((each) => each.kind === ts.SyntaxKind.PrivateKeyword) && facts.bindingsOf(node.getSourceFile()).identifiersNamed(name.text).length === 2;
  if (ts.canHaveModifiers(declaration) && ts.getModifiers(declaration)?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword)) return false;
  return facts.bindingsOf(node.getSourceFile()).identifiersNamed(name.text).length === 2;
}
