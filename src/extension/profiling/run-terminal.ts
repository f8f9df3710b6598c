import * as vscode from 'vscode';

const INTERRUPT = '\x03';
const END_OF_INPUT = '\x04';

/** What a terminal does with what is typed into it. */
export interface TerminalInput {
  write(text: string): void;
  /** Ctrl-C. */
  interrupt(): void;
  /** Ctrl-D: nothing more will be typed. */
  end(): void;
  /** The user closed the terminal. */
  closed(): void;
}

/** A terminal that shows what a profiled program writes, and gives it what is typed. */
export class RunTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.written.event;
  /** Kept until the terminal is there: the program does not wait for it. */
  private early: string[] | undefined = [];
  /** One for each stream: a character may come in two pieces, and something of the other stream between them. */
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  private typed = '';
  private input: TerminalInput | undefined;

  connect(input: TerminalInput | undefined): void {
    this.input = input;
  }

  open(): void {
    const early = this.early ?? [];
    this.early = undefined;
    for (const text of early) this.written.fire(text);
  }

  close(): void {
    this.input?.closed();
  }

  /** Lines are echoed and handed over whole, as a terminal in its usual mode does. */
  handleInput(data: string): void {
    if (data === INTERRUPT) {
      this.say('^C');
      this.input?.interrupt();
      return;
    }
    for (const character of data) this.take(character);
  }

  output(chunk: Uint8Array, stream: 'stdout' | 'stderr'): void {
    this.show(this.decoders[stream].decode(chunk, { stream: true }));
  }

  /** A line of our own, set apart from the program's. */
  say(line: string): void {
    this.show(`\x1b[2m${line}\x1b[0m\n`);
  }

  private take(character: string): void {
    if (character === '\r') {
      this.show('\n');
      this.input?.write(`${this.typed}\n`);
      this.typed = '';
    } else if (character === '\x7f') {
      if (this.typed === '') return;
      this.typed = [...this.typed].slice(0, -1).join('');
      this.show('\b \b');
    } else if (character === END_OF_INPUT) {
      // In a line it hands over what was typed; alone it is the end.
      if (this.typed === '') this.input?.end();
      else this.input?.write(this.typed);
      this.typed = '';
    } else {
      this.typed += character;
      this.show(character);
    }
  }

  private show(text: string): void {
    // The program writes to a pipe, where nobody adds the carriage return that a terminal needs.
    const lines = text.replace(/\r?\n/g, '\r\n');
    if (this.early) this.early.push(lines);
    else this.written.fire(lines);
  }
}
