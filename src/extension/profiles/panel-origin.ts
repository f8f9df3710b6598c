import type { PanelOrigin } from '../../webview/protocol.js';

/**
 * What a page had kept of where its profiles came from, from before the window was reloaded.
 * @param state whatever the page left
 * @returns undefined when it never got to show any
 */
export function originOf(state: unknown): PanelOrigin | undefined {
  const origin: unknown = isRecord(state) ? state['origin'] : undefined;
  if (!isRecord(origin)) return undefined;
  const { title, files } = origin;
  if (typeof title !== 'string' || !Array.isArray(files) || files.length === 0) return undefined;
  return files.every((each): each is string => typeof each === 'string' && /^[a-z][a-z\d+.-]*:/i.test(each)) ? { title, files } : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
