import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { openWorkbench, type Workbench } from "./workbench";

describe("a window with the package installed", () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ folder: "test/vscode/workspace" });
  });

  after(() => workbench?.close());

  it("opens a file through quick open", async () => {
    await workbench.openFile("src/orders.ts");
    assert.match(await workbench.visibleText(), /ordersOfUsers/);
    assert.ok(existsSync(await workbench.screenshot("orders-open")));
  });

  it("lists the extension as installed", async () => {
    await workbench.runCommand("View: Show Extensions");
    await workbench.page.locator(".extensions-list .monaco-list-row", { hasText: "Perf Review" }).first().waitFor();
    await workbench.screenshot("installed");
  });
});
