import { ts } from 'ts-morph';
import { combination, filterCall, filterTest, isUpperEnd, joins, leadsToRelated, relationWords, type FilterTest } from '../knowledge/filter-words.js';
import { argumentsOf, nameOfAccess, propertyOf, receiverOf, unwrap } from '../syntax/nodes.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import { isUndefined, possibleValues } from './possible-values.js';
import { builderLinks, propertyName } from './query-bounds.js';
import { readSelect, statementText } from './sql-text.js';

/** One condition on a field of the rows asked for. */
export interface Condition {
  readonly field: string;
  readonly test: FilterTest;
  /** It compares with a value written in the code: a state, a kind. */
  readonly constant: boolean;
  /** It is not always there: `...(x && { … })`. */
  readonly optional: boolean;
  /** The field is a relation, and the condition speaks of the related row. */
  readonly related: boolean;
  /** How many values an `in` names, where the code says so. */
  readonly count?: number;
  /** A range with both ends. */
  readonly closed?: boolean;
  /** A range that ends somewhere, instead of beginning there. */
  readonly upper?: boolean;
  /** What is asked of the related row. */
  readonly inner?: QueryFilter;
  /** What the field is compared with, or where the comparison stands. */
  readonly at?: ts.Node;
}

/** The filter of a query: all conditions must hold, and of each group of alternatives one. */
export interface QueryFilter {
  readonly conditions: readonly Condition[];
  readonly alternatives: readonly (readonly QueryFilter[])[];
  /** Pieces that could not be read. */
  readonly unread: readonly ts.Node[];
  /** Where it stands, for evidence; `undefined` when there is none. */
  readonly at: ts.Node | undefined;
}

interface Draft {
  conditions: Condition[];
  alternatives: QueryFilter[][];
  unread: ts.Node[];
  at: ts.Node | undefined;
}

const draft = (at?: ts.Node): Draft => ({ conditions: [], alternatives: [], unread: [], at });

/** Reads the filter of a query from its options, its chain or its SQL, as the table of its library says where to look. */
export function filterOf(facts: Facts, use: OperationUse): QueryFilter {
  const reader = new FilterReader(facts);
  const into = draft();
  if (use.operation.rows === 'sql') {
    const text = statementText(facts, use.call);
    for (const each of (text === undefined ? undefined : readSelect(text))?.conditions ?? []) reader.sql(each, into, false);
    if (into.conditions.length > 0 || into.alternatives.length > 0) into.at = use.call;
    return into;
  }
  const links = builderLinks(facts, use.call);
  const { filter, filterChain } = use.operation;
  if (filter) {
    const owners = [...links.filter((link) => BEGINS.test(link.name)), ...links.filter((link) => link.name === use.method)].map((link) => link.call);
    const argument = [...owners, use.call].map((each) => argumentsOf(each)[filter.argument]).find((each) => each !== undefined);
    if (argument) {
      reader.argument(argument, filter.property ?? '', into);
      const join = joins[use.library.id];
      if (join) reader.joined(argument, join, into);
    }
  }
  if (filterChain) for (const link of links) if (!link.handed) reader.link(link.name, argumentsOf(link.call), link.call, into);
  return into;
}

/** Reads a filter that stands somewhere else than in the options of a query: that of a relation. */
export function readFilter(facts: Facts, expression: ts.Expression): QueryFilter {
  const into = draft();
  new FilterReader(facts).expression(expression, into, false);
  return into;
}

const BEGINS = /^(?:find|select|aggregate|search)/;

class FilterReader {
  constructor(private readonly facts: Facts) {}

  /** The options argument that holds the filter under `property`, or is the filter when that is ''. */
  argument(argument: ts.Expression, property: string, into: Draft): void {
    for (const value of possibleValues(this.facts, argument)) {
      if (isUndefined(value)) continue;
      if (property === '') this.expression(value, into, false);
      else if (ts.isObjectLiteralExpression(value)) this.property(value, property, into);
      else into.unread.push(value);
    }
  }

  private property(options: ts.ObjectLiteralExpression, property: string, into: Draft): void {
    const filter = propertyOf(options, property);
    if (filter) {
      into.at ??= filter.parent;
      this.expression(filter, into, false);
      return;
    }
    for (const each of options.properties) if (ts.isSpreadAssignment(each)) this.argument(each.expression, property, into);
  }

