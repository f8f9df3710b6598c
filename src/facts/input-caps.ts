import { ts } from 'ts-morph';
import { inputCaps } from '../knowledge/input-caps.js';
import { nameOfAccess, propertyOf, unwrap } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { callsOf } from './callers.js';
import { calledName } from './called-name.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { namedFunctionAround } from './named-function.js';
import { originOf } from './possible-values.js';

/** Lists that a check lets grow beyond this may be long all the same. */
const FEW_ENOUGH = 50;
/** Names followed from the loop to what was checked. */
const MAX_STEPS = 5;

interface Cap {
  readonly most: number;
  readonly at: ts.Node;
  /** Why there are no more, where no number says so. */
  readonly text?: string;
}

/** A check of the input that keeps the list of a loop short: `@ArrayMaxSize(25)` on the property, `.max(25)` in its schema. */
export function inputCapDoubt(facts: Facts, collection: ts.Expression): readonly Doubt[] {
  const cap = capOf(facts, collection, 0);
  return cap && cap.most <= FEW_ENOUGH ? [inferred(cap.text ?? `a check of the input lets through at most ${cap.most}`, cap.at)] : [];
}

function capOf(facts: Facts, expression: ts.Expression, step: number): Cap | undefined {
  const node = unwrap(expression);
  if (step > MAX_STEPS) return undefined;
  if (ts.isPropertyAccessExpression(node)) return capOfProperty(facts, unwrap(node.expression), node.name.text, step);
  if (ts.isCallExpression(node)) return capOfAddress(facts, node);
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = facts.declarationOf(node);
  if (!declaration) return undefined;
  if (ts.isParameter(declaration)) return capByCallers(facts, declaration, step);
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer && !facts.isReassigned(declaration) ? capOf(facts, declaration.initializer, step + 1) : undefined;
  // `const { names } = dto`, `({ names }: AddLabels) => …`.
  if (!ts.isBindingElement(declaration) || declaration.dotDotDotToken || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const key = declaration.propertyName ?? declaration.name;
  const holder = declaration.parent.parent;
  if (!ts.isIdentifier(key)) return undefined;
  if (ts.isParameter(holder)) return capInType(facts, holder.type, key.text);
  return ts.isVariableDeclaration(holder) && holder.initializer ? capOfProperty(facts, unwrap(holder.initializer), key.text, step) : undefined;
}

/** `new URL(request.url).searchParams.getAll('id')`: browsers and servers refuse addresses that are long. */
function capOfAddress(facts: Facts, call: ts.CallExpression): Cap | undefined {
  const { list, holder, made } = inputCaps.address;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== list) return undefined;
  const receiver = unwrap(callee.expression);
  const origin = initializerOf(facts, receiver) ?? receiver;
  const isAddress = [receiver, origin].some((each) => nameOfAccess(each) === holder || (ts.isNewExpression(each) && nameOfAccess(unwrap(each.expression)) === made));
  return isAddress ? { most: FEW_ENOUGH, at: callee, text: 'its values stand in the address of a request, which has room for few' } : undefined;
}

/** What every call in the project gives for a parameter is capped; the widest cap counts. */
function capByCallers(facts: Facts, parameter: ts.ParameterDeclaration, step: number): Cap | undefined {
  const named = namedFunctionAround(parameter);
  if (!named || named.body !== parameter.parent || parameter.dotDotDotToken) return undefined;
  const place = named.body.parameters.indexOf(parameter);
  const caps = callsOf(facts, named)?.map((call) => (call.arguments[place] && !call.arguments.some(ts.isSpreadElement) ? capOf(facts, call.arguments[place], step + 1) : undefined));
  return caps?.reduce((widest, each) => (widest && each && each.most > widest.most ? each : widest && each && widest));
}

function capOfProperty(facts: Facts, owner: ts.Expression, name: string, step: number): Cap | undefined {
  if (step > MAX_STEPS) return undefined;
  if (ts.isAwaitExpression(owner)) return capOfProperty(facts, unwrap(owner.expression), name, step + 1);
  if (ts.isCallExpression(owner)) return capInParse(facts, owner, name);
  const declaration = ts.isIdentifier(owner) ? facts.declarationOf(owner) : undefined;
  if (!declaration) return undefined;
  if (ts.isParameter(declaration)) return capInType(facts, declaration.type, name);
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  return capInType(facts, declaration.type, name) ?? (declaration.initializer ? capOfProperty(facts, unwrap(declaration.initializer), name, step + 1) : undefined);
}

/** A class whose property carries the decorator, or `z.infer<typeof schema>`. */
function capInType(facts: Facts, type: ts.TypeNode | undefined, name: string): Cap | undefined {
  if (!type || !ts.isTypeReferenceNode(type)) return undefined;
  const [inner] = type.typeArguments ?? [];
  if (inner && ts.isTypeQueryNode(inner) && ts.isIdentifier(inner.exprName)) return capInSchema(facts, inner.exprName, name);
  const value = facts.typeValueOf(type);
  const node = value?.kind === 'instance' ? value.node : undefined;
  if (!node || !ts.isClassLike(node)) return undefined;
  const property = node.members.find((each) => ts.isPropertyDeclaration(each) && ts.isIdentifier(each.name) && each.name.text === name);
  if (!property || !ts.canHaveDecorators(property)) return undefined;
  for (const decorator of ts.getDecorators(property) ?? []) {
    const call = decorator.expression;
    if (!ts.isCallExpression(call) || !inputCaps.decorators.has(calledName(facts, call.expression) ?? '')) continue;
    const most = call.arguments[0] && unwrap(call.arguments[0]);
    if (most && ts.isNumericLiteral(most)) return { most: Number(most.text), at: decorator };
  }
  return undefined;
}

/** `schema.parse(body)`: what the schema's object says of one of its properties. */
function capInParse(facts: Facts, call: ts.CallExpression, name: string): Cap | undefined {
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) && inputCaps.schema.parse.has(callee.name.text) ? capInSchema(facts, callee.expression, name) : undefined;
}

function capInSchema(facts: Facts, schema: ts.Expression, name: string): Cap | undefined {
  const made = initializerOf(facts, unwrap(schema));
  if (!made || !ts.isCallExpression(made)) return undefined;
  const shape = made.arguments[0] && unwrap(made.arguments[0]);
  const property = shape && ts.isObjectLiteralExpression(shape) ? propertyOf(shape, name) : undefined;
  return property && maxOfArray(unwrap(property));
}

/** `z.array(z.string()).min(1).max(25)`: the cap of the array, not that of the text or number within. */
function maxOfArray(chain: ts.Expression): Cap | undefined {
  let cap: Cap | undefined;
  for (let at = chain; ts.isCallExpression(at);) {
    const callee = unwrap(at.expression);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const most = at.arguments[0] && unwrap(at.arguments[0]);
    if (callee.name.text === inputCaps.schema.most && most && ts.isNumericLiteral(most)) cap = { most: Number(most.text), at: callee.name };
    if (callee.name.text === inputCaps.schema.list) return cap;
    at = unwrap(callee.expression);
  }
  return undefined;
}

function initializerOf(facts: Facts, node: ts.Expression): ts.Expression | undefined {
  if (!ts.isIdentifier(node)) return node;
  const declaration: Declaration | undefined = originOf(facts, node);
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined;
}
