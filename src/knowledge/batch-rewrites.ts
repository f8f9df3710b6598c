/**
 * How a read of one row by key becomes one read of many, per library. Only forms whose key is unique by themselves, or by
 * the name every model gives its key, are listed: with any other key the one-row form picks among several rows.
 */
export interface BatchRewrite {
  /** Method that reads many: `findMany`. */
  readonly many: string;
  /** Where the key stands: a property of the options (`where`), the argument itself is the filter, the argument is the key, or `eq(column, key)`. */
  readonly filter: { readonly kind: 'options'; readonly property: string } | { readonly kind: 'argument' } | { readonly kind: 'key'; readonly property: string } | { readonly kind: 'comparison'; readonly property: string; readonly call: string };
  /** Text of "one of `keys`", given the text of the list. */
  readonly list: (keys: string) => string;
  /** Name to import for `list`. */
  readonly imports?: { readonly name: string; readonly from: string };
  /** What the one-row form gives for a missing row. */
  readonly missing: 'null' | 'undefined';
  /** The form accepts unique keys only; otherwise just keys named `id` are taken. */
  readonly unique: boolean;
  /** Options that may go along unchanged, since they mean the same for many rows. */
  readonly keeps: readonly string[];
}

const prismaForm = { many: 'findMany', filter: { kind: 'options', property: 'where' }, list: (keys: string) => `{ in: ${keys} }`, missing: 'null', keeps: ['include'] } as const;

export const batchRewrites: Readonly<Record<string, BatchRewrite>> = {
  'prisma.findUnique': { ...prismaForm, unique: true },
  'prisma.findFirst': { ...prismaForm, unique: false },
  'typeorm.findOne': {
    many: 'find', filter: { kind: 'options', property: 'where' }, list: (keys) => `In(${keys})`, imports: { name: 'In', from: 'typeorm' },
    missing: 'null', unique: false, keeps: ['relations'],
  },
  'typeorm.findOneBy': {
    many: 'findBy', filter: { kind: 'argument' }, list: (keys) => `In(${keys})`, imports: { name: 'In', from: 'typeorm' },
    missing: 'null', unique: false, keeps: [],
  },
  'sequelize.findOne': { many: 'findAll', filter: { kind: 'options', property: 'where' }, list: (keys) => keys, missing: 'null', unique: false, keeps: ['include', 'transaction', 'raw'] },
  'sequelize.findByPk': { many: 'findAll', filter: { kind: 'key', property: 'where' }, list: (keys) => keys, missing: 'null', unique: true, keeps: ['include', 'transaction', 'raw'] },
  'drizzle.findFirst': {
    many: 'findMany', filter: { kind: 'comparison', property: 'where', call: 'eq' }, list: (keys) => keys, imports: { name: 'inArray', from: 'drizzle-orm' },
    missing: 'undefined', unique: false, keeps: ['with'],
  },
};
