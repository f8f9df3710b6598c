/** Writes names into boxes, as much of them as fits. */
export class LabelPainter {
  private font = '';
  /** Widths of the characters of ASCII in this font: adding them up is near enough, and far cheaper than measuring names. */
  private readonly widths = new Float32Array(128);
  private wide = 0;
  private ellipsis = 0;

  constructor(private readonly context: CanvasRenderingContext2D) {}

  /** Has to be called after the canvas was resized: that forgets the font. */
  use(font: string): void {
    this.context.font = font;
    this.context.textBaseline = 'middle';
    if (font === this.font) return;
    this.font = font;
    for (let code = 32; code < 128; code++) this.widths[code] = this.context.measureText(String.fromCharCode(code)).width;
    this.wide = this.context.measureText('漢').width;
    this.ellipsis = this.context.measureText('…').width;
  }

  /** Returns whether anything fitted. */
  write(text: string, left: number, middle: number, room: number): boolean {
    const fitting = this.fitting(text, room);
    if (fitting === '') return false;
    this.context.fillText(fitting, left, middle);
    return true;
  }

  private fitting(text: string, room: number): string {
    let width = 0;
    let cut = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      width += code < 128 ? this.widths[code]! : this.wide;
      if (width + this.ellipsis <= room) cut = at + 1;
      if (width > room) return cut < 2 ? '' : `${text.slice(0, cut)}…`;
    }
    return text;
  }
}
