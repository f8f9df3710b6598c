import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { compilerOption } from '../../../facts/project-settings.js';
import { handleReleases } from '../../../facts/releases.js';
import { insertion, tryAfter } from '../../../syntax/edits.js';
import { statementEnd, removalOf } from '../../../syntax/layout.js';
import { enclosingFunction, type FunctionNode, isFunctionNode, isJavaScript, isWithin, plainText, statementOf, unwrap, walk, walkOwn } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { isAsync } from './effect-fix.js';
import { releaseOf } from './release-code.js';

/** Puts all that follows the acquisition in `try`, and the release in `finally`. */
export function finallyFix(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { use, holder } = leak;
  const around = enclosingFunction(use.call);
  const after = acquiredBy(leak);
  if (!holder?.declaration || !around || !after || !ts.isBlock(after.parent) || use.acquisition.release.methods?.includes('commit')) return [];
  const rest = after.parent.statements.slice(after.parent.statements.indexOf(after) + 1);
  const releases = handleReleases(facts, use.acquisition, [holder.key], use.call).map((each) => statementOf(each.node));
  const released = releases.filter((each): each is ts.ExpressionStatement => each !== undefined && ts.isExpressionStatement(each) && each.parent === after.parent);
  const [release] = released;
  const kept = rest.filter((each) => each !== release);
  const [first] = kept;
  if (released.length !== releases.length || released.length > 1 || !first || (release && ts.isTryStatement(first))) return [];
  if (!use.acquisition.everyPath && !isDoneWithin(facts, leak, around)) return [];
  const code = release ? release.getText() : newRelease(leak, around);
  const waiting = code === undefined ? undefined : waitedReturns(facts, leak, around, kept);
  const edits = code === undefined || !waiting ? undefined : tryAfter(after, ['} finally {', ` ${code}`, '}'], release);
  if (!edits || !waiting) return [];
  const late = release !== undefined && kept.some((each) => each.pos > release.pos && !ts.isReturnStatement(each));
  const differs = [...(late ? ['it is released after what follows its release now'] : []), ...(release === undefined && use.conventional ? ['what it does to end itself is run, which it was not before'] : []), ...(release === undefined && isListenedTo(facts, leak) ? ['it is given back when the function ends, whatever listens to it'] : [])];
  const proposal: FixProposal = { title: 'Release it in `finally`', differs, edits: [...edits, ...waiting] };
  const using = usingFix(facts, leak, after, release, waiting);
  return using ? [proposal, using] : [proposal];
}

