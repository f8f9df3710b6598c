import { ts } from 'ts-morph';
import { isCalledByName } from '../knowledge/entry-points.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { namedFunctionAround, type NamedFunction } from './named-function.js';
import { pathRole } from './path-role.js';
import { isRunOnce } from './script-files.js';
import { usesByName, type UsesByName } from './uses-by-name.js';

/** Callers followed before they are taken to be called. */
const MAX_STEPS = 3;

/** The calls that run a function of a module or class, where each use of its name in the project is a call; tests left out. */
export function callsOf(facts: Facts, named: NamedFunction): readonly ts.CallExpression[] | undefined {
  const uses = named.body && usesByName(facts, named);
  return uses && !uses.otherwise && uses.calls.length > 0 ? uses.calls : undefined;
}

/**
 * Why the code around a node hardly ever runs, or no one waits for it: nothing calls it, or only what `background` says of
 * each caller. Nothing is said of what may be called from outside the sources.
 */
export function callersDoubt(facts: Facts, node: ts.Node, background: (call: ts.Node) => boolean): readonly Doubt[] {
  const named = namedFunctionAround(node);
  if (!named) return [];
  const idle = idleness(facts, named, 0);
  if (idle) return [inferred(idle === 'tests' ? `nothing but tests calls \`${named.name.text}\`` : `nothing in the project calls \`${named.name.text}\``, named.name)];
  const calls = callsOf(facts, named);
  if (!calls) return [];
  if (calls.every((each) => isInScript(facts, each))) return [inferred(`only scripts call \`${named.name.text}\``, named.name)];
  return calls.every(background) ? [inferred(`all that calls \`${named.name.text}\` runs in the background, where nobody waits for the answer`, named.name)] : [];
}

/** Whether a function is called by nothing, or by nothing but tests, directly or through functions that are not called either. */
function idleness(facts: Facts, named: NamedFunction, step: number): 'nothing' | 'tests' | undefined {
  const uses = usesByName(facts, named);
  if (!uses || uses.otherwise || !isKept(facts, named, uses)) return undefined;
  if (uses.calls.length === 0) return uses.inTests ? 'tests' : 'nothing';
  if (step >= MAX_STEPS) return undefined;
  const callers = uses.calls.map((each) => namedFunctionAround(each));
  if (callers.some((each) => !each || each.node === named.node)) return undefined;
  const reasons = callers.map((each) => each && idleness(facts, each, step + 1));
  if (reasons.includes(undefined)) return undefined;
  return uses.inTests || reasons.includes('tests') ? 'tests' : 'nothing';
}

function isInScript(facts: Facts, call: ts.Node): boolean {
  const file = call.getSourceFile();
  return pathRole(facts.resolver.relative(file.fileName)) === 'script' || isRunOnce(file);
}

/** Whether a function without a caller in the sources has none outside either: frameworks call by convention, decorator or base class. */
function isKept(facts: Facts, { name, node }: NamedFunction, { ownFileOnly, commentedOut }: UsesByName): boolean {
  if (ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0) return false;
  if (ownFileOnly) return true;
  if (ts.isClassLike(node.parent)) return isKeptMember(facts, name, node.parent);
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const modifiers = (ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined) ?? [];
  if (isCalledByName(name.text) || modifiers.some((each) => each.kind === ts.SyntaxKind.DefaultKeyword)) return false;
  const imports = importsOf(facts, node.getSourceFile());
  // A file that nobody imports may be where something outside begins, unless somebody did use it and no longer does.
  return imports === 'named' || (imports === 'none' && commentedOut);
}

/** How other files import this one, tests left out: `unknown` where everything is passed on, or its name is in too many files to look. */
function importsOf(facts: Facts, file: ts.SourceFile): 'named' | 'none' | 'unknown' {
  const path = file.fileName;
  const [base = '', folder = ''] = path.replace(/\.\w+$/, '').split('/').reverse();
  const found = facts.mentions.filesMentioning(base === 'index' ? folder : base);
  if (!found) return 'unknown';
  let imported = false;
  for (const other of found) {
    if (other === path || pathRole(facts.resolver.relative(other)) === 'test') continue;
    if (!/\.[cm]?[jt]sx?$/.test(other)) return 'unknown';
    const source = facts.fileAt(other);
    if (!source) continue;
    if (facts.exportsOf(source).stars.some((each) => leadsTo(facts, each, source, path))) return 'unknown';
    imported ||= specifiersOf(source).some((each) => leadsTo(facts, each, source, path));
  }
  return imported ? 'named' : 'none';
}

function leadsTo(facts: Facts, specifier: string, from: ts.SourceFile, path: string): boolean {
  const found = facts.resolve(specifier, from);
  return found.kind === 'source' && found.path === path;
}

/** What a file imports: by statement, `import()` or `require()`. */
function specifiersOf(file: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) found.push(node.moduleSpecifier.text);
    if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require'))) {
      const [given] = node.arguments;
      if (given && ts.isStringLiteralLike(given)) found.push(given.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A method of a class that the project makes itself, and that no library has a say in. */
function isKeptMember(facts: Facts, name: ts.Identifier, owner: ts.ClassLikeDeclaration): boolean {
  if (ts.canHaveDecorators(owner) && (ts.getDecorators(owner) ?? []).length > 0) return false;
  if (isCalledByName(name.text) || !owner.name || (owner.heritageClauses ?? []).some((each) => !each.types.every((type) => isOfProject(facts, type)))) return false;
  // A class that nobody names is made by something outside, or is itself no longer in use.
  const files = facts.mentions.filesMentioning(owner.name.text);
  return files === undefined || files.some((path) => path !== owner.getSourceFile().fileName && pathRole(facts.resolver.relative(path)) !== 'test');
}

/** An interface or class of the project that itself extends nothing. */
function isOfProject(facts: Facts, type: ts.ExpressionWithTypeArguments): boolean {
  const value = facts.typeValueOf(type);
  const node = value?.kind === 'shape' || value?.kind === 'instance' || value?.kind === 'class' ? value.node : undefined;
  return node !== undefined && (ts.isTypeLiteralNode(node) || (node.heritageClauses ?? []).length === 0);
}
