import { nameWords } from './table-growth.js';

/**
 * What kind of thing a filter names as the owner of the rows. tenant: what a whole product serves, and all its members fill ·
 * person: one user, who fills it alone · gatherer: something made to gather any number of rows · thing: anything else, such as
 * one document.
 */
export type OwnerKind = 'tenant' | 'person' | 'gatherer' | 'thing';

const TENANT = `
  org organization organisation team tenant workspace company project account app application environment env site shop store
  vendor merchant space instance collective business agency customer client program programme domain network community guild
  server school institution department league`;

const PERSON = 'user owner author creator created createdby admin member manager sender actor assignee uploader reviewer collaborator student employee';

const GATHERER = `
  group list room channel tag category label folder directory collection dataset catalog catalogue library index queue playlist
  board course event segment audience topic forum bucket database survey form campaign quiz poll warehouse genre keyring
  repo repository conversation chat thread brand city country region device sensor vault feed`;

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const tenants = words(TENANT);
const persons = words(PERSON);
const gatherers = words(GATHERER);

/** Endings and beginnings of a column's name that do not say whose key it holds. */
const KEY_WORDS = words('id ids uid uids uuid uuids ref refs by');

/** The words that name the owner in the name of a column or relation: `team` of `team_id`, `keyAuth` of `keyAuthId`. */
export function ownerWords(column: string): readonly string[] {
  const parts = [...nameWords(column.replace(/([a-z])(I[dD]s?)$/, '$1_$2'))];
  while (parts.length > 1 && KEY_WORDS.has(parts.at(-1) ?? '')) parts.pop();
  return parts;
}

/** @param column the column or relation that the filter compares */
export function ownerKind(column: string): OwnerKind {
  const last = ownerWords(column).at(-1) ?? '';
  if (tenants.has(last)) return 'tenant';
  if (persons.has(last)) return 'person';
  return gatherers.has(last) ? 'gatherer' : 'thing';
}

/**
 * How rows of a table stand to an owner of theirs by both names. own: the table lists what one person or thing belongs to
 * (`groupUser.userId`) · self: rows of the same table below one of them (`comment.parentCommentId`) · container: the owner is
 * named after what it holds (`key.keyAuthId`) · plain: the names say nothing.
 */
export function ownership(table: string, column: string): 'own' | 'self' | 'container' | 'plain' {
  const noun = nameWords(table).at(-1);
  const owner = ownerWords(column);
  if (noun === undefined || owner.length === 0) return 'plain';
  if (/^(?:parent|root|reply|ancestor)$/.test(owner[0] ?? '')) return owner.length === 1 || owner.at(-1) === noun ? 'self' : 'plain';
  // Groups of a user, spaces of a member: the table lists persons, and this is one of them.
  if (owner.at(-1) === noun || (persons.has(noun) && ownerKind(column) === 'person')) return 'own';
  return owner.includes(noun) ? 'container' : 'plain';
}
