import { readFile, readdir } from 'node:fs/promises';

const folder = process.env.MAIL_TEMPLATES ?? 'mail';

/** Every mail template by its name. */
export async function loadTemplates(): Promise<Map<string, string>> {
  const templates = new Map<string, string>();
  for (const file of await readdir(folder)) {
    const text = await readFile(`${folder}/${file}`, 'utf8');
    templates.set(file.slice(0, -'.html'.length), text);
  }
  return templates;
}
