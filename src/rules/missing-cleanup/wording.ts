import { ts } from 'ts-morph';
import { memberName } from '../../facts/members.js';
import { runsOnMount } from '../../facts/component-life.js';
import { functionName } from '../../facts/lifetimes.js';
import { scriptBlocksOf } from '../../syntax/component-script.js';
import type { EvidenceNote } from '../rule.js';
import type { Leak } from './leak.js';

/** What is wrong, why it matters, what to do. */
export function messageOf(leak: Leak): string {
  const { use } = leak;
  return `${capital(withArticle(use.acquisition.resource))} ${what(leak)}, ${why(leak)}; ${remedy(leak)}.`;
}

function withArticle(resource: string): string {
  return `${/^[aeiou]/i.test(resource) ? 'an' : 'a'} ${resource}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function what({ reason, use }: Leak): string {
  switch (reason.kind) {
    case 'dropped':
      return use.acquisition.kind === 'object-url' ? 'is made without a name to release it by' : 'is started and its handle dropped';
    case 'unreleased':
      return use.acquisition.release.receiver ? 'is added and never removed' : 'is never released';
    case 'inline':
      return 'is added with a function that nothing else can name';
    case 'mismatch':
      return MISMATCHES[reason.why];
    case 'some-paths':
      return `is released only when nothing goes wrong`;
    case 'one-outcome':
      return 'is released on success only';
    case 'only-when-set-again':
      return 'is released only when the next one takes its place';
    case 'handed-over':
      return 'is opened inside the call that is to read it, where no name is left to close it by';
    case 'piped':
      return 'is piped, which does not close it when the other end closes early';
  }
}

const MISMATCHES: Readonly<Record<Extract<Leak['reason'], { kind: 'mismatch' }>['why'], string>> = {
  event: 'is removed under another event name',
  listener: 'is not the one that is removed',
  inline: 'is removed with another function than the one that was added: a function made in place equals no other',
  capture: 'is removed with another capture flag',
  method: 'is removed by the wrong method',
};

function why({ owner, use, reason }: Leak): string {
  if (reason.kind === 'some-paths') return reason.escape.how === 'rejection' ? 'so a rejection on the way keeps it taken' : `so the ${reason.escape.how} on the way keeps it taken`;
  if (reason.kind === 'piped') return 'so a client that hangs up leaves the file open';
  if (reason.kind === 'handed-over') return 'so it stays open when that call fails before it has read it';
  const { kind } = use.acquisition;
  const end = kind === 'interval' || kind === 'timeout' || kind === 'animation-frame' ? 'it runs on' : kind === 'listener' || kind === 'subscription' || kind === 'cleanup-function' || kind === 'disposable' || kind === 'observer' ? 'it goes on being called and keeps everything it names' : 'it stays open';
  switch (owner.kind) {
    case 'effect':
      return runsOnMount(owner) ? `so ${end} after the component is gone, once more each time it is mounted` : `so ${end} after the effect has ended, once more for every run`;
    case 'component':
      return `so ${end} after the component is gone`;
    case 'class':
      return `so ${end} after the ${className(owner)} is done with`;
    case 'factory':
      return `so ${end} after the function's own cleanup has run`;
    default:
      return `so ${end}, once more for every call`;
  }
}

function className(owner: Leak['owner']): string {
  const name = ts.isClassLike(owner.node) ? owner.node.name?.text : undefined;
  return name ?? owner.lifecycle?.label ?? 'object';
}

