/** Remembers the last answer: asked again with the same arguments, it is the same object. */
export function memo<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let known: { readonly args: A; readonly result: R } | undefined;
  return (...args) => {
    if (known === undefined || known.args.length !== args.length || !known.args.every((each, index) => Object.is(each, args[index]))) {
      known = { args, result: compute(...args) };
    }
    return known.result;
  };
}
