// The window of a real VS Code, with the packaged extension installed, as a user sees and drives it.
//
//   const workbench = await openWorkbench({ folder: "test/vscode/workspace" });
//   await workbench.openFile("src/orders.ts");        quick open, by a path in the folder
//   await workbench.waitForSquiggle("warning");        until the editor shows one
//   await workbench.squiggles();                       what is underlined in the visible part of the editor
//   await workbench.problems();                        rows of the Problems panel
//   await workbench.goTo(9, 17);                       cursor to a line and column, both 1-based
//   await workbench.applyQuickFix("Read them at once", { line: 9, column: 17 });   or a problem as the place
//   await workbench.runCommand("Perf Review: Show Output");   by its title in the palette
//   await workbench.save(); await workbench.fileText("src/orders.ts");
//   await workbench.webview().locator("h1").innerText();      inside the visible webview
//   await workbench.screenshot("n-plus-one");          out/screenshots/<version>-n-plus-one.png
//   await workbench.close();
//
// The folder (of the repository, or absolute) is copied to `workbench.folder`, so that a test may change it.
// The runner (test/host/window-stage.mjs) runs every test file once for each version; `workbench.version` says which it is.
// Nothing here sleeps: each step waits for what it needs to see. A failed test leaves screenshots.
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { chromium, type Browser, type BrowserContext, type FrameLocator, type Locator, type Page } from "playwright-core";

export type SquiggleSeverity = "error" | "warning" | "info" | "hint";

export interface Squiggle {
  severity: SquiggleSeverity;
  box: { x: number; y: number; width: number; height: number };
}

export interface Problem {
  /** As the panel says it to a screen reader, with severity, message, source and position. */
  label: string;
  message: string;
  source: string;
  code: string;
  line: number;
  column: number;
}

export interface Place {
  line: number;
  column: number;
}

interface OpenOptions {
  folder: string;
  /** Refuses to run in another version than this; rarely needed. */
  version?: string;
  /** Written to .vscode/settings.json of the copied folder before the window opens. */
  settings?: Record<string, unknown>;
}

/** What the page in the browser has, of which these tests are no part. */
type Styles = Record<"getComputedStyle", (element: unknown, part: string) => { readonly content: string }>;

/** By the class that VS Code gives the window. */
const themes = { "vs-dark": "Default Dark Modern", vs: "Default Light Modern", "hc-black": "Default High Contrast", "hc-light": "Default High Contrast Light" } as const;

const patience = 60_000;
const openWorkbenches = new Set<Workbench>();

