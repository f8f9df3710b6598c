/** What a filter asks of a field, whatever the library calls it. */
export type FilterTest = 'equal' | 'in' | 'null' | 'range' | 'pattern' | 'not';

/** How conditions are put together. */
export type Combination = 'and' | 'or' | 'not';

/**
 * Spelling -> meaning, in the words of every query language the tables know: option names (`in`, `$gte`, `[Op.notIn]`),
 * condition functions (`eq`, `inArray`, `MoreThan`) and SQL operators. Compared in lower case, without `$`.
 */
const TESTS: Readonly<Record<FilterTest, string>> = {
  equal: 'eq equals = == is ===',
  in: 'in inarray any hasany overlap overlaps hassome',
  null: 'isnull exists isset',
  range: 'gt gte lt lte between > >= < <= morethan morethanorequal lessthan lessthanorequal notbetween',
  pattern: 'like ilike contains startswith endswith search regex regexp iregexp text substring has hasevery arraycontains matches',
  not: 'not ne nin notin != <> noteq notequals isnotnull notinarray notlike notilike nor notexists isdistinctfrom',
};

/** Ranges that end somewhere, instead of beginning there. */
const UPPER_ENDS = /^(?:\$|\[?Op\.)?(?:lte?|lessThan(?:OrEqual)?|<=?)\]?$/i;

/** Whether a word of a query language asks for what lies before a point: `$lt`, `lte`, `<`. */
export function isUpperEnd(word: string): boolean {
  return UPPER_ENDS.test(word.trim());
}

/** Operators of several words, and what their words alone would not say. */
const PHRASES: Readonly<Record<string, FilterTest>> = { '= any': 'in', 'not in': 'not', 'is not': 'not', 'not like': 'not', 'similar to': 'pattern' };

const TEST_OF: ReadonlyMap<string, FilterTest> = new Map(
  (Object.entries(TESTS) as [FilterTest, string][]).flatMap(([test, words]) => words.split(' ').map((word) => [word, test] as const)),
);

const COMBINATIONS: ReadonlyMap<string, Combination> = new Map([['and', 'and'], ['or', 'or'], ['not', 'not'], ['nor', 'not']]);

/** Property names that lead to a related row: what stands below them says nothing of the row's own keys. */
export const relationWords: ReadonlySet<string> = new Set(['some', 'every', 'none', 'is', 'isNot']);

/** Of these, the ones below which a related row is described that has to be there. */
export function leadsToRelated(name: string): boolean {
  return name === 'some' || name === 'every' || name === 'is' || name === '$elemMatch';
}

/** A role that few have in any tenant: `role: 'admin'`. */
export function isRareRole(field: string, value: string): boolean {
  return /role$/i.test(field) && /admin|owner/i.test(value);
}

/** Options that join related rows, and what in them leaves out rows that have none. */
export const joins: Readonly<Record<string, { readonly option: string; readonly filter: string; readonly optional: string }>> = {
  sequelize: { option: 'include', filter: 'where', optional: 'required' },
};

/** The meaning of an operator's spelling, or `undefined` when it is the name of a field. */
export function filterTest(spelling: string): FilterTest | undefined {
  return PHRASES[bare(spelling)] ?? TEST_OF.get(bare(spelling));
}

export function combination(spelling: string): Combination | undefined {
  // `and` alone is an operator; a field named so would have to hold conditions.
  return COMBINATIONS.get(bare(spelling));
}

function bare(spelling: string): string {
  return spelling.replace(/^\$/, '').toLowerCase();
}

/** Calls of a builder chain that add a condition, and how: the operator, or `undefined` where the arguments say. */
export function filterCall(name: string): { readonly alternative: boolean; readonly test: FilterTest | undefined } | undefined {
  const match = /^(and|or)?where(not)?(in|null|between|like|ilike|raw|ids?|inids|exists|ref|column|jsonsupersetof|jsonpath|jsonobject)?$/i.exec(name);
  if (match) {
    const test = match[2] ? 'not' : match[3] === undefined ? undefined : SUFFIX[match[3].toLowerCase()];
    return { alternative: match[1]?.toLowerCase() === 'or', test };
  }
  return /^(?:eq|in)$/.test(name) ? { alternative: false, test: name === 'eq' ? 'equal' : 'in' } : undefined;
}

const SUFFIX: Readonly<Record<string, FilterTest>> = { in: 'in', inids: 'in', ids: 'in', null: 'null', between: 'range', like: 'pattern', ilike: 'pattern', exists: 'pattern' };
