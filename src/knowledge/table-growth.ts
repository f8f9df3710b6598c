/**
 * How the number of rows of a table usually behaves, by the last word of its name. The words come from reading 190 labelled
 * queries of 60 public repositories, half of them bounded by their maintainers later, and from what the code of ten more
 * does with its rows.
 */

/** One row per occurrence: use and machines write them, and no owner of any size has few for long. */
const RECORDS = `
  event log history message comment response view payout commission invoice revision snapshot run job notification record
  transaction order activity audit entry visit click impression metric measurement sample request payment charge refund
  expense booking reservation appointment vote like reaction tweet mail submission result execution attempt trace span
  observation score usage export import change version hit ping heartbeat check reading edge review rating ticket issue
  conversation chat thread reply alert error exception delivery dispatch shipment registration enrollment playback bill
  ledger balance quote trade story interaction reminder draw scan crawl screenshot transcript statement`;

/** Made by people, without end for a tenant or a tireless user. */
const COLLECTED = `
  link subscriber contact person member user variant document article post lead visitor client customer follower participant
  attendee guest bookmark favorite favourite upload product stock inventory todo task media video song track profile note
  point row node`;

/** Many in all, few of any one person: what signs in, what is bought, what is set up. */
const PERSONAL = 'key token session device login authentication authenticator passkey identity credential subscription membership prompt feed';

/** Pieces of a larger thing, entered with it: those of one thing are few, those of a tenant are not. */
const PARTS = `
  recipient attachment item line file image photo highlight asset price answer signature alias translation signer
  verifier approver assignee reviewer watcher`;

const SMALL = `
  setting property config configuration preference option flag platform provider tier plan webhook domain integration
  environment account step page role permission scope policy currency country language locale timezone region category type
  status kind state unit template layout theme menu channel connector strategy setup segment experiment constant parameter
  field column schema migration lock scheduler schedule calendar department team secret
  certificate license brand logo badge gateway carrier tax rate question choice stage pipeline group list board widget dashboard
  connection credential method address server instance cluster zone warehouse owner admin capability level`;

/** Names of two words that say otherwise than the second alone. */
const COMPOUNDS: Readonly<Record<string, Growth>> = { attribute_key: 'small', auth_client: 'small', api_client: 'small', oauth_client: 'small', webhook_subscription: 'small', hook_subscription: 'small' };

/** Names of anything kept per occurrence, wherever in a compound name they stand: `EventAttribute`, `audit_log_detail`. */
const PILES_UP = 'event log history audit message metric';

/** First words of names for what people did to something: `favorite_features`, `saved_searches`. */
const ACTS = 'favorite favourite bookmarked liked saved starred watched visited viewed followed played';

/** What code or configuration declares, whatever it is: one row per scheduled task, per supported language. */
const DECLARED = 'scheduled registered installed available supported default allowed builtin predefined static custom';

/** Sessions other than those of signing in: each is something that somebody did. */
const SIGN_IN = 'user auth authentication login refresh web active account browser admin revoked api access client';

/**
 * records: one row per occurrence · collected: made without end · personal: few for any one person · parts: few in any one
 * thing · small: configured · unknown: no word says.
 */
export type Growth = 'records' | 'collected' | 'personal' | 'parts' | 'small' | 'unknown';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const byWord: readonly (readonly [Growth, ReadonlySet<string>])[] = [
  ['records', words(RECORDS)],
  ['personal', words(PERSONAL)],
  ['collected', words(COLLECTED)],
  ['parts', words(PARTS)],
];
const small = words(SMALL);
const pilesUp = words(PILES_UP);
const declared = words(DECLARED);
const acts = words(ACTS);
const signIn = words(SIGN_IN);

/** @param extra words of the project's own, as its settings name them */
export function growthOf(table: string, extra?: { readonly growing: readonly string[]; readonly small: readonly string[] }): Growth {
  const parts = nameWords(table);
  const last = parts.at(-1);
  if (last === undefined) return 'unknown';
  const named = (list: readonly string[] | undefined): boolean => list?.some((each) => each.toLowerCase() === table.toLowerCase() || nameWords(each).join('_') === parts.join('_') || each.toLowerCase() === last) ?? false;
  if (named(extra?.small)) return 'small';
  if (named(extra?.growing)) return 'records';
  const compound = COMPOUNDS[parts.slice(-2).join('_')];
  if (compound) return compound;
  if (small.has(last) || (parts.length > 1 && !pilesUp.has(last) && declared.has(parts[0] ?? ''))) return 'small';
  const growth = byWord.find(([, list]) => list.has(last))?.[0];
  if (last === 'session' && parts.length > 1 && !parts.slice(0, -1).some((each) => signIn.has(each))) return 'records';
  if (growth) return growth;
  return parts.some((each) => pilesUp.has(each)) ? 'records' : acts.has(parts[0] ?? '') ? 'collected' : 'unknown';
}

/** The words of a table, model or variable name in the singular: `UserSettings` and `user_settings` give `user`, `setting`. */
export function nameWords(name: string): readonly string[] {
  return name
    .replace(/\.name$/, '')
    .replace(/^.*[.]/, '')
    .replace(/["'`]/g, '')
    .trim()
    .replace(/\s.*$/, '')
    .replace(/(?:Repository|Repo|Model|Entity|Table|Collection|_table|_model|_entity)$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((each) => each !== '')
    .map(singular);
}

function singular(word: string): string {
  if (word === 'people') return 'person';
  if (/(?:ss|us|is|news|media|series|history|data|info)$/.test(word)) return word;
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && word.length > 3 ? word.slice(0, -1) : word;
}

/** Whether a name says that it is about several: `getComments`. */
export function isPlural(name: string): boolean {
  const last = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z0-9]+/).at(-1) ?? '';
  return singular(last) !== last || /(?:media|series|news)$/.test(last);
}
