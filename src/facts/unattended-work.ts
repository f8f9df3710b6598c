import { ts } from 'ts-morph';
import { isFunctionNode, nameOfAccess, unwrap } from '../syntax/nodes.js';

/** What shows that code runs by itself, over everything there is, while nobody looks at a page of it. */
export interface UnattendedWork {
  readonly at: ts.Node | undefined;
  readonly text: string;
}

const FOLDER = /(?:^|\/)(?:jobs?|crons?|workers?|queues?|processors?|tasks?|schedulers?|schedules|exports?|exporters?|consumers?|background|batch)\//i;
/** Routes answer requests, whatever the folders below are called. */
const ROUTE = /(?:^|\/)(?:pages|app|routes|server)\/api\//;
const FILE = /(?:^|[-._/])(?:job|cron|worker|processor|task|scheduler|consumer|export(?:er)?|reindex|sync)\.[cm]?[jt]sx?$|(?:Job|Cron|Worker|Processor|Task|Scheduler|Consumer|Exporter)\.[cm]?[jt]sx?$/;
const NAME = /(?:Job|Cron|Worker|Processor|Task|Scheduler|Consumer|Exporter)$|^(?:export|reindex|rebuild|broadcast|backfill|syncAll|notifyAll|sendAll|recalculate|recompute|purge|cleanup|cleanUp)(?:[A-Z]|$)/;
const DECORATOR = /^(?:Cron|Interval|Process|Processor|OnQueueEvent|OnJob|Scheduled?|MessagePattern|EventPattern)$/;

/** The job, schedule, worker or export a node belongs to, nearest sign first. */
export function unattendedWork(node: ts.Node, relativePath: string): UnattendedWork | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunctionNode(at) && !ts.isClassLike(at)) continue;
    if (ts.canHaveDecorators(at)) {
      const mark = (ts.getDecorators(at) ?? []).find((each) => DECORATOR.test(nameOfAccess(unwrap(ts.isCallExpression(each.expression) ? each.expression.expression : each.expression)) ?? ''));
      if (mark) return { at: mark, text: 'runs by itself, over everything there is' };
    }
    const name = nameNodeOf(at);
    if (name && NAME.test(name.text)) return { at: name, text: `\`${name.text}\` is work that nobody pages through` };
  }
  if ((FOLDER.test(relativePath) && !ROUTE.test(relativePath)) || FILE.test(relativePath)) return { at: undefined, text: 'going by its path this is a job, worker or export' };
  return undefined;
}

function nameNodeOf(node: ts.Node): ts.Identifier | undefined {
  const named = (node as { name?: ts.Node }).name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) || ts.isPropertyDeclaration(node.parent) ? node.parent.name : undefined);
  return named && ts.isIdentifier(named) ? named : undefined;
}
