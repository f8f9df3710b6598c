import type { Capture, ReachedFile } from '../profile.js';

/** What our runner left in a file, if that is what the text is: nobody vouches for it. */
export function captureOf(text: string): Capture | undefined {
  const value = parsed(text);
  if (!isObject(value) || value['version'] !== 1) return undefined;
  const reached = listOf(value['reached']);
  const notes = listOf(value['notes'])?.filter(isText) ?? [];
  return {
    version: 1,
    pid: countOf(value['pid']),
    threadId: countOf(value['threadId']),
    parentPid: countOf(value['parentPid']),
    title: textOf(value['title']),
    arguments: listOf(value['arguments'])?.filter(isText) ?? [],
    workingFolder: textOf(value['workingFolder']),
    ...(typeof value['cpuTime'] === 'number' && value['cpuTime'] > 0 ? { cpuTime: countOf(value['cpuTime']) } : {}),
    ...(textOf(value['run']) === '' ? {} : { run: textOf(value['run']) }),
    sourceMaps: isObject(value['sourceMaps']) ? Object.fromEntries(Object.entries(value['sourceMaps']).filter((entry): entry is [string, string] => isText(entry[1]))) : {},
    ...(reached === undefined ? {} : { reached: reached.filter(isObject).map(reachedFile) }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function reachedFile({ url, functions }: JsonObject): ReachedFile {
  const ranges = (listOf(functions) ?? []).filter(isObject).map(({ name, line, column, endLine, endColumn, calls }) => ({
    name: textOf(name), line: countOf(line), column: countOf(column), endLine: countOf(endLine), endColumn: countOf(endColumn), calls: countOf(calls),
  }));
  return { url: textOf(url), functions: ranges };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? (value as readonly unknown[]) : undefined;
}

function textOf(value: unknown): string {
  return isText(value) ? value : '';
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : 0;
}
