// The VS Code servers that tests run in. The oldest is the `engines.vscode` of package.json.
// Each runs on the Node it was built for, taken from npm, so that the Node of this machine does not matter.

/** @typedef {{ name: "oldest" | "current", vscode: string, codeServer: string, node: string, nativeModules: string[] }} HostVersion */

/** @type {HostVersion[]} */
export const versions = [
  {
    name: "oldest",
    vscode: "1.100.3",
    codeServer: "4.100.3",
    node: "20.20.2",
    nativeModules: ["@vscode/spdlog", "native-watchdog"],
  },
  {
    name: "current",
    vscode: "1.139.1",
    codeServer: "4.139.1",
    node: "24.21.0",
    nativeModules: ["@vscode/spdlog", "@vscode/native-watchdog", "@vscode/sqlite3", "node-pty", "@parcel/watcher", "@vscode/fs-copyfile"],
  },
];

export const currentVersion = versions[versions.length - 1];

export function versionsNamed(name) {
  if (!name) return versions;
  const found = versions.filter((version) => version.name === name || version.vscode === name);
  if (found.length === 0) throw new Error(`no VS Code version "${name}"; known: ${versions.map((v) => `${v.name} (${v.vscode})`).join(", ")}`);
  return found;
}
