import { WebSocketClient } from './web-socket.js';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Requests and events of the Chrome DevTools Protocol over one connection. */
export class InspectorClient {
  private readonly waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  private last = 0;
  private gone = false;
  /** The other side went away, or `close` was called. */
  readonly closed: Promise<void>;
  onEvent: (method: string, params: unknown) => void = () => undefined;

  private constructor(private readonly socket: WebSocketClient) {
    this.closed = new Promise((resolve) => {
      socket.onClose = () => {
        this.gone = true;
        for (const { reject } of this.waiting.values()) reject(goneError());
        this.waiting.clear();
        resolve();
      };
    });
    socket.onMessage = (text) => { this.take(JSON.parse(text) as Answer); };
  }

  /** @param url `ws://127.0.0.1:9229/…` */
  static async open(url: string): Promise<InspectorClient> {
    return new InspectorClient(await WebSocketClient.open(url));
  }

  get isClosed(): boolean {
    return this.gone;
  }

  /** @throws what the other side says is wrong, or that it went away */
  request<R>(method: string, params: object = {}): Promise<R> {
    if (this.gone) return Promise.reject(goneError());
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.socket.close();
  }

  private take({ id, method, params, result, error }: Answer): void {
    if (id === undefined) {
      if (method !== undefined) this.onEvent(method, params);
      return;
    }
    const asked = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  }
}

function goneError(): Error {
  return new Error('the program went away');
}
