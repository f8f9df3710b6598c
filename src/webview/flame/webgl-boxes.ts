import { memo } from '../memo.js';
import type { BoxList } from './box-list.js';
import type { BoxPainter } from './box-painter.js';
import { channels } from './colour.js';

const VERTEX = `#version 300 es
uniform vec2 size;
layout(location = 0) in vec4 rectangle;
layout(location = 1) in vec4 colour;
out lowp vec4 fill;
void main() {
  // The four corners of a strip, by the number of the vertex alone.
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 place = (rectangle.xy + corner * rectangle.zw) / size;
  gl_Position = vec4(place.x * 2.0 - 1.0, 1.0 - place.y * 2.0, 0.0, 1.0);
  fill = colour;
}`;

const FRAGMENT = `#version 300 es
in lowp vec4 fill;
out lowp vec4 pixel;
void main() { pixel = vec4(fill.rgb * fill.a, fill.a); }`;

/** All boxes in one call: an instance each, of a quad that has no vertices of its own. */
export class WebglBoxes implements BoxPainter {
  readonly kind = 'webgl';
  private capacity = 0;

  private constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly gl: WebGL2RenderingContext,
    private readonly size: WebGLUniformLocation | null,
    private readonly rectangles: WebGLBuffer,
    private readonly colours: WebGLBuffer,
    private readonly lost: () => void,
  ) {
    canvas.addEventListener('webglcontextlost', lost);
  }

  /** Undefined where the host has no WebGL 2, or makes it with the processor: the canvas's own rectangles need a fraction of that then. */
  static on(canvas: HTMLCanvasElement, onLost: () => void): WebglBoxes | undefined {
    if (!hasGraphicsCard()) return undefined;
    const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false, preserveDrawingBuffer: false });
    const program = gl && programOf(gl);
    if (!gl || !program) return undefined;
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const rectangles = instanceColumn(gl, 0, gl.FLOAT, false);
    const colours = instanceColumn(gl, 1, gl.UNSIGNED_BYTE, true);
    return new WebglBoxes(canvas, gl, gl.getUniformLocation(program, 'size'), rectangles, colours, onLost);
  }

  paint(boxes: BoxList, background: number): void {
    const { gl, canvas } = this;
    gl.viewport(0, 0, canvas.width, canvas.height);
    const [red, green, blue] = channels(background);
    gl.clearColor(red / 255, green / 255, blue / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (boxes.count === 0) return;
    gl.uniform2f(this.size, canvas.width, canvas.height);
    this.upload(boxes);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, boxes.count);
  }

  dispose(): void {
    this.canvas.removeEventListener('webglcontextlost', this.lost);
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  private upload({ rectangles, colours, count }: BoxList): void {
    const { gl } = this;
    const grows = colours.length > this.capacity;
    for (const [buffer, column, length] of [[this.rectangles, rectangles, count * 4], [this.colours, colours, count]] as const) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      if (grows) gl.bufferData(gl.ARRAY_BUFFER, column.byteLength, gl.STREAM_DRAW);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, column, 0, length);
    }
    this.capacity = Math.max(this.capacity, colours.length);
  }
}

/** Drivers that have no card: of Chromium, of Mesa, of Windows. */
const SOFTWARE = /SwiftShader|llvmpipe|softpipe|Basic Render/i;

/** Asked of a canvas of its own, because one that once had a context of WebGL can have no other. A driver without a name counts as a card. */
const hasGraphicsCard = memo((): boolean => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const named = gl?.getExtension('WEBGL_debug_renderer_info');
  const driver: unknown = named && gl?.getParameter(named.UNMASKED_RENDERER_WEBGL);
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null && !(typeof driver === 'string' && SOFTWARE.test(driver));
});

function instanceColumn(gl: WebGL2RenderingContext, location: number, type: GLenum, normalised: boolean): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, 4, type, normalised, 0, 0);
  gl.vertexAttribDivisor(location, 1);
  return buffer;
}

function programOf(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
    const shader = gl.createShader(kind);
    if (!shader) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : undefined;
}
