import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';

/** What a key is answered with: RFC 6455, section 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

/** The client's side of RFC 6455 as far as an inspector needs it: text both ways. Node has a client of its own only since version 22. */
export class WebSocketClient {
  private readonly socket: Socket;
  private buffered: Buffer = Buffer.alloc(0);
  /** Pieces of the message that is under way. */
  private pieces: Buffer[] = [];
  onMessage: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;

  private constructor(socket: Socket, early: Buffer) {
    this.socket = socket;
    socket.on('data', (chunk) => { this.take(chunk); });
    socket.on('close', () => { this.onClose(); });
    // An error is followed by `close`, and what it was changes nothing.
    socket.on('error', () => undefined);
    if (early.length > 0) setImmediate(() => { this.take(early); });
  }

  /** @throws when nobody answers, or not as a WebSocket does */
  static open(url: string): Promise<WebSocketClient> {
    const key = randomBytes(16).toString('base64');
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13' };
    return new Promise((resolve, reject) => {
      const asked = request(url.replace(/^ws:/, 'http:'), { headers });
      asked.once('upgrade', (response, socket: Socket, head) => {
        const expected = createHash('sha1').update(key + MAGIC).digest('base64');
        if (response.headers['sec-websocket-accept'] === expected) return resolve(new WebSocketClient(socket, head));
        socket.destroy();
        reject(new Error('the answer is not that of a WebSocket'));
      });
      asked.once('response', (response) => {
        response.resume();
        reject(new Error(`the connection was refused with status ${String(response.statusCode)}`));
      });
      asked.once('error', reject);
      asked.end();
    });
  }

  send(text: string): void {
    this.write(OPCODE.text, Buffer.from(text));
  }

  /**
   * Without the frame that says so: Node would answer with one, and crashes when the connection is gone before that is written (Node 20,
   * `WsHandler::OnCloseFrameWritten`).
   */
  close(): void {
    this.socket.end();
  }

  private write(opcode: number, payload: Buffer): void {
    const mask = randomBytes(4);
    const length = payload.length < 126 ? [0x80 | payload.length] : payload.length < 65_536 ? [0x80 | 126, payload.length >> 8, payload.length & 255] : undefined;
    const long = Buffer.alloc(length ? 0 : 9);
    if (!length) {
      long[0] = 0x80 | 127;
      long.writeBigUInt64BE(BigInt(payload.length), 1);
    }
    const masked = Buffer.from(payload);
    for (let at = 0; at < masked.length; at++) masked[at] = (masked[at] ?? 0) ^ (mask[at % 4] ?? 0);
    this.socket.write(Buffer.concat([Buffer.from([0x80 | opcode, ...(length ?? [])]), long, mask, masked]));
  }

  private take(chunk: Buffer): void {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    for (let frame = frameIn(this.buffered); frame; frame = frameIn(this.buffered)) {
      this.buffered = this.buffered.subarray(frame.end);
      this.handle(frame);
    }
  }

  private handle({ opcode, final, payload }: Frame): void {
    if (opcode === OPCODE.ping) return this.write(OPCODE.pong, payload);
    if (opcode === OPCODE.close) return void this.socket.end();
    if (opcode !== OPCODE.text && opcode !== OPCODE.continuation) return;
    this.pieces.push(payload);
    if (!final) return;
    const message = Buffer.concat(this.pieces).toString('utf8');
    this.pieces = [];
    this.onMessage(message);
  }
}

interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}

/** The first frame, once it is there as a whole; servers do not mask theirs. */
function frameIn(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = start + length;
  if (bytes.length < end) return undefined;
  return { opcode: (bytes[0] ?? 0) & 0x0f, final: ((bytes[0] ?? 0) & 0x80) !== 0, payload: bytes.subarray(start, end), end };
}
