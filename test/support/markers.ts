/** What a marker comment in a fixture asserts; offsets into the fixture's text, `end` exclusive. */
export interface Marker {
  /** finding: a rule reports exactly this span · evidence: a link of the finding marked next · todo: today's wrong answer. */
  readonly kind: 'finding' | 'evidence' | 'todo';
  readonly ruleId: string;
  /** How sure the finding has to be, where that is what the fixture is about. */
  readonly confidence: string | undefined;
  /** Part of the message (finding) or of the evidence's text. For `todo` the reason. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 1-based line of the marker itself, for failure messages. */
  readonly line: number;
  /** `want` markers ask for a finding anywhere on their line. */
  readonly wholeLine: boolean;
}

const CARETS = /^\s*(?:\{\/\*|\/\/)[^^]*?(\^+)\s*(\||todo\s+[\w-]+:|[\w-]+(?:\/(?:high|medium|low))?:)\s*(.*?)\s*(?:\*\/\}\s*)?$/;
const WANT = /\/\/\s*want\s+([\w-]+)\s*$/;

/**
 * Reads the marker comments of a fixture:
 *
 *     for (const user of users) {
 *   //^^^ | this loop
 *       await db.order.count(…);
 *       //    ^^^^^^^^^^^^^^ n-plus-one-query: once per
 *
 * `n-plus-one-query/high: …` also says how sure the finding has to be. Carets stand under the span, on the nearest line above that is not itself a marker. Columns 0 and 1 cannot hold carets:
 * `// want rule-id` at the end of a line asks for a finding on that line.
 */
export function readMarkers(text: string): readonly Marker[] {
  const lines = text.split('\n');
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const markers: Marker[] = [];
  let target = 0;
  lines.forEach((line, index) => {
    const carets = CARETS.exec(line);
    if (!carets?.[1] || carets[2] === undefined) {
      target = index;
      const want = WANT.exec(line);
      if (want?.[1]) markers.push({ kind: 'finding', ruleId: want[1], confidence: undefined, text: '', start: starts[index] ?? 0, end: (starts[index] ?? 0) + line.length, line: index + 1, wholeLine: true });
      return;
    }
    const column = line.indexOf('^');
    const start = (starts[target] ?? 0) + column;
    const label = carets[2];
    const todo = /^todo\s+([\w-]+):/.exec(label);
    markers.push({
      kind: label === '|' ? 'evidence' : todo ? 'todo' : 'finding',
      ruleId: todo?.[1] ?? (label === '|' ? '' : label.slice(0, -1).split('/')[0] ?? ''),
      confidence: todo ? undefined : /\/(\w+):$/.exec(label)?.[1],
      text: carets[3] ?? '', start, end: start + carets[1].length, line: index + 1, wholeLine: false,
    });
  });
  return markers;
}