function fromRunner(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests through "npm test -- --only window"`);
  return value;
}

export async function openWorkbench(options: OpenOptions): Promise<Workbench> {
  const version = fromRunner("PERF_REVIEW_VSCODE");
  if (options.version && options.version !== version) throw new Error(`this is VS Code ${version}, not ${options.version}`);
  const place = await realpath(await mkdtemp(path.join(os.tmpdir(), "perf-review-window-")));
  const folder = path.join(place, path.basename(options.folder));
  await cp(path.resolve(options.folder), folder, { recursive: true });
  if (options.settings) await writeSettings(folder, options.settings);
  const browser = await chromium.connect(fromRunner("PERF_REVIEW_BROWSER"));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const workbench = new Workbench({ version, folder, place, browser, context, page });
  openWorkbenches.add(workbench);
  await workbench.load();
  return workbench;
}

async function writeSettings(folder: string, settings: Record<string, unknown>): Promise<void> {
  await mkdir(path.join(folder, ".vscode"), { recursive: true });
  await writeFile(path.join(folder, ".vscode/settings.json"), JSON.stringify(settings, null, 2));
}

interface Parts {
  version: string;
  folder: string;
  place: string;
  browser: Browser;
  context: BrowserContext;
  page: Page;
}

export class Workbench {
  readonly version: string;
  readonly folder: string;
  readonly page: Page;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.version = parts.version;
    this.folder = parts.folder;
    this.page = parts.page;
  }

  async load(): Promise<void> {
    const url = new URL(fromRunner("PERF_REVIEW_ORIGIN"));
    url.searchParams.set("folder", this.folder);
    await this.page.goto(url.href);
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  }

  /** Opens a file by its path in the folder and waits until its text is there. */
  async openFile(name: string): Promise<void> {
    const base = path.posix.basename(name);
    await this.#pick("Control+P", name, (row) => row.startsWith(base));
    await this.page.locator(`.tab.active[data-resource-name="${base}"]`).waitFor();
    await this.page.locator(".editor-instance .view-line").first().waitFor();
  }

  /** Runs a command by its title in the palette, with or without its category. */
  async runCommand(title: string): Promise<void> {
    await this.#pick("F1", `>${title}`, (row) => row.startsWith(title) || row.includes(`: ${title}`));
  }

  /** Takes a row of the list that is open, by what it says to a screen reader. */
  async choose(row: string): Promise<void> {
    await this.#takeRow(row, (each) => each.startsWith(row));
  }

  /** Types into the box that asks for something, once it is there; takes the row that `row` is a part of, if one is wanted. */
  async answer(title: string, text: string, row?: string): Promise<void> {
    await this.page.locator(".quick-input-widget:visible .quick-input-title", { hasText: title }).waitFor();
    await this.quickInput.fill(text);
    if (row !== undefined) await this.page.locator(".quick-input-widget:visible .monaco-list-row.focused", { hasText: row }).waitFor();
    await this.quickInput.press("Enter");
  }

  /** The cursor of the active editor is on a line of a file, 1-based. */
  async waitForCursor(name: string, line: number): Promise<void> {
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator("#status\\.editor\\.selection", { hasText: new RegExp(`Ln ${line}\\b`) }).waitFor();
  }

  /** Runs a command by its title without the mouse. */
  async runCommandByKeys(title: string): Promise<void> {
    await this.#typeInto("F1", `>${title}`);
    await this.page.locator(".quick-input-widget:visible .monaco-list-row.focused", { hasText: title.replace(/^.*: /, "") }).waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** By the settings of the folder, beside those that are there. */
  async useTheme(theme: keyof typeof themes): Promise<void> {
    const file = path.join(this.folder, ".vscode/settings.json");
    const others = (await readFile(file, "utf8")).replace(/^.*"workbench\.colorTheme".*\n/m, "");
    await writeFile(file, others.replace("{", `{\n"workbench.colorTheme": ${JSON.stringify(themes[theme])},`));
    await this.page.locator(`.monaco-workbench.${theme}`).first().waitFor();
  }

  async goTo(line: number, column = 1): Promise<void> {
    await this.#typeInto("Control+G", `:${line}:${column}`);
    await this.quickInput.press("Enter");
    await this.page.locator("#status\\.editor\\.selection", { hasText: new RegExp(`Ln ${line}, Col ${column}\\b`) }).waitFor();
  }

  /** The input at the top of the window, which serves files, commands and lines alike. */
  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget:visible input");
  }

  /** Types into the quick input that a key opens, and takes the first wanted row of its list. */
  async #pick(keys: string, text: string, isWanted: (row: string) => boolean): Promise<void> {
    await this.#typeInto(keys, text);
    await this.#takeRow(text, isWanted);
  }

  async #takeRow(text: string, isWanted: (row: string) => boolean): Promise<void> {
    const rows = this.page.locator(".quick-input-widget:visible .monaco-list-row");
    let labels: string[] = [];
    let tried = false;
    await this.#poll(
      () => `"${text}" among ${JSON.stringify(labels)}`,
      async () => {
        labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label") ?? row.textContent ?? ""));
        const index = labels.findIndex(isWanted);
        // A slow machine may say too late that it was taken; then the list is another one or gone.
        if (index < 0) return tried && (await this.quickInput.inputValue({ timeout: 1_000 }).catch(() => "")) !== text ? true : undefined;
        tried = true;
        // More rows may come in above it meanwhile.
        return rows.nth(index).click({ timeout: 10_000 }).then(() => true, () => undefined);
      },
    );
  }

  /** What takes the focus in between, such as an editor that opens late, closes the input: then it is opened again. */
  async #typeInto(keys: string, text: string): Promise<void> {
    await this.#poll(`an input that takes "${text}"`, async () => {
      await this.pressUntil(keys, this.quickInput);
      return this.quickInput.fill(text, { timeout: 3_000 }).then(() => true, () => undefined);
    });
  }

  /** A key pressed while the window is still busy can get lost; pressing again is what a user does. */
  async pressUntil(keys: string, wanted: Locator): Promise<void> {
    await this.#poll(`an answer to ${keys}`, async () => {
      await this.page.keyboard.press(keys);
      return wanted.first().waitFor({ timeout: 3_000 }).then(() => true, () => undefined);
    });
  }

  async #poll<T>(what: string | (() => string), read: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + patience;
    for (;;) {
      const found = await read();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain for ${typeof what === "string" ? what : what()}`);
      // The next frame is the soonest that anything can have changed.
      await this.page.evaluate("new Promise(requestAnimationFrame)");
    }
  }

  /** What is underlined now in the visible part of the active editor. */
  async squiggles(): Promise<Squiggle[]> {
    return this.page.locator(".editor-instance .cdr[class*=squiggly-]").evaluateAll((marks) =>
      marks.map((mark) => {
        const { x, y, width, height } = mark.getBoundingClientRect();
        const severity = /squiggly-(error|warning|info|hint)/.exec(mark.className)?.[1] as SquiggleSeverity;
        return { severity, box: { x, y, width, height } };
      }),
    );
  }

  async waitForSquiggle(severity: SquiggleSeverity = "warning"): Promise<void> {
    await this.page.locator(`.editor-instance .cdr.squiggly-${severity}`).first().waitFor();
  }

  async waitForNoSquiggle(severity: SquiggleSeverity = "warning"): Promise<void> {
    const marks = this.page.locator(`.editor-instance .cdr.squiggly-${severity}`);
    await this.#poll(`an editor without ${severity} squiggles`, async () => ((await marks.count()) === 0 ? true : undefined));
  }

  /** The rows of the Problems panel that are in view; waits for the first one unless `wait` is false. */
  async problems({ wait = true } = {}): Promise<Problem[]> {
    const panel = this.page.locator(".markers-panel");
    if (!(await panel.isVisible())) await this.runCommand("Problems: Focus on Problems View");
    await panel.waitFor();
    const rows = panel.locator(".monaco-list-row:has(.marker-line)");
    if (wait) await rows.first().waitFor();
    return rows.evaluateAll((all) =>
      all.map((row) => {
        const text = (selector: string): string => row.querySelector(selector)?.textContent?.trim() ?? "";
        const position = /Ln (\d+), Col (\d+)/.exec(text(".marker-line"));
        return {
          label: row.getAttribute("aria-label") ?? "",
          message: text(".marker-message-line span") || text(".marker-message"),
          source: text(".marker-source"),
          code: text(".marker-code").replace(/^\(|\)$/g, ""),
          line: Number(position?.[1]),
          column: Number(position?.[2]),
        };
      }),
    );
  }

  /** The titles that the light bulb offers at a place (a problem is one); the menu stays open. */
  async quickFixes(at: Place): Promise<string[]> {
    await this.goTo(at.line, at.column);
    const rows = this.page.locator(".action-widget:visible .monaco-list-row.action");
    await this.pressUntil("Control+.", rows);
    return rows.evaluateAll((all) => all.map((row) => row.textContent?.trim() ?? ""));
  }

  /** Chooses a quick fix by the start of its title and waits until the editor holds it. */
  async applyQuickFix(title: string, at: Place): Promise<void> {
    await this.#findQuickFix(title, at);
    const before = await this.visibleText();
    await this.page.keyboard.press("Enter");
    await this.#poll("the fix in the editor", async () => ((await this.visibleText()) === before ? undefined : true));
    await this.page.locator(".tab.active.dirty").waitFor();
  }

  /** Chooses a quick fix that is previewed, and waits for the comparison and the question. */
  async previewQuickFix(title: string, at: Place): Promise<void> {
    await this.#findQuickFix(title, at);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".monaco-diff-editor .editor.modified .view-line").first().waitFor();
    await this.page.locator(".notification-toast .monaco-button", { hasText: "Apply" }).waitFor();
  }

  /** Opens the menu and moves to the fix that is to be taken. */
  async #findQuickFix(title: string, at: Place): Promise<void> {
    await this.#poll(`the quick fix "${title}"`, async () => {
      const titles = await this.quickFixes(at);
      if (titles.some((offered) => offered.startsWith(title))) return true;
      // Analysis may still be under way: what it finds is offered the next time.
      await this.page.keyboard.press("Escape");
      return undefined;
    });
    await this.#focusQuickFix(title);
  }

  /** By keyboard, because the menu refuses the mouse until it has moved. */
  async #focusQuickFix(title: string): Promise<void> {
    const focused = this.page.locator(".action-widget:visible .monaco-list-row.action.focused");
    await this.#poll(`the focus on "${title}"`, async () => {
      if ((await focused.innerText()).trim().startsWith(title)) return true;
      await this.page.keyboard.press("ArrowDown");
      return undefined;
    });
  }

  /** The lines of the active editor that are in view, top to bottom. */
  async visibleText(): Promise<string> {
    const lines = await this.page.locator(".editor-instance .view-line").evaluateAll((all) =>
      all
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll("\u00a0", " ")),
    );
    return lines.join("\n");
  }

  /** What decorations of lines show at the ends of those in view, top to bottom; waits for the first. */
  async lineEnds(): Promise<string[]> {
    return this.#poll("something at the end of a line", async () => {
      const ends = await this.page.locator(".editor-instance .view-line span[class*=ced-]").evaluateAll((spans) =>
        spans
          .map((span) => ({ top: span.getBoundingClientRect().top, text: (globalThis as never as Styles).getComputedStyle(span, "::after").content }))
          .filter(({ text }) => text.startsWith('"'))
          .sort((a, b) => a.top - b.top)
          .map(({ text }) => text.slice(1, -1)),
      );
      return ends.length > 0 ? ends : undefined;
    });
  }

  /** Saves the active editor, which has been changed. */
  async save(): Promise<void> {
    await this.page.locator(".tab.active.dirty").waitFor();
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
  }

  /** What is on disk now. */
  async fileText(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), "utf8");
  }

  /** The messages shown at the lower right. */
  async notifications(): Promise<string[]> {
    return this.page.locator(".notification-toast .notification-list-item-message").allInnerTexts();
  }

  async waitForNotification(text: string): Promise<void> {
    await this.page.locator(".notification-toast .notification-list-item-message", { hasText: text }).first().waitFor();
  }

  async waitForNoNotification(): Promise<void> {
    await this.page.locator(".notification-toast").first().waitFor({ state: "detached" });
  }

  /** The document inside the visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready:visible").frameLocator("#active-frame");
  }

  async screenshot(name: string): Promise<string> {
    const file = path.resolve("out/screenshots", `${this.version}-${name.replace(/[^\w.-]+/g, "-")}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  async close(): Promise<void> {
    openWorkbenches.delete(this);
    await this.#parts.context.close();
    await this.#parts.browser.close();
    await rm(this.#parts.place, { recursive: true, force: true, maxRetries: 5 });
  }
}

afterEach(async function screenshotOfFailure() {
  if (this.currentTest?.state !== "failed") return;
  for (const workbench of openWorkbenches) await workbench.screenshot(`failed-${this.currentTest.title}`).catch(() => undefined);
});

// A test that forgets to close its workbench must not keep the run alive.
after(async () => {
  for (const workbench of openWorkbenches) await workbench.close().catch(() => undefined);
});
