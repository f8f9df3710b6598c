/** Programs the product does not repair yet, or not well, by library. They are run and their repairs tried all the same: one that holds fails until it is taken off here. */
export const AWAITING: Readonly<Record<string, readonly string[]>> = {
  objection: ['related-rows', 'related-row'],
};
