/** Methods of a list that make a list of as many, in the same order. */
const KEEPS = new Set(['map', 'flatMap', 'then', 'concat', 'toJSON']);

export function keepsRows(method: string): boolean {
  return KEEPS.has(method);
}

/** Names of calls that hand what they are given to whoever asked: `res.json(rows)`, `reply.send(rows)`. */
const ANSWERS = /^(?:json|send|jsonp|render|reply|respond|superjson|ok|success|renderToString|renderToPipeableStream|view)$|(?:Json|JSON|Response)$/;

export function answersSomebody(name: string): boolean {
  return ANSWERS.test(name);
}

/** Names of calls that say the same in other words: `toDto(rows)`, `presentAll(rows)`, and that wait for several. */
const RESTATES = /^(?:to|as|map|present|serialize|serialise|format|parse|transform|wrap|plain|instance|decorate|normalize)(?:[A-Z]|$)|^(?:all|parse|array|stringify|resolve|freeze)$/;

export function restatesRows(name: string): boolean {
  return RESTATES.test(name);
}

/** Words in names of files, classes and functions whose work is worth nothing when it is not whole. */
const WHOLE = /(?:^|[^a-z])(?:pdf|csv|xlsx?|excel|export|report|certificate|sitemap|backup|dump|migrat|archive|print|ical|ics|feed|seed|import|sync|notif|digest|permission|polic|abilit|authori[sz]|billing|recipient|indexing|reindex|cache|delete|remove|destroy|purge|clean)/;

/** `generateAuditLogPdf`, `server/exports/orders.ts`. */
export function isWholeDocument(name: string): boolean {
  return WHOLE.test(name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase());
}
