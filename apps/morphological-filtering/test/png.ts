import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), framed.length - 4);
  return framed;
}

/**
 * A 1-bit grey PNG, written by hand so that it can lie.
 *
 * @param width - the width the header declares
 * @param height - the height the header declares
 * @param raster - what the pixel stream inflates to, filter bytes included
 */
export function png(width: number, height: number, raster: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raster)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A 1-bit PNG of rows of `#` (light) and `.` (dark). */
export function pngOfRows(rows: readonly string[]): Buffer {
  const width = rows[0]!.length;
  const stride = Math.ceil(width / 8);
  const raster = Buffer.alloc(rows.length * (stride + 1));
  for (const [y, row] of rows.entries()) {
    for (const [x, mark] of [...row].entries()) {
      if (mark === '#') {
        raster[y * (stride + 1) + 1 + (x >> 3)]! |= 0x80 >> (x & 7);
      }
    }
  }
  return png(width, rows.length, raster);
}
