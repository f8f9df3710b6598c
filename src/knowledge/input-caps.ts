/**
 * How checks of input say how long a list may be. decorators: of a class's property, with the number as argument (class-validator) ·
 * schema: chains that begin with the list and are read by a call of their object (zod, and what writes schemas as it does) ·
 * address: how the values of one name are taken from the query of a URL.
 */
export const inputCaps = {
  decorators: new Set(['ArrayMaxSize']),
  schema: { list: 'array', most: 'max', parse: new Set(['parse', 'parseAsync']) },
  address: { list: 'getAll', holder: 'searchParams', made: 'URLSearchParams' },
} as const;
