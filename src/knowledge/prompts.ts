/** Packages that ask the person at a terminal: one question at a time, whatever the functions are called. */
const PROMPTS = /^(?:(?:node:)?readline(?:\/promises)?|readline-sync|inquirer|@inquirer\/.+|@clack\/.+|prompts|enquirer|cli-select|prompt-sync|@topcli\/prompts)$/;

/** Whether functions of a package ask somebody questions. */
export function asksQuestions(specifier: string): boolean {
  return PROMPTS.test(specifier);
}
