/**
 * A little-endian TIFF of one page, sound or broken as asked: every tag holds one 32-bit number.
 *
 * @param entries - tags beside width and height, in rising order
 * @param pixels - bytes put behind the directory; their offset becomes tag 273, their number 279
 * @param next - offset of the next page
 */
export function tiffFile(
  width: number,
  height: number,
  entries: readonly [tag: number, value: number][],
  pixels = new Uint8Array(0),
  next = 0,
): Uint8Array {
  const all: [number, number][] = [[256, width], [257, height], ...entries];
  const start = 8 + 2 + 12 * (all.length + (pixels.length > 0 ? 2 : 0)) + 4;
  if (pixels.length > 0) all.push([273, start], [279, pixels.length]);
  all.sort(([a], [b]) => a - b);
  const bytes = new Uint8Array(start + pixels.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, 8, true);
  view.setUint16(8, all.length, true);
  all.forEach(([tag, value], i) => {
    view.setUint16(10 + 12 * i, tag, true);
    view.setUint16(12 + 12 * i, 4, true);
    view.setUint32(14 + 12 * i, 1, true);
    view.setUint32(18 + 12 * i, value, true);
  });
  view.setUint32(start - 4, next, true);
  bytes.set(pixels, start);
  return bytes;
}
