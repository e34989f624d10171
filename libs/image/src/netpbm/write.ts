import { BitImage } from '../bit-image.ts';
import type { GreyImage } from '../grey-image.ts';
import type { NetpbmFormat } from './header.ts';

/** No line of the text formats is longer: the format asks for at most 70 characters. */
const lineLength = 70;

function wrapped(tokens: string[], separator: string): string {
  const lines: string[] = [];
  let line = '';
  for (const token of tokens) {
    if (line !== '' && line.length + separator.length + token.length > lineLength) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? token : separator + token;
  }
  lines.push(line);
  return `${lines.join('\n')}\n`;
}

/** The image as levels: foreground, which is ink in this family, is black. */
function levelsOf(image: BitImage | GreyImage): Uint8Array {
  return image instanceof BitImage ? image.toBytes().map((bit) => (bit ? 0 : 255)) : image.data;
}

/**
 * Writes an image as a Netpbm file. Foreground is ink: 1 in P1 and P4, black in the others.
 *
 * @param image - a bit image or a grey image
 * @param format - default P4 for bit images, P5 for grey ones; a grey image written as P1 or P4
 *   has ink where its level is below 128
 *
 * @example
 * ```ts
 * import { BitImage, writeNetpbm } from '@onebit/image';
 * const text = writeNetpbm(BitImage.fromRows(['101']), 'P1');
 * console.log(JSON.stringify(new TextDecoder().decode(text))); // "P1\n3 1\n101\n"
 * ```
 */
export function writeNetpbm(
  image: BitImage | GreyImage,
  format: NetpbmFormat = image instanceof BitImage ? 'P4' : 'P5',
): Uint8Array<ArrayBuffer> {
  const { width, height } = image;
  const hasMaximum = format !== 'P1' && format !== 'P4';
  const head = `${format}\n${width} ${height}\n${hasMaximum ? '255\n' : ''}`;
  if (format === 'P1' || format === 'P4') {
    const bits = image instanceof BitImage ? image : inkOf(image);
    const pixels =
      format === 'P4' ? bits.packedRows() : encode(wrapped(bits.toRows().flatMap(cut), ''));
    if (bits !== image) bits.dispose();
    return joined(head, pixels);
  }
  const levels = levelsOf(image);
  const samples =
    format === 'P3' || format === 'P6'
      ? Uint8Array.from({ length: levels.length * 3 }, (_, i) => levels[Math.floor(i / 3)]!)
      : levels;
  const text = format === 'P2' || format === 'P3';
  return joined(head, text ? encode(wrapped(Array.from(samples, String), ' ')) : samples);
}

function inkOf(image: GreyImage): BitImage {
  const ink = image.data.map((level) => (level < 128 ? 1 : 0));
  return BitImage.fromBytes(image.width, image.height, ink);
}

function cut(row: string): string[] {
  return row.match(/.{1,70}/g) ?? [];
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(head: string, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = encode(head);
  const file = new Uint8Array(start.length + pixels.length);
  file.set(start);
  file.set(pixels, start.length);
  return file;
}
