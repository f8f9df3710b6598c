/** Colours as numbers: red, green, blue and alpha from the lowest byte up, the order that the graphics card reads. */
export function colourOf(red: number, green: number, blue: number, alpha = 255): number {
  return (clampByte(red) | (clampByte(green) << 8) | (clampByte(blue) << 16) | (clampByte(alpha) << 24)) >>> 0;
}

export function channels(colour: number): readonly [red: number, green: number, blue: number, alpha: number] {
  return [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255, colour >>> 24];
}

export function cssColour(colour: number): string {
  const [red, green, blue, alpha] = channels(colour);
  return alpha === 255 ? `rgb(${red} ${green} ${blue})` : `rgb(${red} ${green} ${blue} / ${alpha / 255})`;
}

/** `part` 0 is the first colour, 1 the second. */
export function mixed(first: number, second: number, part: number): number {
  const a = channels(first);
  const b = channels(second);
  const mix = (index: 0 | 1 | 2 | 3): number => a[index] + (b[index] - a[index]) * part;
  return colourOf(mix(0), mix(1), mix(2), mix(3));
}

export function withAlpha(colour: number, alpha: number): number {
  const [red, green, blue] = channels(colour);
  return colourOf(red, green, blue, alpha * 255);
}

/** From 1 (the same) to 21, after WCAG 2.2 "contrast ratio"; alpha is not looked at. */
export function contrast(first: number, second: number): number {
  const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance of sRGB, after WCAG 2.2. */
export function luminance(colour: number): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function clampByte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