/** The statement after which the resource is there: its declaration, or the one that sets the variable, with the questions whether it is there. */
function acquiredBy({ use, holder }: Leak): ts.Statement | undefined {
  const statement = statementOf(use.call);
  const declaration = holder?.declaration;
  if (!statement || !declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  if (isWithin(declaration, statement)) return ts.isVariableStatement(statement) ? statement : undefined;
  const block = statementOf(declaration)?.parent;
  if (!block || !ts.isBlock(block) || declaration.initializer || enclosingFunction(declaration) !== enclosingFunction(use.call)) return undefined;
  const setting = block.statements.find((each) => isWithin(use.call, each));
  if (!setting || ts.isIterationStatement(setting, false) || ts.isTryStatement(setting)) return undefined;
  let after = setting;
  for (const next of block.statements.slice(block.statements.indexOf(setting) + 1)) {
    const asks = ts.isIfStatement(next) && new RegExp(`^!${declaration.name.getText()}$`).test(plainText(next.expression));
    if (!asks) break;
    after = next;
  }
  return after;
}

/** An asynchronous function that waits for all it does with the resource: nobody needs it after its end. */
function isDoneWithin(facts: Facts, { holder, use }: Leak, around: FunctionNode): boolean {
  const { declaration } = holder ?? {};
  if (!declaration || !isAsync(around) || use.acquisition.release.functions) return false;
  let waits = false;
  const within = facts.referencesOf(declaration).every((each) => {
    let at: ts.Node = each;
    for (; at.parent && at !== around; at = at.parent) {
      if (!ts.isAwaitExpression(at)) continue;
      waits = true;
      return true;
    }
    return enclosingFunction(each) === around;
  });
  return within && waits;
}

/** `client.on('error', …)`: somebody may count on its life after the function. */
function isListenedTo(facts: Facts, { holder }: Leak): boolean {
  const { declaration } = holder ?? {};
  return declaration !== undefined && facts.referencesOf(declaration).some((each) => {
    const call = each.parent.parent;
    const isCalled = ts.isPropertyAccessExpression(each.parent) && each.parent.expression === each && ts.isCallExpression(call) && call.expression === each.parent;
    return isCalled && ts.isExpressionStatement(call.parent) && call.arguments.some((argument) => facts.valueOf(argument)?.kind === 'function');
  });
}

function newRelease(leak: Leak, around: FunctionNode): string | undefined {
  const { holder, use } = leak;
  const code = holder ? releaseOf(leak, holder.node.getText()) : undefined;
  const { promised } = use.acquisition.release;
  if (code === undefined || (promised && !isAsync(around))) return undefined;
  return `${promised ? 'await ' : ''}${code}${statementEnd(holder?.node.getSourceFile() ?? use.call.getSourceFile())}`;
}

/** `return client.query(…)`: what is returned has to be waited for before the release. `undefined` where it cannot be. */
function waitedReturns(facts: Facts, { holder, use }: Leak, around: FunctionNode, kept: readonly ts.Statement[]): readonly TextEdit[] | undefined {
  const references = holder?.declaration ? facts.referencesOf(holder.declaration) : [];
  const edits: TextEdit[] = [];
  let possible = true;
  const look = (node: ts.Node): void => {
    if (!ts.isReturnStatement(node) || !node.expression) return;
    const value = unwrap(node.expression);
    const uses = references.some((each) => isWithin(each, value));
    if (ts.isAwaitExpression(value) || !uses || use.acquisition.release.functions?.some((name) => name.endsWith('Sync'))) return;
    if (!isAsync(around)) possible = false;
    else if (ts.isCallExpression(value)) edits.push(insertion(node.getSourceFile(), node.expression.getStart(), 'await '));
  };
  for (const each of kept) {
    look(each);
    if (!isFunctionNode(each)) walkOwn(each, look);
  }
  return possible ? edits : undefined;
}

/** `await using file = await open(path)` where the configuration has the language and its library know of it. */
function usingFix(facts: Facts, { use }: Leak, after: ts.Statement, release: ts.Statement | undefined, waiting: readonly TextEdit[]): FixProposal | undefined {
  const { using } = use.acquisition.release;
  const file = after.getSourceFile();
  if (!using || isJavaScript(file) || !ts.isVariableStatement(after) || after.declarationList.declarations.length !== 1 || !knowsUsing(facts, file)) return undefined;
  const list = after.declarationList;
  const keyword = { path: file.fileName, start: list.getStart(), end: list.getStart() + (/^\w+/.exec(list.getText())?.[0].length ?? 0), newText: using };
  const gone = release && removalOf(release);
  return { title: `Declare it with \`${using}\``, differs: release ? ['it is released at the end of the block'] : [], edits: [keyword, ...waiting, ...(gone ? [{ path: file.fileName, ...gone, newText: '' }] : [])] };
}

function knowsUsing(facts: Facts, file: ts.SourceFile): boolean {
  const lib = compilerOption(facts, file, 'lib');
  const names = Array.isArray(lib) ? lib.map((each) => String(each).toLowerCase()) : undefined;
  return names ? names.some((each) => each === 'esnext' || each === 'esnext.disposable') : String(compilerOption(facts, file, 'target') ?? '').toLowerCase() === 'esnext';
}

/** A stream that is handed on only after something was waited for: destroyed when that fails. */
export function catchFix(leak: Leak): readonly FixProposal[] {
  const { reason, holder } = leak;
  const after = acquiredBy(leak);
  const file = leak.use.call.getSourceFile();
  if (reason.kind !== 'some-paths' || reason.escape.how !== 'rejection' || !holder || !after) return [];
  const end = statementEnd(file);
  const edits = tryAfter(after, ['} catch (error) {', ` ${holder.node.getText()}.destroy()${end}`, ` throw error${end}`, '}']);
  return edits && !mentionsName(after.parent, 'error', holder.node) ? [{ title: 'Destroy it when what comes before fails', differs: [], edits }] : [];
}

/** The name is taken by something that the new clause would hide. */
function mentionsName(block: ts.Node, name: string, holder: ts.Node): boolean {
  let found = holder.getText() === name;
  walk(block, (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) found = true;
    return !found;
  });
  return found;
}
