/** Where a source of a map is: at a URL, or at a path below some folder that the map does not say. */
export type SourcePlace = { readonly url: string } | { readonly below: string };

/** What bundlers and frameworks put before paths of their project: `webpack://name/./`, `webpack-internal:///(rsc)/./`, `turbopack://[project]/`. */
const PROJECT_SCHEME = /^(?:webpack|webpack-internal|turbopack|turbopack-node|rspack|rollup|ng|vite|parcel|metro|app|tsx|esbuild):\/\/(?:\[[^\]]*\]|[^/]*)\/*(?:\([^)]*\)\/)?(?:\.\/)?/i;

/** @param url as the map resolves it: its root and its own place are in it already */
export function sourcePlaceOf(url: string): SourcePlace {
  const withoutQuery = url.replace(/[?#][^/]*$/, '');
  const served = /^https?:\/\/[^/]+(\/.*)$/i.exec(withoutQuery)?.[1];
  const path = served ?? withoutQuery;
  // Vite serves what is outside of its root so.
  const outside = /^\/@fs\/(.+)$/.exec(path)?.[1];
  if (outside !== undefined) return { url: fileUrl(`/${outside.replace(/^\/+/, '')}`) };
  if (served !== undefined) return { below: served.replace(/^\/+/, '') };
  const inProject = path.replace(PROJECT_SCHEME, '');
  if (inProject !== path) return /^(?:\/|[A-Za-z]:[\\/])/.test(inProject) ? { url: fileUrl(inProject) } : { below: inProject };
  return { url: /^(?:\/(?!\/)|[A-Za-z]:[\\/])/.test(path) ? fileUrl(path) : url };
}

/** The `file:` URL of an absolute path; of a URL itself. */
export function fileUrl(path: string): string {
  if (/^[a-z][a-z\d+.-]+:/i.test(path)) return path;
  const slashed = path.replaceAll('\\', '/').replace(/^([A-Za-z]:)/, '/$1');
  return `file://${encodeURI(slashed).replace(/[?#]/g, encodeURIComponent)}`;
}
