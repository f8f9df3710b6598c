/** Node's permission model, as an argument or in a shell's command. */
const PERMISSION = /(?:^|\s)--(?:experimental-)?permission(?:\s|$)/;

/** Whether a program is started in a way that keeps it from reading our file, which it would not survive, and the inspector from it. */
export function restrictsItself(given: readonly unknown[]): boolean {
  return given.some((each) => typeof each === 'string' && PERMISSION.test(each));
}
