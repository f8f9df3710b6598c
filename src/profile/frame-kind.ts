import { FrameKind } from './profile.js';

/** Names that V8 gives to what is no function: of its CPU profiles, and of its allocation profiles and @datadog/pprof. */
const KINDS: ReadonlyMap<string, FrameKind> = new Map([
  ['(root)', FrameKind.root],
  ['(program)', FrameKind.program],
  ['(idle)', FrameKind.idle],
  ['(garbage collector)', FrameKind.collector],
  ['(GC)', FrameKind.collector],
  ['(IDLE)', FrameKind.idle],
  ['(V8 API)', FrameKind.program],
  ['(EXTERNAL)', FrameKind.program],
  ['(OTHER)', FrameKind.program],
  ['(COMPILER)', FrameKind.program],
  ['(BYTECODE_COMPILER)', FrameKind.program],
  ['(PARSER)', FrameKind.program],
  ['(LOGGING)', FrameKind.program],
]);

/** A function of the program may have such a name too, but then it has a file. */
export function frameKindOf(name: string, url: string): FrameKind {
  return url === '' ? (KINDS.get(name) ?? FrameKind.code) : FrameKind.code;
}
