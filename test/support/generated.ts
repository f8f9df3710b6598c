import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { configFileSchema, manifestConfiguration, manifestJsonValidation, ruleOptionsTable, rulesTable, settingsTable } from '../../src/engine/settings-documents.js';
import { OPTIONS, type Option } from '../../src/cli/options.js';
import { rules } from '../../src/rules/index.js';
import { layersTable } from './layers.js';

export interface GeneratedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

const SCHEMA_PATH = 'media/perf-review.schema.json';

/** Every file that is made from declarations, as it should be. Of files people write, only what is between markers differs from the disk. */
export function generated(root: string): readonly GeneratedFile[] {
  const read = (file: string) => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : undefined);
  const manifest = JSON.parse(read('package.json') ?? '{}') as { contributes?: Record<string, unknown> };
  const contributes = { ...manifest.contributes, configuration: manifestConfiguration(rules), jsonValidation: manifestJsonValidation(SCHEMA_PATH) };
  const blocks = { settings: settingsTable(), rules: rulesTable(rules, (id) => `src/rules/${id}/README.md`), 'command-line': commandLineTable(), layers: layersTable() };
  const documents = ['README.md', 'ARCHITECTURE.md'].flatMap((file) => {
    const text = read(file);
    return text === undefined ? [] : [{ path: file, text: fill(text, blocks) }];
  });
  const pages = rules.flatMap((rule) => {
    const file = `src/rules/${rule.id}/README.md`;
    const text = read(file);
    return text === undefined ? [] : [{ path: file, text: fill(text, { options: ruleOptionsTable(rule) }) }];
  });
  return [
    { path: 'package.json', text: json({ ...manifest, contributes }) },
    { path: SCHEMA_PATH, text: json(configFileSchema(rules)) },
    ...documents,
    ...pages,
  ];
}

/** The options of the command line as a Markdown table. */
function commandLineTable(): string {
  const rows = OPTIONS.map(({ name, short, value, help }: Option) => `| \`--${name}${value === undefined ? '' : ` ${value.replaceAll('|', '\\|')}`}\`${short === undefined ? '' : `, \`-${short}\``} | ${help} |`);
  return ['| Option | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/** Replaces what is between `<!-- generated: name -->` and `<!-- end: name -->`. */
function fill(text: string, blocks: Readonly<Record<string, string>>): string {
  return text.replace(/(<!-- generated: ([\w-]+) -->\r?\n)[^]*?(<!-- end: \2 -->)/g, (all, start: string, name: string, end: string) => {
    const block = blocks[name];
    return block === undefined ? all : `${start}${block}\n${end}`;
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
