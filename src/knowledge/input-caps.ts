/**
 * How checks of input say how long a list may be. decorators: of a class's property, with the number as argument (class-validator) ·
 * schema: chains that begin with the list and are read by a call of their object (zod, and what writes schemas as it does).
 */
export const inputCaps = {
  decorators: new Set(['ArrayMaxSize']),
  schema: { list: 'array', most: 'max', parse: new Set(['parse', 'parseAsync']) },
} as const;
