import { colourOf } from './flame/colour.js';
import { paletteOf, type Palette } from './flame/palette.js';

/** Names of the editor's variables, first the one that is meant, then what stands in for it. */
const CHARTS = [
  ['--vscode-charts-red', '#f14c4c'], ['--vscode-charts-orange', '#d18616'], ['--vscode-charts-yellow', '#cca700'],
  ['--vscode-charts-green', '#89d185'], ['--vscode-charts-blue', '#3794ff'], ['--vscode-charts-purple', '#b180d7'],
] as const;

/** Reads the colours that the editor's theme gives the page, and says when it is another. */
export class Theme {
  private readonly probe: CanvasRenderingContext2D | null;
  private palette: Palette | undefined;
  private readonly observer: MutationObserver;

  constructor(onChange: () => void) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    this.probe = canvas.getContext('2d', { willReadFrequently: true });
    this.observer = new MutationObserver(() => {
      this.palette = undefined;
      onChange();
    });
    this.observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    this.observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  }

  get colours(): Palette {
    return (this.palette ??= this.read());
  }

  /** The font that the editor's own lists have. */
  get font(): string {
    return getComputedStyle(document.body).getPropertyValue('--vscode-font-family') || 'system-ui, sans-serif';
  }

  dispose(): void {
    this.observer.disconnect();
  }

  private read(): Palette {
    const style = getComputedStyle(document.body);
    const value = (name: string): string => style.getPropertyValue(name).trim();
    const colour = (name: string, otherwise: string): number => this.parse(value(name) || otherwise);
    return paletteOf({
      background: colour('--vscode-editor-background', '#1f1f1f'),
      foreground: colour('--vscode-editor-foreground', '#cccccc'),
      contrastBorder: document.body.matches('.vscode-high-contrast') ? colour('--vscode-contrastBorder', '#6fc3df') : undefined,
      focus: colour('--vscode-focusBorder', '#0078d4'),
      match: colour('--vscode-charts-yellow', '#cca700'),
      charts: CHARTS.map(([name, otherwise]) => colour(name, otherwise)),
    });
  }

  /** Whatever a stylesheet may write becomes numbers by being painted. */
  private parse(css: string): number {
    if (!this.probe) return colourOf(128, 128, 128);
    this.probe.clearRect(0, 0, 1, 1);
    this.probe.fillStyle = '#808080';
    this.probe.fillStyle = css;
    this.probe.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = this.probe.getImageData(0, 0, 1, 1).data;
    return colourOf(red, green, blue);
  }
}
