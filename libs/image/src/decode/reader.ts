import { packThreshold, unpackBytes } from '@onebit/bitwise-kernels';
import { BitImage } from '../bit-image.ts';
import type { Foreground, ForegroundChoice } from '../foreground.ts';
import { GreyImage } from '../grey-image.ts';
import type { ImageColour, ImageFormat, ImageHeader } from '../headers/header.ts';
import { isPng } from '../headers/png.ts';
import { readHeader } from '../headers/read-header.ts';
import { imageLimits, type ImageLimits } from '../limits.ts';
import { readNetpbm } from '../netpbm/read.ts';
import { foregroundNote } from '../png/foreground-note.ts';
import { isPacked, readPackedPng } from '../png/packed-reader.ts';
import { stopIfAborted } from '../refusals.ts';
import {
  binarize,
  checkBinarizeOptions,
  chooseForeground,
  type BinarizationReport,
  type ThresholdMethod,
} from '../threshold/binarize.ts';
import type { ImagePlatform } from './platform.ts';
import { toGrey, type AlphaHandling } from './to-grey.ts';

/** What decoding may be told. */
export interface DecodeOptions {
  /** Page of a TIFF or frame of an animation, counted from 0; default 0. */
  readonly page?: number;
  /** Limits to change, see {@link defaultImageLimits}. */
  readonly limits?: Partial<ImageLimits>;
  /** Stops the work at its next step. */
  readonly signal?: AbortSignal;
}

/** What reading a binary image may be told. */
export interface ReadOptions extends DecodeOptions {
  /** How to threshold an image of many levels; default Otsu. */
  readonly threshold?: ThresholdMethod;
  /** Which side is foreground; default `auto`. */
  readonly foreground?: 'auto' | Foreground;
}

/** What the file was and what was done to it: nothing happens silently. */
export interface ImageReport {
  readonly format: ImageFormat;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Size of the result, turned upright. */
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly colour: ImageColour;
  /** The page that was read, counted from 0, and how many there are. */
  readonly page: number;
  readonly pages: number;
  /** The orientation in the file (1 to 8) that was undone. */
  readonly orientation: number;
  readonly alpha: AlphaHandling;
  /** Sentences for people about everything that was changed or left unread. */
  readonly notes: readonly string[];
}

/** {@link ImageReport} with how the image was made binary. */
export interface ReadReport extends ImageReport, BinarizationReport {}

/** The functions a platform entry exports. */
export interface ImageReader {
  readBitImage(
    bytes: Uint8Array,
    options?: ReadOptions,
  ): Promise<{ image: BitImage; report: ReadReport }>;
  decodeImage(
    bytes: Uint8Array,
    options?: DecodeOptions,
  ): Promise<{ image: GreyImage; report: ImageReport }>;
}

/** Decoded as far as the file asks for: bits where it holds bits, grey levels otherwise. */
type Decoded = { readonly alpha: AlphaHandling; readonly notes: string[] } & (
  { readonly light: BitImage; readonly levels: [number, number] } | { readonly grey: GreyImage }
);

async function decode(
  bytes: Uint8Array,
  header: ImageHeader,
  page: number,
  limits: ImageLimits,
  platform: ImagePlatform,
): Promise<Decoded> {
  const { format } = header;
  if (format === 'pbm' || format === 'pgm' || format === 'ppm') {
    const { image, maximum, bytesLeft } = readNetpbm(bytes, limits);
    const notes = bytesLeft > 1 ? [`${bytesLeft} bytes behind the image were not read`] : [];
    if (maximum > 255) notes.push('samples of 16 bits were rounded to 8');
    if (image instanceof GreyImage) return { grey: image, alpha: 'none', notes };
    const light = image.complement();
    image.dispose();
    return { light, levels: [0, 255], alpha: 'none', notes };
  }
  if (isPng(header) && isPacked(header)) {
    return { ...(await readPackedPng(bytes, header, platform)), alpha: 'none', notes: [] };
  }
  const raster = await platform.decode(bytes, header, page, limits);
  const { grey, alpha, notes } = toGrey(raster);
  if (header.colour !== 'bilevel') return { grey, alpha, notes };
  const light = packThreshold(grey.data, grey.height, grey.width, 127);
  return { light: BitImage.fromMatrix(light), levels: [0, 255], alpha, notes };
}

