import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { isWithin } from '../../../syntax/nodes.js';
import type { Leak } from '../leak.js';

/** A name that is not used anywhere in the function or class that is to have it. */
export function freshName(facts: Facts, scope: ts.Node, wanted: string): string {
  const isTaken = (name: string): boolean => facts.bindingsOf(scope.getSourceFile()).identifiersNamed(name).some((each) => isWithin(each, scope));
  return freeName(wanted, isTaken);
}

/** `timeout`, or the first of `timeout2`, `timeout3` … that is free. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!isTaken(name)) return name;
  }
}

const HANDLE_NAMES: Readonly<Partial<Record<Leak['use']['acquisition']['kind'], string>>> = {
  interval: 'interval', timeout: 'timeout', 'animation-frame': 'frame', subscription: 'subscription', disposable: 'disposable', socket: 'socket', worker: 'worker',
  watcher: 'watcher', 'cleanup-function': 'unsubscribe', connection: 'connection', stream: 'stream', 'object-url': 'url',
};

/** What a handle without a name is called. */
export function handleName({ use }: Leak): string | undefined {
  return HANDLE_NAMES[use.acquisition.kind];
}

/** What the listener of an event is called: `handleResize`. */
export function handlerName(event: ts.Expression): string {
  const text = ts.isStringLiteralLike(event) ? event.text : ts.isPropertyAccessExpression(event) ? event.name.text : 'event';
  const words = text.split(/[^A-Za-z0-9]+/).filter((each) => each !== '');
  return `handle${words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join('')}`;
}
