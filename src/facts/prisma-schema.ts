import type { EntityKeys } from './entity-keys.js';
import type { Facts } from './facts.js';

/** Keys and list relations of every model in the project's Prisma schema files, by name in lower case. */
export function readModels(facts: Facts): ReadonlyMap<string, EntityKeys> {
  const models = new Map<string, EntityKeys>();
  for (const path of facts.resolver.filesEnding('.prisma')) {
    for (const [name, keys] of modelsOf(path, facts.textOf(path) ?? '')) if (!models.has(name)) models.set(name, keys);
  }
  return models;
}

/** Parsed schemas by text: a schema changes far more seldom than the files that ask for it. */
const parsed = new Map<string, { readonly text: string; readonly models: ReadonlyMap<string, EntityKeys> }>();

function modelsOf(path: string, text: string): ReadonlyMap<string, EntityKeys> {
  const known = parsed.get(path);
  if (known?.text === text) return known.models;
  const models = parseSchema(text);
  parsed.set(path, { text, models });
  return models;
}

const MODEL = /^[ \t]*model\s+(\w+)\s*\{([^]*?)^[ \t]*\}/gm;
const BLOCK_KEY = /@@(id|unique)\s*\(\s*(?:fields:\s*)?\[([^\]]*)\]/;

/** The models of one schema file. @internal exported for its tests */
export function parseSchema(text: string): ReadonlyMap<string, EntityKeys> {
  const bodies = [...text.matchAll(MODEL)].map(([, name = '', body = '']) => ({ name, lines: body.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim()) }));
  const names = new Set(bodies.map((each) => each.name));
  return new Map(bodies.map(({ name, lines }) => [name.toLowerCase(), keysOf(lines, names)]));
}

/** What the client makes of the types that keys have. */
const SCALARS: Readonly<Record<string, string>> = { String: 'string', Int: 'number', BigInt: 'bigint', DateTime: 'Date' };

function keysOf(lines: readonly string[], models: ReadonlySet<string>): EntityKeys {
  let primary: string | undefined;
  const types = new Map<string, string>();
  const unique: string[][] = [];
  const lists = new Map<string, string>();
  for (const line of lines) {
    const block = BLOCK_KEY.exec(line);
    if (block) {
      const fields = (block[2] ?? '').split(',').map((each) => each.trim().replace(/\(.*$/, '')).filter((each) => each !== '');
      if (block[1] === 'id') {
        unique.unshift(fields);
        if (fields.length === 1) primary = fields[0];
      } else unique.push(fields);
      continue;
    }
    const field = /^(\w+)\s+(\w+)(\[\])?/.exec(line);
    if (!field?.[1] || field[2] === undefined) continue;
    types.set(field[1], field[2]);
    if (field[3] !== undefined && models.has(field[2])) lists.set(field[1], field[2]);
    if (/@id\b/.test(line)) {
      primary = field[1];
      unique.unshift([field[1]]);
    } else if (/@unique\b/.test(line)) unique.push([field[1]]);
  }
  const type = SCALARS[types.get(primary ?? '') ?? ''];
  return { primary, unique, lists, ...(type === undefined ? {} : { primaryType: type }) };
}
