// Writes a profile as its panel gets it, for a page of a browser that has no extension beside it: node panel-files.cjs FILE FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { panelPage } from '../../src/extension/profiles/panel-page.js';
import { placesOf } from '../../src/profile/places.js';
import { profilesOfFile } from '../../src/runner/profile-file.js';
import type { ToPanel } from '../../src/webview/protocol.js';

const [file = '', folder = ''] = process.argv.slice(2);

async function write(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { profiles } = await profilesOfFile(file);
  const message: ToPanel = { type: 'show', title: path.basename(file), profiles, current: 0, places: profiles.map(({ frames }) => placesOf(frames, [])) };
  let columns = 0;
  const text = JSON.stringify(message, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const name = `column-${String(columns++)}`;
    writeFileSync(path.join(folder, name), new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return { $column: value.constructor.name, name };
  });
  writeFileSync(path.join(folder, 'message.json'), text);
  writeFileSync(path.join(folder, 'index.html'), panelPage({ nonce: 'bm9uY2U', source: "'self'", script: 'profile-panel.js', style: 'profile-panel.css' }));
}

void write();
