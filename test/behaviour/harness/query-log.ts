/** What opens, ends or shapes a session or transaction, and what asks the catalogue: no work of the program's own. */
const HOUSEKEEPING = /^\s*(?:begin|start\s+transaction|commit|end|rollback|abort|savepoint|release|set|reset|show|discard|deallocate|close)\b|\b(?:pg_catalog|information_schema)\./i;

/**
 * Statements as PostgreSQL is asked to run them, read off the wire (messages of the frontend, protocol 3.0), so that no library
 * has a say in what counts.
 */
export class QueryLog {
  private readonly prepared = new Map<string, string>();
  private readonly portals = new Map<string, string>();
  private statements: string[] = [];

  /** @param bytes whole messages, as the server gets them */
  record(bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + 5 <= buffer.length; at += 1 + buffer.readInt32BE(at + 1)) {
      const type = String.fromCharCode(buffer[at] as number);
      this.message(type, stringsOf(buffer, at + 5));
    }
  }

  /** What was run since the last call, housekeeping left out. */
  take(): readonly string[] {
    const taken = this.statements.filter((text) => text.trim() !== '' && !HOUSEKEEPING.test(text));
    this.statements = [];
    return taken;
  }

  private message(type: string, next: () => string): void {
    if (type === 'Q') this.statements.push(next());
    else if (type === 'P') this.prepared.set(next(), next());
    else if (type === 'B') this.portals.set(next(), this.prepared.get(next()) ?? '');
    else if (type === 'E') this.statements.push(this.portals.get(next()) ?? '');
  }
}

/** The zero-terminated strings a message begins with, one per call. */
function stringsOf(buffer: Buffer, start: number): () => string {
  let at = start;
  return () => {
    const end = buffer.indexOf(0, at);
    const text = buffer.toString('utf8', at, end);
    at = end + 1;
    return text;
  };
}
