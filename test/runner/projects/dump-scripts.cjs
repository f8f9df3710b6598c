// Writes the texts of a program's own scripts as V8 has them, by URL, when the program ends: what loaders make of a file is nowhere else.
const { writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { pathToFileURL } = require('node:url');

process.on('exit', () => {
  const session = new Session();
  session.connect();
  const scripts = [];
  session.on('Debugger.scriptParsed', ({ params }) => scripts.push(params));
  session.post('Debugger.enable');
  const own = pathToFileURL(`${process.cwd()}/`).href;
  const texts = {};
  for (const { scriptId, url } of scripts.filter((each) => each.url.startsWith(own))) {
    session.post('Debugger.getScriptSource', { scriptId }, (error, found) => {
      if (!error) texts[url] = found.scriptSource;
    });
  }
  session.disconnect();
  writeFileSync(process.env.SCRIPTS_OF_TEST, JSON.stringify(texts));
});
