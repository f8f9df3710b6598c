import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { endTree, spawnTree } from "../host/process-tree.mjs";
import { cpuOf, memoryOf } from "./measure.mjs";

export const OPEN_TIMEOUT_MS = 120_000;
const EDIT_TIMEOUT_MS = 30_000;
/** LSP: the server gave up this answer because something changed, and asks to be asked again. */
const SERVER_CANCELLED = -32802;
const INCREMENTAL = 2;
const MIN_LINES = 500;
/** Beyond, files are mostly tables or generated, which is not where people type. */
const MAX_LINES = 1500;

/** A statement as it is typed: unfinished, finished, taken back. The last restores the text, so places stay valid. */
const TYPED = ["const benchEdit = await ", 'const benchEdit = await fetch("/bench"); ', ""];

/** The file with the most to say among those of a size that hurts; the same one on every machine. */
export async function fileToEdit(repo, files) {
  let best = { file: undefined, awaits: -1 };
  for (const file of files.filter((each) => /\.[cm]?tsx?$/.test(each) && !/test|spec/i.test(each))) {
    const text = await readFile(path.join(repo, file), "utf8");
    const lines = text.split("\n").length;
    if (lines <= MIN_LINES || lines > MAX_LINES) continue;
    const awaits = text.match(/\bawait\b/g)?.length ?? 0;
    if (awaits > best.awaits) best = { file, awaits };
  }
  return best.file;
}

/** Starts of statements inside blocks. */
function placesToType(name, text) {
  const places = [];
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, false);
  const visit = (node) => {
    if (ts.isBlock(node)) places.push(...node.statements.map((each) => each.getStart(source)));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return places;
}

function positionAt(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - (before.lastIndexOf("\n") + 1) };
}

/**
 * Types in one open file and measures, per edit, how long the server takes to answer and, once it asked the types, to
 * answer for good: wall time as the client sees it, CPU of all its processes.
 */
export async function measureEdits({ server, repo, file, edits }) {
  return withServer(server, repo, (connection, group) => editAndMeasure(connection, group, { repo, file, edits }));
}

/** Starts a language server, hands out the connection and its process group, and ends it. */
export async function withServer(server, repo, use) {
  const child = spawnTree(process.execPath, [server, "--stdio"], { cwd: repo, stdio: ["pipe", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr = (stderr + text).slice(-4000)));
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const died = new Promise((_, reject) => {
    child.once("exit", (code, signal) => reject(new Error(`the server ended with ${code ?? signal}\n${stderr}`)));
  });
  // Rejects as well when we end the server ourselves, after nobody listens any more.
  died.catch(() => {});
  try {
    return await Promise.race([died, use(connection, child.pid)]);
  } finally {
    connection.dispose();
    await endTree(child);
  }
}

async function editAndMeasure(connection, group, { repo, file, edits }) {
  const uri = pathToFileURL(path.join(repo, file)).href;
  const refined = watchRefinement(connection);
  // Settings, registrations and refreshes: an editor that knows nothing answers null to all of them.
  connection.onRequest((_method, params) => (params?.items ? params.items.map(() => null) : null));
  connection.listen();

  const incremental = await initialize(connection, repo);
  const original = await readFile(path.join(repo, file), "utf8");
  const places = placesToType(file, original);
  if (places.length === 0) throw new Error(`${file} has no function body to type in`);

  let previousResultId;
  const pull = async () => {
    for (;;) {
      try {
        const report = await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri }, previousResultId });
        previousResultId = report?.resultId ?? previousResultId;
        return;
      } catch (error) {
        if (error.code !== SERVER_CANCELLED) throw error;
      }
    }
  };

  /** `undefined` for the second answer when the server never says that it has one. */
  const answersTo = async (version, timeout, send) => {
    const cpuBefore = cpuOf(group);
    const startedAt = performance.now();
    const since = () => ({ wallMs: performance.now() - startedAt, cpuMs: (cpuOf(group) - cpuBefore) * 1000 });
    send();
    await pull();
    const first = since();
    if (!(await refined(uri, version, timeout))) return { first, refined: undefined };
    // Asked again, because only then the editor shows what the types changed.
    await pull();
    return { first, refined: since() };
  };

  const opened = await answersTo(1, OPEN_TIMEOUT_MS, () =>
    connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: /x$/.test(file) ? "typescriptreact" : "typescript", version: 1, text: original },
    }));

  const answers = [];
  let typed = "";
  for (let at = 0; at < edits; at++) {
    const step = at % TYPED.length;
    const round = Math.floor(at / TYPED.length);
    const rounds = Math.ceil(edits / TYPED.length);
    const place = places[Math.floor((round * places.length) / rounds)];
    const start = positionAt(original, place);
    const end = { line: start.line, character: start.character + typed.length };
    typed = TYPED[step];
    const text = original.slice(0, place) + typed + original.slice(place);
    const version = at + 2;
    answers.push(await answersTo(version, opened.refined ? EDIT_TIMEOUT_MS : 0, () =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [incremental ? { range: { start, end }, text: typed } : { text }],
      })));
  }
  const peakBytes = memoryOf(group).highest;
  await connection.sendRequest("shutdown");
  return { lines: original.split("\n").length, opened, answers, peakBytes };
}

/** Returns whether the server takes changes instead of whole texts. */
export async function initialize(connection, repo) {
  const rootUri = pathToFileURL(repo).href;
  const { capabilities } = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: path.basename(repo) }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false } },
    },
  });
  await connection.sendNotification("initialized", {});
  const sync = capabilities.textDocumentSync;
  return (typeof sync === "object" ? sync.change : sync) === INCREMENTAL;
}

/** Listens for the server's word that a version of a document is answered for good; returns a wait for it, false when it does not come. */
export function watchRefinement(connection) {
  const newest = new Map();
  let wake = () => {};
  connection.onNotification("perfReview/status", ({ uri, stage, version }) => {
    if (stage !== "refined") return;
    newest.set(uri, Math.max(newest.get(uri) ?? 0, version));
    wake();
  });
  return async (uri, version, timeout) => {
    const isThere = () => (newest.get(uri) ?? 0) >= version;
    let expired = false;
    let ring;
    const alarm = new Promise((resolve) => (ring = setTimeout(resolve, timeout))).then(() => (expired = true));
    while (!isThere() && !expired) await Promise.race([alarm, new Promise((resolve) => (wake = resolve))]);
    clearTimeout(ring);
    return isThere();
  };
}
