import { ts } from 'ts-morph';
import { join } from '../syntax/module-resolver.js';
import { nameOfAccess, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { wholeModule } from './module-values.js';
import type { Value } from './value.js';
import { applied } from './values.js';

/**
 * What an expression gives that loads the files of a folder one by one, for the file that a name stands for:
 * `require(path.join(__dirname, file))(sequelize, DataTypes)` asked for `User` is what `user.js` gives.
 */
export function folderModuleValue(facts: Facts, expression: ts.Expression, name: string): Value | undefined {
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return folderModuleValue(facts, node.expression, name);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const whole = folderModuleValue(facts, node.expression, name);
    const member = nameOfAccess(node);
    return whole && member !== undefined ? facts.memberOf(whole, member) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const folder = isLoad(facts, node) && node.arguments[0] ? folderOf(facts, node.arguments[0]) : undefined;
  if (folder === undefined) return applied(facts, folderModuleValue(facts, node.expression, name), node);
  const path = fileNamed(facts, folder, name, node.getSourceFile().fileName);
  return path === undefined ? undefined : wholeModule(facts, path);
}

function isLoad(facts: Facts, node: ts.CallExpression): boolean {
  const callee = unwrap(node.expression);
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require' && !facts.declarationOf(callee));
}

/** The folder of a path whose last part is only known when it runs: `path.join(__dirname, file)`, `./${file}`. */
function folderOf(facts: Facts, expression: ts.Expression): string | undefined {
  const parts = partsOf(facts, expression, 0);
  const known = parts.slice(0, parts.indexOf(undefined)).join('');
  if (!parts.includes(undefined) || !known.includes('/')) return undefined;
  const folder = known.slice(0, known.lastIndexOf('/'));
  if (folder.startsWith('/')) return join('/', folder);
  return folder.startsWith('.') ? join(parentOf(expression.getSourceFile().fileName), folder) : undefined;
}

/** Names that stand for a part of a path, one within the other. */
const MAX_NAMES = 4;

/** The text an expression puts together, piece by piece; `undefined` for what is only known when it runs. */
function partsOf(facts: Facts, expression: ts.Expression, depth: number): (string | undefined)[] {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.flatMap((span) => [...partsOf(facts, span.expression, depth), span.literal.text])];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return [...partsOf(facts, node.left, depth), ...partsOf(facts, node.right, depth)];
  if (ts.isCallExpression(node) && /^(?:join|resolve)$/.test(nameOfAccess(unwrap(node.expression)) ?? '')) return node.arguments.flatMap((each, index) => [...(index > 0 ? ['/'] : []), ...partsOf(facts, each, depth)]);
  if (ts.isPropertyAccessExpression(node)) return [node.name.text === 'dirname' && ts.isMetaProperty(node.expression) ? parentOf(node.getSourceFile().fileName) : undefined];
  if (!ts.isIdentifier(node)) return [undefined];
  const declaration = facts.declarationOf(node);
  if (!declaration) return [node.text === '__dirname' ? parentOf(node.getSourceFile().fileName) : undefined];
  const constant = ts.isVariableDeclaration(declaration) && declaration.initializer && depth < MAX_NAMES && !facts.isReassigned(declaration) ? declaration.initializer : undefined;
  return constant ? partsOf(facts, constant, depth + 1) : [undefined];
}

/** `user.js`, `users.ts`, `UserModel.js` or `user/index.js` for `User`, else the file that writes the name as a text or a class's. */
function fileNamed(facts: Facts, folder: string, name: string, except: string): string | undefined {
  const paths = facts.resolver.modulesIn(folder).filter((path) => path !== except);
  const wanted = plain(name);
  const called = (path: string): string => plain(stemOf(path, folder));
  return paths.find((path) => called(path) === wanted)
    ?? paths.find((path) => called(path) === `${wanted}s` || `${called(path)}s` === wanted || called(path) === `${wanted}model`)
    ?? paths.find((path) => new RegExp(`['"\`]${escaped(name)}['"\`]|\\bclass ${escaped(name)}\\b`).test(facts.textOf(path) ?? ''));
}

function stemOf(path: string, folder: string): string {
  return path.slice(folder.length + 1).replace(/\/index\.\w+$/, '').replace(/\.\w+$/, '');
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z\d]/g, '').toLowerCase();
}

function escaped(name: string): string {
  return name.replace(/[^\w]/g, '\\$&');
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
