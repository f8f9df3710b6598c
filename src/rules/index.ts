import type { Rule } from './rule.js';

/** Every rule, one line each, in alphabetical order; a test compares the list with the folders. */
export const rules: readonly Rule[] = [
];
