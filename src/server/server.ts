import { createConnection } from 'vscode-languageserver/node';
import { serve } from './language-server.js';
import { endWithParent } from './orphan-watch.js';
import { realEngine } from './real-engine.js';

// Entry of the language server process: `--node-ipc` for the extension, `--stdio` for any other editor.
endWithParent(process.ppid);
process.on('disconnect', () => process.exit(0));
serve(createConnection(), realEngine());
