/**
 * What a function without a name is called: the code of a file that runs when it is loaded begins where the file does, or V8 tells no
 * line of it.
 * @param line 1-based like the column, 0 where not known
 */
export function frameName(name: string, url: string, line: number, column: number): string {
  if (name !== '') return name;
  return url !== '' && line <= 1 && column <= 1 ? '(top level)' : '(anonymous)';
}
