/**
 * Boxes to draw, in pixels of the screen: the same list feeds the graphics card and the fallback. It is filled anew for every
 * picture and keeps its memory.
 */
export class BoxList {
  /** Left, top, width and height of each box. */
  rectangles = new Float32Array(4 * 1024);
  /** Red, green, blue and alpha of each box, from the lowest byte up. */
  colours = new Uint32Array(1024);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  add(left: number, top: number, width: number, height: number, colour: number): void {
    if (this.count === this.colours.length) this.grow();
    const at = this.count * 4;
    this.rectangles[at] = left;
    this.rectangles[at + 1] = top;
    this.rectangles[at + 2] = width;
    this.rectangles[at + 3] = height;
    this.colours[this.count] = colour;
    this.count++;
  }

  private grow(): void {
    const rectangles = new Float32Array(this.rectangles.length * 2);
    rectangles.set(this.rectangles);
    this.rectangles = rectangles;
    const colours = new Uint32Array(this.colours.length * 2);
    colours.set(this.colours);
    this.colours = colours;
  }
}
