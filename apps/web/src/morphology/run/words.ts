import type { BinarizationReport } from '@onebit/image';

/** Says which side is foreground, and why. */
export function foregroundText({
  foreground,
  foregroundSource,
  foregroundReason,
}: BinarizationReport): string {
  const side = `The ${foreground} pixels are foreground`;
  if (foregroundSource === 'given') return `${side}, as you chose.`;
  if (foregroundSource === 'file') return `${side}: ${foregroundReason}.`;
  return `${side}. It looks like ${foregroundReason.replace(/^(a mask|a page|the rarer side)/, '$1')}.`;
}

/** Says how grey became black and white. */
export function thresholdText({ method, level, sauvola }: BinarizationReport): string {
  switch (method) {
    case 'bilevel':
      return 'The file holds one bit a pixel, so no threshold was needed.';
    case 'two-valued':
      return 'The image has only two shades, so it was split between them.';
    case 'fixed':
      return `Pixels above ${level} count as light.`;
    case 'otsu':
      return `Otsu’s method found the level ${level}: pixels above it are light.`;
    case 'sauvola':
      return sauvola
        ? `Sauvola’s method set a level for every pixel from the ${sauvola.window} × ${sauvola.window} pixels round it.`
        : 'Sauvola’s method set a level for every pixel.';
  }
}
