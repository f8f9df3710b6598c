import { between, type Viewport } from './viewport.js';

const MILLISECONDS = 140;

/** Moves from one part of a picture to another within a moment, or at once where the user wants nothing to move. */
export class ViewportMotion {
  private frame = 0;
  /** Where a movement that goes on will end. */
  goal: Viewport | undefined;

  constructor(private readonly show: (view: Viewport) => void) {}

  go(from: Viewport, to: Viewport): void {
    this.stop();
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')) return this.show(to);
    this.goal = to;
    const began = performance.now();
    const step = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - began) / MILLISECONDS));
      // Fast at first, slow at the end.
      this.show(between(from, to, 1 - (1 - part) ** 3));
      if (part < 1) this.frame = requestAnimationFrame(step);
      else this.goal = undefined;
    };
    this.frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.goal = undefined;
  }
}
