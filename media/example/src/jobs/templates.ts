import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

const folder = path.join(process.cwd(), 'mail');

/** Every mail template by its name. */
export async function loadTemplates(): Promise<Map<string, string>> {
  const templates = new Map<string, string>();
  for (const name of await readdir(folder)) {
    const text = await readFile(path.join(folder, name), 'utf8');
    templates.set(path.parse(name).name, text);
  }
  return templates;
}
