/** In which forms a profile can be saved. `recorded`: byte by byte as it was measured. */
export const SAVE_FORMATS = [
  { format: 'recorded', label: 'As Recorded', description: 'the file itself, with everything that is in it' },
  { format: 'speedscope', label: 'speedscope', description: 'for https://www.speedscope.app, in time order', ending: 'speedscope.json' },
  { format: 'pprof', label: 'pprof', description: 'for go tool pprof and what reads its format', ending: 'pb.gz' },
  { format: 'collapsed', label: 'Collapsed Stacks', description: 'text, a line for each stack, for flamegraph.pl and others', ending: 'collapsed' },
  { format: 'markdown', label: 'Markdown Summary', description: 'hot functions, stacks and packages, for people and agents', ending: 'md' },
] as const;

export type SaveFormat = (typeof SAVE_FORMATS)[number]['format'];

export function isSaveFormat(value: unknown): value is SaveFormat {
  return SAVE_FORMATS.some(({ format }) => format === value);
}

/** The ending of a file's name, such as `cpuprofile` or `pb.gz`; empty without one. */
export function endingOf(name: string): string {
  return /\.((?:speedscope\.json|pb\.gz|[\w-]{1,20}))$/i.exec(name)?.[1] ?? '';
}

/** A name without its ending that a file can have everywhere. */
export function fileNameOf(title: string): string {
  const ending = endingOf(title);
  const stem = ending === '' ? title : title.slice(0, -ending.length - 1);
  return stem.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '').slice(0, 80) || 'profile';
}

/** `report.cpuprofile`, `report-2.cpuprofile`, …: beside each other for the files of one run. */
export function numbered(name: string, index: number): string {
  const ending = endingOf(name);
  if (index === 0) return name;
  return ending === '' ? `${name}-${String(index + 1)}` : `${name.slice(0, -ending.length - 1)}-${String(index + 1)}.${ending}`;
}
