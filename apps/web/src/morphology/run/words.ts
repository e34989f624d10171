import type { BinarizationReport } from '@onebit/image';

type Side = Pick<BinarizationReport, 'foreground' | 'foregroundSource' | 'foregroundReason'>;
type Level = Pick<BinarizationReport, 'method' | 'level' | 'sauvola'>;

/** Says which side is foreground, and why. */
export function foregroundText({ foreground, foregroundSource, foregroundReason }: Side): string {
  const side = foreground === 'dark' ? 'Dark pixels are foreground' : 'Light pixels are foreground';
  if (foregroundSource === 'given') return `${side}, as you chose.`;
  return `${side} (${foregroundReason.replaceAll(' %', '\u202f%')}).`;
}

/** Says how grey became black and white. */
export function thresholdText({ method, level, sauvola }: Level): string {
  switch (method) {
    case 'bilevel':
      return 'The file holds one bit a pixel, so no threshold was needed.';
    case 'two-valued':
      return 'The image has only two shades, so it was split between them.';
    case 'fixed':
      return `Pixels above ${level} count as light.`;
    case 'otsu':
      return `Otsu’s method found the level ${level}: pixels above it are light.`;
    case 'sauvola': {
      const window = sauvola
        ? ` from the ${sauvola.window} × ${sauvola.window} pixels round it`
        : '';
      return `Sauvola’s method set a level for every pixel${window}.`;
    }
  }
}
