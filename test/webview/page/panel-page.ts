// The panel's page in a browser, as it is built, with a stand-in for VS Code around it.
//
//   const panel = await openPanel({ theme: 'light', width: 400 });
//   await panel.show(profileOf());            what the extension would send
//   await panel.view('Functions');            by the tab's name
//   panel.page                                Playwright's page, for everything else
//   await panel.sent('open');                 what the page said to the extension
//   await panel.close();
//
// The policy of the page is the extension's own; what it refused is in `violations`, and a test that leaves any fails.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { panelPage } from '../../../src/extension/profiles/panel-page.js';
import { placesOf } from '../../../src/profile/places.js';
import type { Profile } from '../../../src/profile/profile.js';
import type { FromPanel, ToPanel } from '../../../src/webview/protocol.js';

export const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
export type ThemeName = (typeof THEMES)[number];

const origin = 'http://panel.test';
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

interface Options {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Pixels of the screen for one of the page. */
  readonly ratio?: number;
  /** What an earlier page left. */
  readonly state?: unknown;
  /** As on a host without a graphics card. */
  readonly withoutWebgl?: boolean;
  /** As on a host that makes WebGL with the processor, which the tests' browser does; absent: the page takes it for a card. */
  readonly withoutCard?: boolean;
  readonly reducedMotion?: boolean;
}

let browser: Browser | undefined;

// Loaded by several test files, run once: a connection that is open keeps the process alive.
after(() => browser?.close());

async function theBrowser(): Promise<Browser> {
  const endpoint = process.env['PERF_REVIEW_BROWSER'];
  if (!endpoint) throw new Error('PERF_REVIEW_BROWSER is not set: run these tests through "npm test -- --only webview"');
  return (browser ??= await chromium.connect(endpoint));
}

export class PanelPage {
  readonly violations = new Set<string>();

  constructor(readonly page: Page, private readonly context: BrowserContext) {}

  /** Sends what the extension would, and waits until it is shown. */
  async show(...profiles: readonly Profile[]): Promise<void> {
    await this.send({ type: 'show', title: 'sample.cpuprofile', profiles, current: 0, places: profiles.map((each) => this.placesOf(each)) });
    await this.page.locator('[role=tabpanel]').waitFor();
    await this.painted();
  }

  /** As the extension would find them in the workspace `/project`. */
  placesOf({ frames }: Profile): ReturnType<typeof placesOf> {
    return placesOf(frames, ['/project']);
  }

  /** Columns go as text here, and are columns again in the page. */
  async send(message: ToPanel): Promise<void> {
    const text = JSON.stringify(message, (_, value: unknown) => (ArrayBuffer.isView(value) ? { $column: value.constructor.name, values: [...(value as Uint32Array)] } : value));
    await this.page.evaluate((json) => {
      const data: unknown = JSON.parse(json, (_, value: { $column?: string; values?: number[] } | null) => (value?.$column ? new (globalThis as never as Record<string, new (values: number[]) => unknown>)[value.$column]!(value.values!) : value));
      window.dispatchEvent(new MessageEvent('message', { data }));
    }, text);
  }

  /** After the next pictures were drawn. */
  async painted(): Promise<void> {
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  async view(title: string): Promise<void> {
    await this.page.getByRole('tab', { name: title, exact: true }).click();
    await this.painted();
  }

  /** What the page said to the extension, of one kind. */
  async sent<T extends FromPanel['type']>(type: T): Promise<readonly Extract<FromPanel, { type: T }>[]> {
    const all = await this.page.evaluate(() => (window as never as { sent: FromPanel[] }).sent);
    return all.filter((each): each is Extract<FromPanel, { type: T }> => each.type === type);
  }

  /** What the page wants to find again, once it has kept it. */
  async state(): Promise<unknown> {
    await this.page.waitForFunction(() => (window as never as { kept?: unknown }).kept !== undefined);
    return this.page.evaluate(() => (window as never as { kept?: unknown }).kept);
  }

  async close(): Promise<void> {
    await this.context.close();
    assert.deepEqual([...this.violations], []);
  }
}

export async function openPanel({ theme = 'dark', width = 1000, height = 600, ratio = 1, state, withoutWebgl = false, withoutCard = false, reducedMotion = true }: Options = {}): Promise<PanelPage> {
  const context = await (await theBrowser()).newContext({ viewport: { width, height }, deviceScaleFactor: ratio, reducedMotion: reducedMotion ? 'reduce' : 'no-preference' });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const panel = new PanelPage(page, context);
  page.on('pageerror', (error) => panel.violations.add(error.message));
  page.on('console', (message) => message.type() === 'error' && panel.violations.add(message.text()));
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') await route.fulfill({ contentType: 'text/html', body: pageOf(theme) });
    else if (pathname === '/favicon.ico') await route.fulfill({ status: 204 });
    else await route.fulfill({ contentType: types[path.extname(pathname)] ?? 'text/plain', body: await readFile(path.join('dist/webview', path.basename(pathname))) });
  });
  await page.addInitScript(standIn, { state, withoutWebgl, withoutCard, variables: themeOf(theme).variables });
  await page.goto(`${origin}/`);
  return panel;
}

/** What VS Code is to the page. */
function standIn({ state, withoutWebgl, withoutCard, variables }: { readonly state: unknown; readonly withoutWebgl: boolean; readonly withoutCard: boolean; readonly variables: Readonly<Record<string, string>> }): void {
  const page = window as never as { sent: unknown[]; kept?: unknown; acquireVsCodeApi: () => unknown };
  page.sent = [];
  page.acquireVsCodeApi = () => ({ postMessage: (message: unknown) => page.sent.push(message), getState: () => state, setState: (kept: unknown) => (page.kept = kept) });
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  });
  if (!withoutCard) {
    const getExtension = WebGL2RenderingContext.prototype.getExtension as (name: string) => unknown;
    WebGL2RenderingContext.prototype.getExtension = function (this: WebGL2RenderingContext, name: string) {
      return name === 'WEBGL_debug_renderer_info' ? null : getExtension.call(this, name);
    } as never;
  }
  if (!withoutWebgl) return;
  const getContext = HTMLCanvasElement.prototype.getContext as (kind: string, ...rest: unknown[]) => unknown;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
    return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest);
  } as never;
}

interface ThemeFile {
  readonly body: string;
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** As a webview of VS Code had it. */
function themeOf(name: ThemeName): ThemeFile {
  return JSON.parse(readFileSync(`test/webview/themes/${name}.json`, 'utf8')) as ThemeFile;
}

function pageOf(theme: ThemeName): string {
  const { body, kind } = themeOf(theme);
  return panelPage({ nonce: 'bm9uY2U', source: origin, script: '/profile-panel.js', style: '/profile-panel.css' }).replace('<body>', `<body class="${body}" data-vscode-theme-kind="${kind}">`);
}