  /** Any form a filter may have: object, list of alternatives, condition call, callback, SQL. */
  expression(expression: ts.Expression, into: Draft, optional: boolean): void {
    const values = possibleValues(this.facts, expression).filter((each) => !isUndefined(each));
    const maybe = optional || values.length > 1;
    into.at ??= expression;
    for (const value of values) {
      if (ts.isObjectLiteralExpression(value)) this.object(value, into, maybe);
      else if (ts.isArrayLiteralExpression(value)) this.alternatives(value.elements, into, maybe);
      else if (ts.isTaggedTemplateExpression(value)) this.sql(ts.isNoSubstitutionTemplateLiteral(value.template) ? value.template.text : value.template.getText().replace(/^`|`$/g, ''), into, maybe);
      else if (ts.isStringLiteralLike(value)) this.sql(value.text, into, maybe);
      else if (ts.isTemplateExpression(value)) this.sql(value.getText().replace(/^`|`$/g, ''), into, maybe);
      else if ((ts.isArrowFunction(value) || ts.isFunctionExpression(value)) && !ts.isBlock(value.body)) this.expression(value.body, into, maybe);
      else if (ts.isCallExpression(value)) this.call(value, into, maybe);
      else into.unread.push(value);
    }
    // `const where = {}; if (x) where.userId = x`.
    const name = unwrap(expression);
    if (ts.isIdentifier(name)) this.assignments(name, into);
  }

  private assignments(name: ts.Identifier, into: Draft): void {
    const declaration = this.facts.declarationOf(name);
    if (!declaration || !ts.isVariableDeclaration(declaration)) return;
    for (const reference of this.facts.referencesOf(declaration)) {
      const access = reference.parent;
      if (ts.isPropertyAccessExpression(access) && access.expression === reference && ts.isBinaryExpression(access.parent) && access.parent.left === access) {
        const conditional = !ts.isExpressionStatement(access.parent.parent) || access.parent.parent.parent !== declaration.parent.parent.parent;
        this.field(access.name.text, access.parent.right, into, conditional);
      } else if (ts.isPropertyAccessExpression(access) && access.name.text === 'push' && ts.isCallExpression(access.parent)) {
        for (const each of access.parent.arguments) this.expression(each, into, true);
      }
    }
  }

