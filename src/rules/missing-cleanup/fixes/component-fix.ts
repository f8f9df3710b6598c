import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { cleanupHooks } from '../../../knowledge/lifecycles.js';
import { scriptBlocksOf } from '../../../syntax/component-script.js';
import { insertion, linesAfter, linesBefore, linesBelowComment } from '../../../syntax/edits.js';
import { importedAs, type ImportedName } from '../../../syntax/imports.js';
import { statementEnd } from '../../../syntax/layout.js';
import { enclosingFunction, isFunctionNode, isJavaScript, isWithin, statementOf, walkOwn } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { cleanupText } from './cleanup-return.js';
import { hoistedHandle, REPLACES } from './hoisted-handle.js';
import { constantListener, registrationRelease, signalled } from './inline-listener.js';
import { freshName, handleName } from './names.js';
import { handleType, heldRelease, isKnownAt, isRegistration, linesOf, namedHandle, namedRemoval, outermost, releaseOf, type ReleaseCode, saysOf } from './release-code.js';

/** Releases with the component: in a hook that runs when it ends, or in an effect of its own. */
export function componentFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const hook = cleanupHook(leak);
  return hook ? hookFixes(facts, leak, hook) : reactFixes(facts, leak);
}

// — a hook that is told what to do at the end: Vue, Svelte, Solid —

function cleanupHook(leak: Leak): ImportedName & { readonly name: string } | undefined {
  const file = leak.use.call.getSourceFile();
  const imported = new Set(file.statements.filter(ts.isImportDeclaration).map((each) => (each.moduleSpecifier as ts.StringLiteral).text));
  const framework = cleanupHooks.find((each) => (scriptBlocksOf(file) && each.files?.test(file.fileName)) || each.packages.some((name) => imported.has(name)));
  if (!framework) return undefined;
  const known = importedAs(leak.use.call, framework.hook, framework.packages);
  return known && { ...known, name: framework.hook };
}

function hookFixes(facts: Facts, leak: Leak, hook: ImportedName & { readonly name: string }): readonly FixProposal[] {
  const { owner, use } = leak;
  if (owner.callback?.cleanupParameter !== undefined) return watcherFixes(facts, leak);
  const statement = statementOf(use.call);
  const scope = scopeOf(leak);
  const anchor = scope?.find((each) => isWithin(use.call, each));
  if (!statement || !anchor || owner.promise) return [];
  const direct = anchor === statement;
  const release = isRegistration(leak) ? registrationAt(facts, leak, anchor, direct) : handleAt(facts, leak, anchor, direct);
  if (!release) return [];
  const end = statementEnd(anchor.getSourceFile());
  const lines = linesOf(release);
  // `stop()` of what is named already: the hook takes the function itself.
  const own = lines.length === 1 ? /^([\w$]+)\(\)$/.exec(lines[0] ?? '')?.[1] : undefined;
  const says = saysOf(leak, `in \`${hook.name}\``);
  return [{ ...says, differs: [...says.differs, ...(release.differs ?? [])], edits: [...hook.edits, ...release.edits, linesAfter(anchor, [`${hook.text}(${own ?? cleanupText(anchor, lines)})${end}`])] }];
}

/** A watcher runs again and again, and is given what registers the cleanup of one run. */
function watcherFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { owner, use } = leak;
  const watcher = owner.node;
  const position = owner.callback?.cleanupParameter ?? 0;
  const statement = statementOf(use.call);
  if (!isFunctionNode(watcher) || ts.isMethodDeclaration(watcher) || !statement || statement.parent !== watcher.body || watcher.parameters.length < position) return [];
  const given = watcher.parameters[position];
  const name = given ? (ts.isIdentifier(given.name) ? given.name.text : undefined) : freshName(facts, watcher, 'onCleanup');
  const release = isRegistration(leak) ? registrationAt(facts, leak, statement, true) : namedHandle(facts, leak);
  const last = watcher.parameters.at(-1);
  const file = statement.getSourceFile();
  const open = watcher.getText().indexOf('(');
  if (name === undefined || !release || (!last && open < 0) || (last && !/^\s*[,)]/.test(file.text.slice(last.end)))) return [];
  const parameter = given ? [] : [last ? insertion(file, last.end, `, ${name}`) : insertion(file, watcher.getStart() + open + 1, name)];
  return [{ ...saysOf(leak, 'before the watcher runs again'), edits: [...parameter, ...release.edits, linesAfter(statement, [`${name}(${cleanupText(statement, linesOf(release))})${statementEnd(file)}`])] }];
}

/** Statements of the setup: of the script, or of the function that sets up. */
function scopeOf({ owner }: Leak): readonly ts.Statement[] | undefined {
  if (ts.isSourceFile(owner.node)) return owner.node.statements;
  if (owner.kind === 'effect') {
    const around = enclosingFunction(owner.node);
    return around ? (around.body && ts.isBlock(around.body) ? around.body.statements : undefined) : owner.node.getSourceFile().statements;
  }
  return isFunctionNode(owner.node) && owner.node.body && ts.isBlock(owner.node.body) ? owner.node.body.statements : undefined;
}

