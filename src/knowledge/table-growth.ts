/**
 * How the number of rows of a table usually behaves, by the last word of its name. The words come from reading 190 labelled
 * queries of 60 public repositories, half of them bounded by their maintainers later: under one parent, rows of the first
 * list pile up with use; rows of the second are configured by people and stay few.
 */
const GROWING = `
  event log history message comment response view session payout commission invoice revision snapshot run job link subscriber
  contact person member user key notification item variant record transaction order activity audit document file attachment
  upload image photo post article entry visit click impression metric measurement sample request order payment charge refund
  expense booking reservation appointment customer client lead visitor follower participant recipient attendee vote like
  reaction bookmark favorite favourite tweet email mail submission answer result execution attempt trace span observation
  score usage export import change version usage hit ping heartbeat check reading point row node edge product stock inventory
  review rating ticket issue conversation chat thread reply task todo alert error exception delivery dispatch shipment
  registration enrollment login token device profile account_event asset media video song track playback bill ledger
  balance price quote trade story highlight note subscription interaction`;

const SMALL = `
  setting property config configuration preference option flag platform provider tier plan webhook domain integration
  environment account step page role permission scope policy currency country language locale timezone region category type
  status kind state unit template layout theme menu channel connector strategy setup segment experiment constant parameter
  field column attribute_key schema migration lock scheduler schedule calendar department team workspace_setting secret
  certificate license brand logo badge gateway carrier tax rate question choice stage pipeline group list board widget dashboard
  connection credential method address server instance cluster zone warehouse owner admin capability level`;

/** Names of anything kept per occurrence, wherever in a compound name they stand: `EventAttribute`, `audit_log_detail`. */
const PILES_UP = 'event log history audit message metric';

/** What code or configuration declares, whatever it is: one row per scheduled task, per supported language. */
const DECLARED = 'scheduled registered installed available supported default allowed builtin predefined static';

export type Growth = 'growing' | 'small' | 'unknown';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const growing = words(GROWING);
const small = words(SMALL);
const pilesUp = words(PILES_UP);
const declared = words(DECLARED);

/** @param extra words of the project's own, as its settings name them */
export function growthOf(table: string, extra?: { readonly growing: readonly string[]; readonly small: readonly string[] }): Growth {
  const parts = nameWords(table);
  const last = parts.at(-1);
  if (last === undefined) return 'unknown';
  const named = (list: readonly string[] | undefined): boolean => list?.some((each) => each.toLowerCase() === table.toLowerCase() || nameWords(each).join('_') === parts.join('_') || each.toLowerCase() === last) ?? false;
  if (named(extra?.small)) return 'small';
  if (named(extra?.growing)) return 'growing';
  if (small.has(last) || (parts.length > 1 && !pilesUp.has(last) && declared.has(parts[0] ?? ''))) return 'small';
  if (growing.has(last) || parts.some((each) => pilesUp.has(each))) return 'growing';
  return 'unknown';
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
  if (/(?:ss|us|is|news|media|series|history)$/.test(word)) return word;
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && word.length > 3 ? word.slice(0, -1) : word;
}
