import { ts } from 'ts-morph';
import { acrossNodes } from '../../../knowledge/redis-commands.js';
import type { Dialect, QueryInLoop } from './batch-query.js';

/** Keys of a command at most: the server works on nothing else until it is done with them. */
const MOST_KEYS = 1000;

/** @param spelled the client's name of a command: `mget` or `mGet` */
export function redisDialect(spelled: Readonly<Record<'get' | 'mget' | 'del', string>>): Dialect {
  const asked = ({ call, use: { method, operation } }: QueryInLoop, command: string) => {
    const [key] = call.arguments;
    // On a cluster the keys of one command have to lie on one node.
    if (method !== command || !key || call.arguments.length !== 1 || ts.isSpreadElement(key) || operation.batch === acrossNodes || !ts.isPropertyAccessExpression(call.expression)) return undefined;
    return { expression: call, key, client: call.expression.expression.getText(), mostElements: MOST_KEYS, refusesEmpty: true };
  };
  return {
    read(query) {
      const found = asked(query, spelled.get);
      if (!found) return undefined;
      const { client, ...common } = found;
      return { ...common, answers: 'row', positional: true, missing: 'null', property: 'key', entity: 'value', method: spelled.mget, many: (keys) => `${client}.${spelled.mget}(${keys})`, keyOf: (entry) => entry };
    },
    write(query) {
      const found = asked(query, spelled.del);
      if (!found) return undefined;
      const { client, key, ...common } = found;
      return { ...common, item: key, items: 'keys', method: spelled.del, many: (keys) => `${client}.${spelled.del}(${keys})` };
    },
  };
}
