/** Timers and the targets of a page, counted: what a program holds can be seen from outside, and time passes when it is told to. */
export class World {
  private next = 1;
  private readonly timers = new Map<number, { readonly run: () => void; readonly again: boolean }>();
  private readonly listeners: { readonly target: string; readonly type: string; readonly listener: (event: { readonly type: string }) => void; readonly capture: boolean }[] = [];

  /** Timers that are set and listeners that are added. */
  get held(): number {
    return this.timers.size + this.listeners.length;
  }

  /** Every timer that is set fires once. */
  tick(): void {
    for (const [id, { run, again }] of [...this.timers]) {
      if (!again) this.timers.delete(id);
      run();
    }
  }

  fire(target: string, type: string): void {
    for (const each of [...this.listeners]) if (each.target === target && each.type === type) each.listener({ type });
  }

  /** Runs a CommonJS module with this world for its globals; gives what it exports. */
  load(code: string, require: (name: string) => unknown): Readonly<Record<string, unknown>> {
    const exported: Record<string, unknown> = {};
    const given = { require, exports: exported, window: this.target('window'), document: this.target('document'), ...this.clock() };
    new Function(...Object.keys(given), code)(...Object.values(given));
    return exported;
  }

  private clock(): Readonly<Record<string, unknown>> {
    const set = (again: boolean) => (run: () => void): number => {
      this.timers.set(this.next, { run, again });
      return this.next++;
    };
    const clear = (id: number): boolean => this.timers.delete(id);
    return { setInterval: set(true), setTimeout: set(false), clearInterval: clear, clearTimeout: clear };
  }

  private target(target: string): Readonly<Record<string, unknown>> {
    const captures = (options: unknown): boolean => options === true || (typeof options === 'object' && options !== null && (options as { capture?: boolean }).capture === true);
    const remove = (type: string, listener: unknown, options?: unknown): void => {
      const at = this.listeners.findIndex((each) => each.target === target && each.type === type && each.listener === listener && each.capture === captures(options));
      if (at >= 0) this.listeners.splice(at, 1);
    };
    return {
      addEventListener: (type: string, listener: (event: { readonly type: string }) => void, options?: { readonly signal?: AbortSignal } | boolean) => {
        this.listeners.push({ target, type, listener, capture: captures(options) });
        if (typeof options === 'object') options.signal?.addEventListener('abort', () => remove(type, listener, options));
      },
      removeEventListener: remove,
    };
  }
}
