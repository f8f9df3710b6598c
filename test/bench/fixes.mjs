import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { initialize, OPEN_TIMEOUT_MS, watchRefinement, withServer } from "./edits.mjs";
import { cpuOf, isBusy } from "./measure.mjs";

const MOST_FILES = 12;
/** A server that used less than a hundredth of a second in this long has nothing left to do. */
const REST_MS = 400;
const REST_TIMEOUT_MS = 30_000;

/** The files with the most findings, relative to the folder; the same ones on every machine. */
export async function filesWithFindings(cli, repo) {
  const json = await new Promise((resolve, reject) => {
    // The exit code says whether there are findings.
    execFile(process.execPath, [cli, "--format", "json", "."], { cwd: repo, maxBuffer: 2 ** 28 }, (error, stdout) => (stdout === "" ? reject(error) : resolve(stdout)));
  });
  const counts = new Map();
  for (const { path: file } of JSON.parse(json).findings) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_FILES).map(([file]) => file);
}

/**
 * How long the light bulb lets wait, as somebody meets it who works in some files of a project. `ready`: the file was opened and read
 * for a while, and each finding is asked for. `edited`: the file was edited, and one finding is asked for as soon as the server
 * has made its pause and answered for good; nothing was checked since. `checks`: what the server then does by itself until it rests.
 */
export function measureFixes({ server, repo, files, asks }) {
  return withServer(server, repo, (connection, group) => askAndMeasure(connection, group, { repo, files, asks }));
}

async function askAndMeasure(connection, group, { repo, files, asks }) {
  connection.onRequest((_method, params) => (params?.items ? params.items.map(() => null) : null));
  const refined = watchRefinement(connection);
  const documents = await Promise.all(files.map((file) => openable(connection, repo, refined, file)));
  connection.listen();
  await initialize(connection, repo);
  const result = { files: 0, findings: 0, ready: [], edited: [], checks: [] };

  for (const document of documents) {
    await document.open();
    await restOf(group);
  }
  for (const document of documents) {
    document.findings = (await document.pull()).filter(({ data }) => data?.fixable);
    result.files += document.findings.length > 0 ? 1 : 0;
    result.findings += document.findings.length;
    for (const finding of document.findings) result.ready.push(await ask(connection, group, document, finding));
  }
  for (const { document, at } of inTurns(documents, asks)) {
    await document.edit();
    const found = (await document.pull()).filter(({ data }) => data?.fixable);
    const finding = found[at % found.length];
    if (finding === undefined) continue;
    result.edited.push({ file: document.file, ...await ask(connection, group, document, finding) });
    const before = cpuOf(group);
    await restOf(group);
    result.checks.push({ cpuMs: (cpuOf(group) - before) * 1000 });
  }
  await connection.sendRequest("shutdown");
  return result;
}

/** The findings of all documents, one document after the other, so that no two questions in a row meet the same one. */
function inTurns(documents, asks) {
  const turns = [];
  for (let at = 0; turns.length < asks && documents.some(({ findings }) => at < findings.length); at++) {
    for (const document of documents) if (at < document.findings.length && turns.length < asks) turns.push({ document, at });
  }
  return turns;
}

async function openable(connection, repo, refined, file) {
  const uri = pathToFileURL(path.join(repo, file)).href;
  const text = await readFile(path.join(repo, file), "utf8");
  let version = 1;
  const pull = async () => (await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } })).items;
  const answered = async () => {
    await pull();
    if (!(await refined(uri, version, OPEN_TIMEOUT_MS))) throw new Error(`${file} was never answered for good`);
  };
  return {
    file, uri, pull, findings: [],
    async open() {
      const languageId = /x$/.test(file) ? "typescriptreact" : "typescript";
      await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
      await answered();
    },
    async edit() {
      version++;
      await connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text: edited(text, version) }] });
      await answered();
    },
  };
}

/** A blank line more or less, at the end: places of findings stay, and nothing that is known of the text may be used again. */
export function edited(text, version) {
  return `${text}${"\n".repeat((version % 2) + 1)}`;
}

async function ask(connection, group, { uri }, { range }) {
  const cpuBefore = cpuOf(group);
  const startedAt = performance.now();
  const actions = await connection.sendRequest("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], only: ["quickfix"] } });
  return { wallMs: performance.now() - startedAt, cpuMs: (cpuOf(group) - cpuBefore) * 1000, fixes: actions.filter(({ title }) => !/^(?:Disable|Fix all) /.test(title)).length };
}

async function restOf(group) {
  const deadline = performance.now() + REST_TIMEOUT_MS;
  for (let before = cpuOf(group); performance.now() < deadline;) {
    await pause(REST_MS);
    const now = cpuOf(group);
    if (now - before < 0.015 && !isBusy(group)) return;
    before = now;
  }
}
