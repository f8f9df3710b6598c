/** Last words of the names of components that are shown for a while, or once for each of many things. */
const PASSING = new Set(('modal dialog popover popup popper tooltip menu dropdown drawer toast snackbar lightbox overlay sheet wizard ' +
  'page screen route tab step panel item row card cell tile option').split(' '));

/** Properties that a component is given by somebody who takes it away again. */
const DISMISSING = /^on(?:Close|Dismiss|Hide|Cancel|Unmount|RequestClose)$|^(?:close|dismiss)(?:Modal|Dialog|Menu|Panel)?$/;

/** Whether a component's name, given as its lower-case words, says that it comes and goes: `ConfirmDialog`, `MessageRow`. */
export function isPassing(name: readonly string[]): boolean {
  return PASSING.has(name.at(-1) ?? '');
}

export function isDismissing(property: string): boolean {
  return DISMISSING.test(property);
}
