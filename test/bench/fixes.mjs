import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { initialize, OPEN_TIMEOUT_MS, watchRefinement, withServer } from "./edits.mjs";
import { cpuOf } from "./measure.mjs";

/**
 * How long the quick fixes of one file let wait, in a warm server: it has answered for good for the text as it is, and of
 * the fixes it has tried none, because the text has just changed. Each finding that may have one is asked for in turn.
 */
export function measureFixes({ server, repo, file, asks }) {
  return withServer(server, repo, (connection, group) => askAndMeasure(connection, group, { repo, file, asks }));
}

async function askAndMeasure(connection, group, { repo, file, asks }) {
  const uri = pathToFileURL(path.join(repo, file)).href;
  const refined = watchRefinement(connection, uri);
  connection.onRequest((_method, params) => (params?.items ? params.items.map(() => null) : null));
  connection.listen();
  await initialize(connection, repo);
  const text = await readFile(path.join(repo, file), "utf8");
  const languageId = /x$/.test(file) ? "typescriptreact" : "typescript";
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });

  const diagnostics = async (version) => {
    const pull = () => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
    await pull();
    await refined(version, OPEN_TIMEOUT_MS);
    return (await pull()).items.filter(({ data }) => data?.fixable);
  };
  let found = await diagnostics(1);
  const findings = found.length;
  const answers = [];
  for (let at = 0; at < asks && found.length > 0; at++) {
    const version = at + 2;
    await connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text: `${text}${"\n".repeat((at % 2) + 1)}` }] });
    found = await diagnostics(version);
    const { range } = found[at % found.length];
    const cpuBefore = cpuOf(group);
    const startedAt = performance.now();
    const actions = await connection.sendRequest("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], only: ["quickfix"] } });
    answers.push({ wallMs: performance.now() - startedAt, cpuMs: (cpuOf(group) - cpuBefore) * 1000, fixes: actions.filter(({ title }) => !/^(?:Disable|Fix all) /.test(title)).length });
  }
  await connection.sendRequest("shutdown");
  return { findings, answers };
}
