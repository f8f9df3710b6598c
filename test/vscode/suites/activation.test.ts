import assert from "node:assert/strict";
import * as vscode from "vscode";
import { snapshot } from "../editor.js";

describe("the extension", () => {
  it("is present", () => {
    assert.ok(vscode.extensions.getExtension("perf-review.perf-review"));
  });

  it("runs in the expected VS Code", () => {
    const expected = process.env["PERF_REVIEW_VSCODE"];
    if (expected && expected !== "stable") assert.ok(vscode.version.startsWith(expected), `${vscode.version} is not ${expected}`);
  });

  it("activates when a TypeScript file is opened", async () => {
    const [file] = await vscode.workspace.findFiles("src/orders.ts");
    assert.ok(file, "findFiles found the file of the workspace");
    await vscode.window.showTextDocument(file);
    const extension = vscode.extensions.getExtension("perf-review.perf-review");
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it("holds the editor up for less than 50 ms when it activates", async () => {
    const { activation } = await snapshot();
    console.log(`    activate() took ${activation.ms.toFixed(1)} ms, ${activation.cpuMs.toFixed(1)} ms of processor time`);
    assert.ok(activation.cpuMs < 50);
  });
});
