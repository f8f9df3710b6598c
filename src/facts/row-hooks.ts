import { ts } from 'ts-morph';
import type { Library } from '../knowledge/library.js';
import { argumentsOf, calleeOf, enclosingFunction, nameOfAccess, propertyOf, receiverOf, unwrap, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import { originOf } from './possible-values.js';

/**
 * Code of the model that runs for each row an operation writes and that its batch form leaves out; `undefined` where none is
 * to be seen. Hooks of a base class are the concern of all models and say nothing about this one.
 */
export function rowHookOf(facts: Facts, use: OperationUse): ts.Node | undefined {
  const { rowHooks } = use.operation;
  if (!rowHooks || argumentsOf(use.call).some(switchesHooksOff)) return undefined;
  const model = modelOf(facts, use.call);
  if (!model) return undefined;
  return (ts.isClassLike(model) ? decoratedHook(facts, model, use.library, rowHooks) : undefined) ?? writtenHook(facts, model, rowHooks);
}

/** `row.save({ hooks: false })`. */
function switchesHooksOff(argument: ts.Expression): boolean {
  const options = unwrap(argument);
  const hooks = ts.isObjectLiteralExpression(options) ? propertyOf(options, 'hooks') : undefined;
  return hooks !== undefined && unwrap(hooks).kind === ts.SyntaxKind.FalseKeyword;
}

/** The class of the model, or the variable that holds what defined it. */
function modelOf(facts: Facts, call: CallLike): ts.ClassLikeDeclaration | ts.VariableDeclaration | undefined {
  const receiver = receiverOf(unwrap(calleeOf(call)));
  const value = receiver ? facts.valueOf(receiver) : undefined;
  if (value?.kind === 'class' || value?.kind === 'instance') return value.node;
  if (value?.kind === 'api' && value.userClass) return value.userClass;
  const origin = receiver && ts.isIdentifier(unwrap(receiver)) ? originOf(facts, unwrap(receiver) as ts.Identifier) : undefined;
  return origin && (ts.isClassLike(origin) || ts.isVariableDeclaration(origin)) ? origin : undefined;
}

/** `@BeforeDestroy static removeFile(row) { … }`. */
function decoratedHook(facts: Facts, model: ts.ClassLikeDeclaration, library: Library, hooks: readonly string[]): ts.Node | undefined {
  return model.members.find((member) => ts.canHaveDecorators(member) && (ts.getDecorators(member) ?? []).some((each) => {
    const expression = unwrap(each.expression);
    const name = ts.isCallExpression(expression) ? unwrap(expression.expression) : expression;
    const declaration = ts.isIdentifier(name) ? facts.declarationOf(name) : undefined;
    if (!declaration || !ts.isImportSpecifier(declaration)) return false;
    const imported = (declaration.propertyName ?? declaration.name).text;
    const specifier = declaration.parent.parent.parent.moduleSpecifier;
    return hooks.includes(imported.charAt(0).toLowerCase() + imported.slice(1)) && ts.isStringLiteral(specifier) && facts.knowledge.librariesOf(specifier.text).includes(library);
  }))?.name;
}

/** `define('user', columns, { hooks: { afterDestroy } })`, `User.init(columns, { hooks })`, `User.addHook('afterDestroy', …)`, `User.afterDestroy(…)`. */
function writtenHook(facts: Facts, model: ts.ClassLikeDeclaration | ts.VariableDeclaration, hooks: readonly string[]): ts.Node | undefined {
  const definition = ts.isVariableDeclaration(model) && model.initializer ? unwrap(model.initializer) : undefined;
  const defined = definition && ts.isCallExpression(definition) ? hookAmongOptions(definition, hooks) : undefined;
  if (defined || (ts.isClassLike(model) && !ts.isClassDeclaration(model))) return defined;
  for (const reference of facts.referencesOf(model)) {
    const access = reference.parent;
    const call = ts.isPropertyAccessExpression(access) && access.expression === reference ? access.parent : undefined;
    // Hooks put on elsewhere than where the model is made are one caller's: a test's, a plugin's.
    if (!call || !ts.isCallExpression(call) || call.expression !== access || enclosingFunction(call) !== enclosingFunction(model)) continue;
    const method = nameOfAccess(call.expression) ?? '';
    const named = method === 'addHook' && call.arguments[0] ? unwrap(call.arguments[0]) : undefined;
    if (hooks.includes(method) || (named && ts.isStringLiteralLike(named) && hooks.includes(named.text))) return call;
    const hook = method === 'init' ? hookAmongOptions(call, hooks) : undefined;
    if (hook) return hook;
  }
  return undefined;
}

function hookAmongOptions(call: ts.CallExpression, hooks: readonly string[]): ts.Node | undefined {
  for (const argument of call.arguments) {
    const options = unwrap(argument);
    const written = ts.isObjectLiteralExpression(options) ? propertyOf(options, 'hooks') : undefined;
    const object = written ? unwrap(written) : undefined;
    if (!object || !ts.isObjectLiteralExpression(object)) continue;
    const hook = object.properties.find((each) => each.name !== undefined && (ts.isIdentifier(each.name) || ts.isStringLiteralLike(each.name)) && hooks.includes(each.name.text));
    if (hook) return hook.name;
  }
  return undefined;
}