function remedy(leak: Leak): string {
  const { owner, use, reason } = leak;
  const release = releaseText(leak);
  if (reason.kind === 'mismatch') return reason.why === 'capture' ? 'give both calls the same flag' : reason.why === 'event' ? 'remove it under the name it was added with' : 'keep the function in a constant and give it to both calls';
  if (reason.kind === 'piped') return 'connect the two with `pipeline`';
  if (reason.kind === 'handed-over') return 'keep it in a variable and destroy it when the call fails';
  if (reason.kind === 'one-outcome') return `call ${release} on failure too`;
  if (use.acquisition.property !== undefined) return `read or destroy its \`${use.acquisition.property}\` on every path`;
  if (use.acquisition.everyPath) return `call ${release} in a \`finally\``;
  switch (owner.kind) {
    case 'effect':
      return owner.callback?.cleanup === 'returned' ? `return a cleanup that calls ${release}` : `call ${release} in the hook that ends it`;
    case 'component':
      return `call ${release} in a cleanup`;
    case 'factory':
      return `call ${release} in the cleanup it returns`;
    case 'class': {
      const [teardown] = owner.teardowns ?? [];
      const name = teardown?.name ? memberName(teardown.name) ?? teardown.name.getText() : owner.lifecycle?.teardown[0];
      return name === undefined ? `call ${release} when it ends` : `call ${release} in \`${name}\``;
    }
    default:
      return `call ${release} when it is done`;
  }
}

/** How the release is written: `removeEventListener`, `clearInterval`, `dispose()`. */
export function releaseText({ use }: Leak): string {
  const { release } = use.acquisition;
  const name = release.receiver?.[0] ?? release.functions?.[0] ?? release.methods?.[0];
  return name === undefined ? 'the function it returns' : `\`${name}\``;
}

/** The chain: whose life, what ends it, what does not match. */
export function evidenceOf(leak: Leak): readonly EvidenceNote[] {
  const { owner, reason, holder, sibling } = leak;
  const notes: EvidenceNote[] = [{ at: header(owner), text: ownerText(leak) }];
  if (holder) notes.push({ at: holder.node, text: 'its handle is kept here' });
  if (reason.kind === 'mismatch') notes.push({ at: reason.removal, text: 'this removal does not match' });
  if (reason.kind === 'some-paths') {
    notes.push({ at: reason.release, text: ts.isIdentifier(reason.release) ? 'it is handed on here' : 'it is released here' });
    notes.push({ at: reason.escape.node, text: reason.escape.how === 'rejection' ? 'when this rejects, the release is passed over' : 'this leaves without releasing it' });
  }
  if (reason.kind === 'one-outcome') {
    notes.push({ at: reason.released, text: 'it is released here' });
    notes.push({ at: reason.missing, text: 'this outcome does not release it' });
  }
  if (reason.kind === 'only-when-set-again') notes.push({ at: reason.release, text: 'this releases the one before, never the last' });
  if (reason.kind === 'piped') notes.push({ at: reason.pipe, text: 'piped here' });
  for (const each of owner.teardowns ?? []) if (owner.kind === 'class' && each.name) notes.push({ at: each.name, text: 'this ends it, without releasing it' });
  if (sibling) notes.push({ at: sibling, text: 'the one beside it is removed' });
  return [...notes, ...leak.doubts];
}

function header(owner: Leak['owner']): EvidenceNote['at'] {
  const { node } = owner;
  if (ts.isClassLike(node)) return node.name ?? node;
  if (ts.isSourceFile(node)) {
    const start = scriptBlocksOf(node)?.find((each) => each.perInstance)?.start ?? 0;
    return { file: node, start, end: start };
  }
  if (owner.kind === 'effect' && ts.isCallExpression(node.parent)) return node.parent.expression;
  const named = (node as ts.FunctionLikeDeclaration).name;
  if (named) return named;
  return ts.isVariableDeclaration(node.parent) ? node.parent.name : { file: node.getSourceFile(), start: node.getStart(), end: Math.min(node.end, node.getStart() + 1) };
}

function ownerText({ owner }: Leak): string {
  switch (owner.kind) {
    case 'effect':
      return runsOnMount(owner) ? 'this effect runs each time the component is mounted' : 'this effect runs again and again';
    case 'component':
      return /^use[A-Z]/.test(functionName(owner.node) ?? '') ? 'this hook belongs to a component that comes and goes' : 'this component comes and goes';
    case 'class':
      return owner.lifecycle ? `this ${owner.lifecycle.label} comes and goes` : 'it belongs to an object of this class';
    case 'factory':
      return 'this function gives back its own cleanup';
    default:
      return 'each call of this function makes another one';
  }
}

/** What cancelling a timer changes. */
export const NO_LONGER_DUE = 'what is still due then no longer happens';
