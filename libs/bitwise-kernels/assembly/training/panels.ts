/** Moves blocks of floats between matrices of any stride and zero-padded panels of fixed width. */

/** Floats in one row of a panel of the signed product and of the right side of the float product. */
export const PANEL: i32 = 8;

/** Transposes the 4x4 floats at `from` to `to`; strides in bytes. */
function transposeQuad(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromStride);
  const r2 = v128.load(from + fromStride * 2);
  const r3 = v128.load(from + fromStride * 3);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  v128.store(to + toStride, v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  v128.store(to + toStride * 2, v128.shuffle<f32>(c, d, 0, 1, 4, 5));
  v128.store(to + toStride * 3, v128.shuffle<f32>(c, d, 2, 3, 6, 7));
}

/**
 * Fills a panel of `rows` rows of `panelWidth` floats from the `count` x `width` floats at `from`;
 * the rest of the panel is zero. Strides in bytes; `panelWidth` is 4 or 8.
 */
export function packRows(
  from: usize,
  stride: usize,
  count: i32,
  width: i32,
  panel: usize,
  rows: i32,
  panelWidth: i32,
): void {
  const panelStride = (<usize>panelWidth) << 2;
  if (width < panelWidth || count < rows) memory.fill(panel, 0, panelStride * <usize>rows);
  for (let row = 0; row < count; row++) {
    if (width == panelWidth) {
      v128.store(panel, v128.load(from));
      if (panelWidth == 8) v128.store(panel, v128.load(from, 16), 16);
    } else {
      memory.copy(panel, from, (<usize>width) << 2);
    }
    from += stride;
    panel += panelStride;
  }
}

/** As {@link packRows}, of the transpose of the `width` x `count` floats at `from`. */
export function packColumns(
  from: usize,
  stride: usize,
  count: i32,
  width: i32,
  panel: usize,
  rows: i32,
  panelWidth: i32,
): void {
  const panelStride = (<usize>panelWidth) << 2;
  if (width < panelWidth || count < rows) memory.fill(panel, 0, panelStride * <usize>rows);
  const wholeRows = count & ~3;
  const wholeColumns = width & ~3;
  for (let column = 0; column < wholeColumns; column += 4) {
    const source = from + <usize>column * stride;
    const target = panel + ((<usize>column) << 2);
    for (let row = 0; row < wholeRows; row += 4) {
      transposeQuad(
        source + ((<usize>row) << 2),
        stride,
        target + <usize>row * panelStride,
        panelStride,
      );
    }
  }
  for (let column = 0; column < width; column++) {
    for (let row = column < wholeColumns ? wholeRows : 0; row < count; row++) {
      store<f32>(
        panel + <usize>row * panelStride + ((<usize>column) << 2),
        load<f32>(from + <usize>column * stride + ((<usize>row) << 2)),
      );
    }
  }
}

/** Writes or adds the `rows` x `width` sums of a panel of 8 columns to a matrix. */
export function unpackRows(
  panel: usize,
  rows: i32,
  width: i32,
  to: usize,
  stride: usize,
  add: bool,
): void {
  for (let row = 0; row < rows; row++) {
    if (width == PANEL) {
      let low = v128.load(panel);
      let high = v128.load(panel, 16);
      if (add) {
        low = f32x4.add(v128.load(to), low);
        high = f32x4.add(v128.load(to, 16), high);
      }
      v128.store(to, low);
      v128.store(to, high, 16);
    } else {
      for (let column = 0; column < width; column++) {
        const at = (<usize>column) << 2;
        const sum = load<f32>(panel + at);
        store<f32>(to + at, add ? load<f32>(to + at) + sum : sum);
      }
    }
    panel += PANEL * 4;
    to += stride;
  }
}

/** Writes or adds the transpose of a panel of `rows` x `width` sums to a matrix. */
export function unpackColumns(
  panel: usize,
  rows: i32,
  width: i32,
  to: usize,
  stride: usize,
  add: bool,
  quad: usize,
): void {
  const wholeRows = rows & ~3;
  const wholeColumns = width & ~3;
  for (let row = 0; row < wholeRows; row += 4) {
    for (let column = 0; column < wholeColumns; column += 4) {
      const source = panel + <usize>row * (PANEL * 4) + ((<usize>column) << 2);
      const target = to + <usize>column * stride + ((<usize>row) << 2);
      if (add) {
        transposeQuad(source, PANEL * 4, quad, 16);
        for (let line = 0; line < 4; line++) {
          const place = target + <usize>line * stride;
          const sums = v128.load(quad + ((<usize>line) << 4));
          v128.store(place, f32x4.add(v128.load(place), sums));
        }
      } else {
        transposeQuad(source, PANEL * 4, target, stride);
      }
    }
  }
  for (let column = 0; column < width; column++) {
    for (let row = column < wholeColumns ? wholeRows : 0; row < rows; row++) {
      const place = to + <usize>column * stride + ((<usize>row) << 2);
      const sum = load<f32>(panel + <usize>row * (PANEL * 4) + ((<usize>column) << 2));
      store<f32>(place, add ? load<f32>(place) + sum : sum);
    }
  }
}
