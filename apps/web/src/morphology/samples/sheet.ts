/** A point in pixels: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/**
 * A grey sheet to draw samples on, 0 black to 255 white. Drawn with arithmetic alone, without the
 * platform's canvas and fonts, so that a shared address shows the same pixels everywhere.
 */
export class Sheet {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;

  constructor(width: number, height: number, shade: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height).fill(shade);
  }

  set(x: number, y: number, shade: number): void {
    if (x >= 0 && y >= 0 && x < this.width && y < this.height) {
      this.data[Math.floor(y) * this.width + Math.floor(x)] = shade;
    }
  }

  rectangle(x: number, y: number, width: number, height: number, shade: number): void {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) this.set(x + column, y + row, shade);
    }
  }

  /** An ellipse with the given half-axes. */
  ellipse([cx, cy]: Point, a: number, b: number, shade: number): void {
    for (let y = Math.floor(cy - b); y <= cy + b; y++) {
      for (let x = Math.floor(cx - a); x <= cx + a; x++) {
        if (((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 <= 1) this.set(x, y, shade);
      }
    }
  }

  /** A line through the points, drawn with a round pen of the given width. */
  stroke(points: readonly Point[], width: number, shade: number): void {
    for (let index = 1; index < points.length; index++) {
      this.segment(points[index - 1]!, points[index]!, width / 2, shade);
    }
  }

  /** Changes every pixel by a rule of its place and shade. */
  shade(rule: (shade: number, x: number, y: number) => number): void {
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        const at = y * this.width + x;
        this.data[at] = Math.max(0, Math.min(255, Math.round(rule(this.data[at]!, x, y))));
      }
    }
  }

  private segment(from: Point, to: Point, radius: number, shade: number): void {
    const [ax, ay] = from;
    const [dx, dy] = [to[0] - ax, to[1] - ay];
    const squared = dx * dx + dy * dy;
    const [left, right] = [Math.min(ax, to[0]) - radius, Math.max(ax, to[0]) + radius];
    const [top, bottom] = [Math.min(ay, to[1]) - radius, Math.max(ay, to[1]) + radius];
    for (let y = Math.floor(top); y <= bottom; y++) {
      for (let x = Math.floor(left); x <= right; x++) {
        const along = squared ? ((x - ax) * dx + (y - ay) * dy) / squared : 0;
        const near = Math.max(0, Math.min(1, along));
        const distance = (x - ax - near * dx) ** 2 + (y - ay - near * dy) ** 2;
        if (distance <= radius * radius) this.set(x, y, shade);
      }
    }
  }
}