  private object(object: { readonly properties: readonly ts.ObjectLiteralElementLike[] }, into: Draft, optional: boolean): void {
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) {
        const inner = unwrap(property.expression);
        const conditional = ts.isConditionalExpression(inner) || ts.isBinaryExpression(inner);
        this.expression(property.expression, into, optional || conditional);
      } else if (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) {
        const name = propertyName(property.name);
        if (name === undefined) into.unread.push(property);
        else this.field(name, ts.isPropertyAssignment(property) ? property.initializer : property.name, into, optional);
      } else into.unread.push(property);
    }
  }

  private field(name: string, value: ts.Expression, into: Draft, optional: boolean): void {
    const combined = combination(name);
    const inner = unwrap(value);
    if (combined === 'not') {
      into.conditions.push({ field: '', test: 'not', constant: false, optional, related: false });
      return;
    }
    if (combined && (ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner) || ts.isIdentifier(inner) || ts.isCallExpression(inner))) {
      if (combined === 'and') for (const each of ts.isArrayLiteralExpression(inner) ? inner.elements : [inner]) this.expression(ts.isSpreadElement(each) ? each.expression : each, into, optional);
      else this.alternatives(ts.isArrayLiteralExpression(inner) ? inner.elements : ts.isObjectLiteralExpression(inner) ? inner.properties.flatMap((each) => (ts.isPropertyAssignment(each) ? [each.initializer] : [])) : [inner], into, optional);
      return;
    }
    this.comparison(name, inner, into, optional);
  }

  private comparison(field: string, value: ts.Expression, into: Draft, optional: boolean): void {
    const push = (test: FilterTest, constant: boolean, count?: number, closed = false, upper = false): void => {
      into.conditions.push({ field, test, constant, optional, related: false, at: value, upper, ...(count !== undefined ? { count } : {}), ...(closed ? { closed } : {}) });
    };
    if (ts.isObjectLiteralExpression(value)) {
      const tests = value.properties.flatMap((each) => {
        const name = each.name ? propertyName(each.name) : undefined;
        const test = name === undefined ? undefined : filterTest(name);
        return test === undefined || relationWords.has(name ?? '') ? [] : [{ test, upper: isUpperEnd(name ?? ''), operand: ts.isPropertyAssignment(each) ? unwrap(each.initializer) : undefined }];
      });
      const first = tests[0];
      if (!first) return void into.conditions.push(this.relation(field, value, optional));
      const strongest = tests.find((each) => each.test === 'equal') ?? tests.find((each) => each.test === 'in') ?? first;
      push(strongest.test, strongest.operand !== undefined && isConstant(strongest.operand), strongest.operand && ts.isArrayLiteralExpression(strongest.operand) ? strongest.operand.elements.length : undefined, tests.filter((each) => each.test === 'range').length > 1, strongest.upper);
    } else if (ts.isArrayLiteralExpression(value)) push('in', value.elements.every((each) => isConstant(unwrap(each))), value.elements.some((each) => ts.isSpreadElement(each)) ? undefined : value.elements.length);
    else if (ts.isCallExpression(value)) {
      const called = filterTest(calledName(this.facts, value.expression) ?? '');
      push(called ?? (isList(this.facts, value) ? 'in' : 'equal'), false, undefined, false, isUpperEnd(calledName(this.facts, value.expression) ?? ''));
    } else push(isUndefined(value) ? 'null' : isList(this.facts, value) ? 'in' : 'equal', isConstant(value));
  }

  /** Conditions on rows that have to be joined: `include: [{ model: Post, where: { slug } }]`, at any depth. */
  joined(options: ts.Expression, join: (typeof joins)[string], into: Draft): void {
    for (const value of possibleValues(this.facts, options)) {
      const asked = ts.isObjectLiteralExpression(value) ? propertyOf(value, join.option) : undefined;
      const list = asked ? unwrap(asked) : undefined;
      for (const each of list && ts.isArrayLiteralExpression(list) ? list.elements : list ? [list] : []) {
        const joined = unwrap(each);
        const required = ts.isObjectLiteralExpression(joined) ? propertyOf(joined, join.optional) : undefined;
        if (!ts.isObjectLiteralExpression(joined) || (required && unwrap(required).kind === ts.SyntaxKind.FalseKeyword)) continue;
        const filter = propertyOf(joined, join.filter);
        const inner = draft(joined);
        if (filter) this.expression(filter, inner, false);
        this.joined(joined, join, inner);
        const name = propertyOf(joined, 'as') ?? propertyOf(joined, 'association') ?? propertyOf(joined, 'model');
        if (filter || inner.conditions.length > 0) into.conditions.push({ field: name ? lastName(name.getText()) : '', test: 'equal', constant: false, optional: false, related: true, inner, at: joined });
      }
    }
  }

  /** `{ post: { slug } }`, `{ members: { some: { userId } } }`, `{ invites: { $elemMatch: { email } } }`. */
  private relation(field: string, value: ts.ObjectLiteralExpression, optional: boolean): Condition {
    const inner = draft(value);
    for (const property of value.properties) {
      const name = property.name ? propertyName(property.name) : undefined;
      if (ts.isPropertyAssignment(property) && name !== undefined && leadsToRelated(name)) this.expression(property.initializer, inner, false);
      else if (name !== undefined && (name.startsWith('$') || relationWords.has(name))) inner.conditions.push({ field: name, test: 'not', constant: false, optional: false, related: false });
    }
    const direct = value.properties.filter((each) => !relationWords.has(each.name ? (propertyName(each.name) ?? '') : '') && !(each.name && (propertyName(each.name) ?? '').startsWith('$')));
    if (direct.length > 0) this.object({ properties: direct }, inner, false);
    return { field, test: 'equal', constant: false, optional, related: true, inner, at: value };
  }

  private alternatives(elements: readonly ts.Expression[], into: Draft, optional: boolean): void {
    const filters = elements.map((each) => {
      const one = draft(each);
      this.expression(ts.isSpreadElement(each) ? each.expression : each, one, optional);
      return one;
    });
    if (filters.length > 0) into.alternatives.push(filters);
  }

  /** `eq(table.id, id)`, `and(…)`, `or(…)`, `eb('id', '=', id)`. */
  private call(call: ts.CallExpression, into: Draft, optional: boolean): void {
    const name = calledName(this.facts, call.expression) ?? '';
    const combined = combination(name);
    if (combined === 'and') {
      const given = call.arguments.length === 1 && call.arguments[0] && ts.isArrayLiteralExpression(unwrap(call.arguments[0])) ? (unwrap(call.arguments[0]) as ts.ArrayLiteralExpression).elements : call.arguments;
      for (const each of given) this.expression(ts.isSpreadElement(each) ? each.expression : each, into, optional || ts.isConditionalExpression(unwrap(each)));
    } else if (combined === 'or') this.alternatives(call.arguments, into, optional);
    else if (combined === 'not') into.conditions.push({ field: '', test: 'not', constant: false, optional, related: false });
    else {
      const test = filterTest(name);
      const [field, second, third] = call.arguments;
      if (test && field && !ts.isObjectLiteralExpression(unwrap(field))) {
        const operand = second ? unwrap(second) : undefined;
        into.conditions.push({ field: fieldName(field), test, at: call, upper: isUpperEnd(name), constant: operand !== undefined && isConstant(operand), optional, related: false, ...(operand && ts.isArrayLiteralExpression(operand) ? { count: operand.elements.length } : {}) });
      } else if (field && third && second && ts.isStringLiteralLike(unwrap(second))) this.operator(fieldName(field), (unwrap(second) as ts.StringLiteralLike).text, unwrap(third), into, optional);
      else into.unread.push(call);
    }
  }

  /** One call of a builder chain. */
  link(name: string, given: readonly ts.Expression[], at: ts.Node, into: Draft): void {
    const kind = filterCall(name);
    if (!kind) return;
    const target = kind.alternative ? draft(at) : into;
    into.at ??= given[0] ?? at;
    const [first, second, third] = given.map((each) => unwrap(each));
    if (!first) into.unread.push(at);
    else if (third && second && ts.isStringLiteralLike(second)) this.operator(fieldName(first), second.text, third, target, false);
    else if (ts.isStringLiteralLike(first) && /[=<>:?\s]/.test(first.text)) this.sql(first.text, target, false);
    else if (kind.test) target.conditions.push({ field: fieldName(first), test: kind.test, at, constant: false, optional: false, related: false, ...(second && ts.isArrayLiteralExpression(second) ? { count: second.elements.length } : {}) });
    else if (second && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first) || ts.isPropertyAccessExpression(first))) this.comparison(fieldName(first), second, target, false);
    else this.expression(first, target, false);
    // `a or b` holds no more than either alone.
    if (kind.alternative) into.alternatives.push([{ ...into, alternatives: [] }, target]), (into.conditions = []);
  }

  private operator(field: string, operator: string, value: ts.Expression, into: Draft, optional: boolean): void {
    const test = filterTest(operator.trim()) ?? 'pattern';
    const count = ts.isArrayLiteralExpression(value) && !value.elements.some((each) => ts.isSpreadElement(each)) ? value.elements.length : undefined;
    into.conditions.push({ field, at: value, upper: isUpperEnd(operator), test: isUndefined(value) ? (test === 'not' ? 'not' : 'null') : test, constant: isConstant(value), optional, related: false, ...(count !== undefined ? { count } : {}) });
  }

  /** A fragment of SQL: `user.id = :id AND …`. */
  sql(text: string, into: Draft, optional: boolean): void {
    if (/\bor\b/i.test(text)) {
      into.alternatives.push(text.split(/\bor\b/i).map((each) => {
        const one = draft();
        this.sql(each, one, optional);
        return one;
      }));
      return;
    }
    for (const each of text.split(/\band\b/i)) {
      const match = /((?:[\w$"`[\]}]+\.)?["`[]?[\w$]+["`\]]?)\s*(=\s*any|=|<>|!=|>=|<=|<|>|not\s+in|in|is\s+not|is|not\s+like|like|ilike|between)(?![\w])\s*(.*)/is.exec(each.replace(/\$\{[^}]*\}\./g, ''));
      if (!match?.[1] || match[2] === undefined) continue;
      const operand = (match[3] ?? '').trim();
      const operator = match[2].replace(/\s+/g, ' ').toLowerCase();
      const test = operator === 'is' ? 'null' : (filterTest(operator) ?? 'pattern');
      // A join condition compares columns; it says nothing about how many rows there are.
      if (test === 'equal' && /^["`\w]+\.["`\w]+$/.test(operand)) continue;
      into.conditions.push({ field: lastName(match[1]), test, upper: isUpperEnd(operator), constant: /^(?:'|\d|true|false)/i.test(operand), optional, related: false });
    }
  }
}

/** `id` of `users.id`, `'users.id'`, `t.id`. */
function fieldName(node: ts.Expression): string {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner)) return inner.name.text;
  const text = ts.isStringLiteralLike(inner) ? inner.text : ts.isTemplateExpression(inner) ? inner.getText().replace(/`/g, '') : inner.getText();
  return lastName(text);
}

function lastName(text: string): string {
  return text.replace(/["'`[\]]/g, '').split(/[.]|->>?/).at(-1)?.trim() ?? text;
}

/** A literal, an enum member, a name in capitals: the same value in every call. */
function isConstant(value: ts.Node): boolean {
  if (ts.isStringLiteralLike(value) || ts.isNumericLiteral(value) || value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword || value.kind === ts.SyntaxKind.NullKeyword) return true;
  if (ts.isPropertyAccessExpression(value)) return /^[A-Z]/.test(nameOfAccess(receiverOf(value) ?? value) ?? '') && /^[A-Z]/.test(value.name.text);
  return ts.isIdentifier(value) && /^[A-Z][A-Z0-9_]+$/.test(value.text);
}

/** An array of values by what it is made of, or, last, by its name. */
function isList(facts: Facts, value: ts.Expression): boolean {
  if (facts.valueOf(value)?.kind === 'array') return true;
  if (ts.isCallExpression(value)) return /^(?:map|filter|flatMap|keys|values|from)$/.test(nameOfAccess(unwrap(value.expression)) ?? '');
  return /(?:[iI]ds|[kK]eys|List|Array|uuids|UUIDs|IDs)$/.test(nameOfAccess(value) ?? '');
}
