/** How a read says which columns it wants, over all libraries: options, calls of a builder, and arguments by their place. */
export const columnOptions: readonly string[] = ['select', 'attributes', 'columns', 'fields', 'projection'];

export const columnCalls: ReadonlySet<string> = new Set(['select', 'project', 'projection', 'pluck', 'column', 'columns', 'distinct', 'distinctOn', 'selectDistinct']);

/** The argument of `find(filter, 'name email')`. */
export const columnArguments: Readonly<Record<string, number>> = { mongoose: 1 };

/** What stands for all columns where columns are named. */
export const allColumns = /^['"`]?(?:[\w"]+\.)?\*['"`]?$/;