function registrationAt(facts: Facts, leak: Leak, anchor: ts.Statement, direct: boolean): ReleaseCode | undefined {
  const { receiver, call } = leak.use;
  const listener = call.arguments?.[1];
  const reachable = (!receiver || isKnownAt(facts, receiver, anchor.parent)) && (direct || leak.use.acquisition.kind === 'observer' || !listener || isKnownAt(facts, listener, anchor.parent));
  const named = reachable ? namedRemoval(facts, leak) : undefined;
  if (direct) return registrationRelease(facts, leak, anchor, named);
  if (named !== undefined) return { code: named, edits: [] };
  return constantListener(facts, leak, anchor) ?? signalled(facts, leak, anchor);
}

function handleAt(facts: Facts, leak: Leak, anchor: ts.Statement, direct: boolean): ReleaseCode | undefined {
  const { holder } = leak;
  if (holder && (holder.form !== 'local' || (holder.declaration && !isWithin(holder.declaration, anchor)))) {
    const code = heldRelease(facts, leak);
    return code === undefined || (holder.form === 'local' && leak.use.acquisition.release.functions === undefined) ? undefined : { code, edits: [] };
  }
  return direct ? namedHandle(facts, leak) : hoistedHandle(facts, leak, anchor, leak.owner.repeated);
}

// — React —

const REACT = ['react', 'preact/hooks', 'preact/compat'];

/** An effect that does nothing but release: for what handlers start, and for what is kept in a ref. */
function reactFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { owner, use, holder } = leak;
  const component = owner.node;
  if (owner.kind !== 'component' || !isFunctionNode(component) || !component.body || !ts.isBlock(component.body) || isRegistration(leak)) return [];
  const anchor = component.body.statements.find((each) => isWithin(use.call, each));
  const effect = importedAs(use.call, 'useEffect', REACT);
  if (!anchor || !effect || isConditional(component.body, anchor)) return [];
  if (holder?.form === 'property') return refEffect(facts, leak, component.body, effect);
  return holder || !owner.repeated ? [] : newRef(facts, leak, anchor, effect);
}

/** `timer.current` is set by handlers: one more effect ends the last one. */
function refEffect(facts: Facts, leak: Leak, body: ts.Block, effect: ImportedName): readonly FixProposal[] {
  const ref = leak.holder && ts.isPropertyAccessExpression(leak.holder.node) && ts.isIdentifier(leak.holder.node.expression) ? leak.holder.node.expression : undefined;
  const declaration = ref ? facts.declarationOf(ref) : undefined;
  const statement = declaration ? statementOf(declaration) : undefined;
  const code = heldRelease(facts, leak);
  if (!statement || statement.parent !== body || code === undefined) return [];
  return [{ ...saysOf(leak, 'when the component goes'), edits: [...effect.edits, linesAfter(statement, [effectText(statement, effect.text, code)])] }];
}

function effectText(at: ts.Node, effect: string, code: string): string {
  return `${effect}(() => ${cleanupText(at, [code])}, [])${statementEnd(at.getSourceFile())}`;
}

/** What a handler starts is kept in a ref, so that an effect can end it. */
function newRef(facts: Facts, leak: Leak, anchor: ts.Statement, effect: ImportedName): readonly FixProposal[] {
  const { call } = leak.use;
  const outer = outermost(call);
  const statement = statementOf(call);
  const wanted = handleName(leak);
  const type = handleType(leak);
  const use = importedAs(call, 'useRef', REACT);
  if (!ts.isExpressionStatement(outer.parent) || !statement || wanted === undefined || type === undefined || !use) return [];
  const file = call.getSourceFile();
  const end = statementEnd(file);
  const name = freshName(facts, file, `${wanted}Ref`);
  const code = releaseOf(leak, `${name}.current`, true);
  if (code === undefined) return [];
  const declared = `const ${name} = ${use.text}${isJavaScript(file) ? '()' : `<${type} | undefined>(undefined)`}${end}`;
  const says = saysOf(leak, 'when the component goes');
  return [{
    ...says, differs: [...says.differs, REPLACES],
    edits: [...joined([...effect.edits, ...use.edits]), linesBefore(anchor, [declared, effectText(anchor, effect.text, code), '']), linesBelowComment(statement, [`${code}${end}`]), insertion(file, outer.getStart(), `${name}.current = `)],
  }];
}

/** Both names may be new in the same import statement; a whole new statement is written for the first alone. */
function joined(edits: ImportedName['edits']): ImportedName['edits'] {
  const [first, second] = edits;
  if (!first || !second || !second.newText.includes('import ')) return edits;
  return [{ ...first, newText: first.newText.replace('useEffect', 'useEffect, useRef') }];
}

/** Hooks must run on every rendering: none may follow a `return`. */
function isConditional(body: ts.Block, anchor: ts.Statement): boolean {
  let found = false;
  walkOwn(body, (node) => {
    if (ts.isReturnStatement(node) && node.pos < anchor.pos) found = true;
    return !found;
  });
  return found;
}
