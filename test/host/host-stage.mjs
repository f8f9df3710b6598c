import { launchChromium } from "./chromium.mjs";
import { inRoot, root } from "./paths.mjs";
import { startServer, workbenchUrl } from "./server.mjs";
import { withTally } from "./tally.mjs";
import { copyWorkspace } from "./workspace-copy.mjs";

// A host that says nothing for this long hangs; Mocha's own time limits are far below it.
const silenceLimit = 180_000;

// What the workbench itself says: shown only when a run breaks off.
const workbenchTalk = [
  /^\S* ?(Resolving|Resolved) connection token/,
  /^Creating a socket/,
  /^Updating additional builtin/,
  /^ChatSessionStore/,
  /^\[(reconnection-grace-time|AgentHost|AccountPolicyGate|Service Worker)/,
  /^Creation of workbench contribution|^Timed out waiting for authentication provider/,
  /getaddrinfo|open-vsx\.org|ENOTFOUND|net::ERR_/,
];

/** The suites of test/vscode inside the extension host of a real VS Code, against the built checkout. */
export async function hostStage({ version, grep }) {
  const workspace = await copyWorkspace(inRoot("test/vscode/workspace"));
  try {
    return await withTally(`VS Code ${version.vscode}`, (tally) => runSuites({ version, grep, tally, folder: workspace.folder }));
  } finally {
    workspace.remove();
  }
}

async function runSuites({ version, grep, tally, folder }) {
  const env = { PERF_REVIEW_TALLY: tally, PERF_REVIEW_VSCODE: version.vscode, PERF_REVIEW_TRIES: process.env.CI ? "2" : "1", ...(grep ? { PERF_REVIEW_GREP: grep } : {}) };
  const server = await startServer({ version, env });
  try {
    return (await runInWindow(server, folder)) === 0;
  } finally {
    await server.stop();
  }
}

/** Opens the window whose extension host runs the suites, and returns their exit code. */
async function runInWindow(server, folder) {
  const remote = (file) => `vscode-remote://${server.authority}${file}`;
  const url = workbenchUrl(server, folder, {
    extensionDevelopmentPath: remote(root),
    extensionTestsPath: remote(inRoot("out/test/vscode/run.js")),
    skipWelcome: "true",
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    return await exitCodeOf(page, url);
  } finally {
    await browser.close();
  }
}

async function exitCodeOf(page, url) {
  const talk = [];
  let watchdog;
  let exit = () => {};
  let fail = () => {};
  const finished = new Promise((resolve, reject) => {
    exit = resolve;
    fail = (why) => reject(new Error(`${why}\n${talk.slice(-30).join("\n")}`));
  });
  const listen = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => fail(`the extension host said nothing for ${silenceLimit / 1000} s`), silenceLimit);
  };
  page.once("crash", () => fail("the window crashed"));
  await page.exposeFunction("codeAutomationExit", (code) => exit(code));
  await page.exposeFunction("codeAutomationLog", (type, args) => {
    listen();
    pass(args, talk);
  });
  listen();
  try {
    const [code] = await Promise.all([finished, page.goto(url)]);
    return code;
  } finally {
    clearTimeout(watchdog);
  }
}

function pass(args, talk) {
  if (workbenchTalk.some((pattern) => pattern.test(String(args[0])))) talk.push(args.join(" "));
  else console.log(...args);
}
