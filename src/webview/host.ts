import type { FromPanel } from './protocol.js';

/** What VS Code gives to a page, once. */
interface HostApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): HostApi;

/** The extension, and what outlives the page. */
export const host: HostApi = acquireVsCodeApi();