function reportOf(
  bytes: Uint8Array,
  header: ImageHeader,
  page: number,
  size: { width: number; height: number },
  decoded: Decoded,
): ImageReport {
  const notes = [...decoded.notes];
  const { pages, orientation, colour } = header;
  if (pages > 1) notes.push(`page ${page} of ${pages} was read (counted from 0)`);
  if (orientation !== 1) notes.push(`orientation ${orientation} was undone: the image is upright`);
  if (colour === 'cmyk') notes.push('CMYK was converted to grey by way of RGB');
  if (decoded.alpha === 'on-white' || decoded.alpha === 'on-black') {
    notes.push(`transparency was laid ${decoded.alpha === 'on-white' ? 'on white' : 'on black'}`);
  }
  return {
    format: header.format,
    bytes: bytes.length,
    width: size.width,
    height: size.height,
    bitsPerSample: header.bitsPerSample,
    colour,
    page,
    pages,
    orientation,
    alpha: decoded.alpha,
    notes,
  };
}

/** What the file itself says about its foreground. */
function definedByFile(bytes: Uint8Array, header: ImageHeader): ForegroundChoice | undefined {
  const fromFile = (foreground: Foreground, foregroundReason: string): ForegroundChoice => ({
    foreground,
    foregroundSource: 'file',
    foregroundReason,
  });
  if (header.darkIsInk) {
    const what = header.format === 'pbm' ? 'PBM defines 1 as ink' : 'the TIFF says white is zero';
    return fromFile('dark', what);
  }
  if (isPng(header)) {
    const note = foregroundNote(bytes, header);
    if (note) return fromFile(note, `a text note in the PNG says ${note}`);
  }
  return undefined;
}

/** Builds the reading functions of a platform. */
export function createImageReader(platform: ImagePlatform): ImageReader {
  const start = async (bytes: Uint8Array, options: DecodeOptions) => {
    const limits = imageLimits(options.limits);
    const page = options.page ?? 0;
    stopIfAborted(options.signal);
    const header = readHeader(bytes, limits, page);
    const decoded = await decode(bytes, header, page, limits, platform);
    stopIfAborted(options.signal);
    const size = 'light' in decoded ? decoded.light : decoded.grey;
    return { header, decoded, report: reportOf(bytes, header, page, size, decoded) };
  };

  return {
    async readBitImage(bytes, options = {}) {
      const asked = options.foreground ?? 'auto';
      const method = options.threshold === undefined ? {} : { method: options.threshold };
      checkBinarizeOptions({ ...method, foreground: asked });
      const { header, decoded, report } = await start(bytes, options);
      const file = definedByFile(bytes, header);
      if ('grey' in decoded) {
        const foreground = asked === 'auto' && file ? file.foreground : asked;
        const made = binarize(decoded.grey, { ...method, foreground });
        const choice = asked === 'auto' && file ? file : {};
        return { image: made.image, report: { ...report, ...made.report, ...choice } };
      }
      const notes =
        options.threshold === undefined
          ? report.notes
          : [...report.notes, 'the threshold was not used: the file holds one bit a pixel'];
      const how = { method: 'bilevel', level: null, sauvola: null } as const;
      const made = chooseForeground(decoded.light, true, asked, how, file);
      return { image: made.image, report: { ...report, notes, ...made.report } };
    },

    async decodeImage(bytes, options = {}) {
      const { decoded, report } = await start(bytes, options);
      if ('grey' in decoded) return { image: decoded.grey, report };
      const { light, levels } = decoded;
      const [zero, one] = [Math.min(...levels), Math.max(...levels)];
      const data = unpackBytes(light.bits, { zero, one });
      light.dispose();
      return { image: new GreyImage(report.width, report.height, data), report };
    },
  };
}
