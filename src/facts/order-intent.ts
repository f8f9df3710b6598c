import { ts } from 'ts-morph';
import { enclosingFunction, nameOfAccess, unwrap, type FunctionNode } from '../syntax/nodes.js';
import { wordsOf } from './call-names.js';

const SAYS_ORDER = new RegExp([
  'order (?:matters|is important|is significant)', 'in (?:this|that|the right|the correct|strict|sequence) ?order', 'in sequence', '\\bsequential(?:ly)?\\b(?!-)', 'serial(?:ly|is|iz)', 'one (?:[a-z]+ )?(?:at a time|by one|after (?:the )?(?:other|another))',
  'not (?:be )?(?:run |use |done |executed )?(?:in )?parallel', "(?:don['’]?t|do not|never|avoid|cannot|can['’]?t|instead of|rather than|without) (?:use |using |run |running |do |doing )?(?:this |these |them )?(?:a )?(?:in )?(?:`?promise\\.all|parallel|concurren)",
  'race condition', 'dead ?lock', 'rate.?limit', 'throttl', 'must (?:be |run |happen |come |finish )*(?:done )?(?:before|after|first)', 'before (?:we|the next)', 'connection pool', 'pool exhaust', 'overload', 'too many (?:requests|connections|open)',
].join('|'), 'i');
/** `eslint-disable-next-line no-await-in-loop -- needs the id before`: a decision with a reason. */
const DECIDED = /eslint-disable[^\n]*no-await-in-loop[^\n]*--\s*\S/;

/** How far from the code a remark about its order may stand. */
const LINES_ABOVE = 6;

/** The comment within or just above a stretch of code that says its order is meant, if there is one. */
export function orderRemark(file: ts.SourceFile, start: number, end: number): string | undefined {
  const line = file.getLineAndCharacterOfPosition(start).line;
  const from = Math.max(file.getPositionOfLineAndCharacter(Math.max(0, line - LINES_ABOVE), 0), beginOfOwn(file, start));
  const text = file.text.slice(from, end);
  for (const [comment] of text.matchAll(/\/\/[^\n]*|\/\*[^]*?\*\/|^[ \t]*\*[^\n]*/gm)) if (SAYS_ORDER.test(comment) || DECIDED.test(comment)) return comment;
  return undefined;
}

/** Where the outermost function around a place begins, its comments included: what stands before is said of something else. */
function beginOfOwn(file: ts.SourceFile, at: number): number {
  const around = (nodes: readonly ts.Node[]): ts.Node | undefined => nodes.find((each) => each.pos <= at && at < each.end);
  let own = around(file.statements);
  if (own && ts.isClassDeclaration(own)) own = around(own.members) ?? own;
  return own?.pos ?? 0;
}

const TEARDOWN = new Set('close shutdown dispose teardown stop destroy cleanup disconnect end quit exit unmount deactivate kill terminate reset rollback revert'.split(' '));
const SCHEMA = new Set(['up', 'down', 'seed', 'migrate']);

/** Whether a function is one whose steps have an order of their own: it ends something, or moves data from one shape to another. */
export function isOrderedByNature(node: ts.Node): boolean {
  const owner = enclosingFunction(node);
  const name = owner ? functionName(owner) : undefined;
  if (name === undefined) return false;
  const [verb = ''] = wordsOf(name);
  return TEARDOWN.has(verb) || SCHEMA.has(verb) || /^(?:on(?:Module|Application)(?:Destroy|Shutdown)|before(?:Each|All)|after(?:Each|All))/i.test(name);
}

/** The name a function is known by where it is written. */
export function functionName(node: FunctionNode): string | undefined {
  if (node.name && (ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name) || ts.isStringLiteral(node.name))) return node.name.text;
  const parent = node.parent;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent) && (ts.isIdentifier(parent.name) || ts.isStringLiteral(parent.name))) return parent.name.text;
  if (ts.isCallExpression(parent)) return nameOfAccess(unwrap(parent.expression));
  return undefined;
}
