/** Programs the product does not repair yet, or not fully, by library. They are run all the same; one that is repaired fails until it is taken off here. */
export const AWAITING: Readonly<Record<string, readonly string[]>> = {
  typeorm: [
    'read-by-foreign-key',
    'count-per-element',
    'exists-per-element',
    'promise-all-map',
    'through-function',
    'nested-loop',
    'create-in-loop',
    'update-in-loop',
    'delete-in-loop',
  ],
};
