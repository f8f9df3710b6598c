/**
 * NODE_OPTIONS with one more `--require`, read after those that are there.
 * @param present as in the environment; Node splits at spaces and knows double quotes, with backslashes in them
 */
export function withRequire(present: string | undefined, file: string): string {
  const option = `--require "${file.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return present === undefined || present.trim() === '' ? option : `${present} ${option}`;
}
