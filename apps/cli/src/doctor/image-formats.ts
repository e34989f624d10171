import { BitImage } from '@onebit/image';
import { encodeBitImage, readBitImage, writableFormats } from '@onebit/image/node';

/** Whether an image comes back bit by bit from a format. */
export interface ImageFormatTest {
  readonly format: string;
  readonly exact: boolean;
  /** Why not. */
  readonly reason?: string;
}

/** Writes a small image in every format that can be written and reads it back. */
export async function testImageFormats(): Promise<ImageFormatTest[]> {
  const rows = ['1000000001', '0110011110', '0001111000'];
  const image = BitImage.fromRows(rows);
  const tests = writableFormats.map(async (format): Promise<ImageFormatTest> => {
    try {
      const file = await encodeBitImage(image, format, { foreground: 'light' });
      const { image: back } = await readBitImage(file, { foreground: 'light' });
      return { format, exact: back.equals(image) };
    } catch (error) {
      return {
        format,
        exact: false,
        reason: error instanceof Error ? error.message : String(error),
      };
    }
  });
  return Promise.all(tests);
}
