import { type ComponentMeasurements, connectedComponents } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import type { Component, ConnectivityOptions, LabelMap } from './label-map.ts';

/** Options of {@link label}. */
export interface LabelOptions extends ConnectivityOptions {
  /** An array of one number a pixel to write to; a new one by default. */
  readonly into?: Uint32Array;
}

/**
 * Labels the connected components of the foreground and measures each.
 *
 * @param image - any size
 * @param options - connectivity, 8 by default; an array to write to
 * @returns one label a pixel, numbered in the order of their first pixels, and the measurements
 * @throws OnebitError `value-invalid`, `size-mismatch`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { label } from '@onebit/morphology';
 * const ring = BitImage.fromRows(['1110', '1010', '1110', '0001']);
 * const { components, values } = label(ring, { connectivity: 4 });
 * console.log(values.join('')); // 1110101011100002
 * console.log(components[0]?.area, components[0]?.holes, components[0]?.centroid.x); // 8 1 1
 * ```
 */
export function label(image: BitImage, options: LabelOptions = {}): LabelMap {
  const connectivity = options.connectivity ?? 8;
  using table = connectedComponents(image.bits, connectivity);
  const { width, height } = image;
  const measurements = table.measure();
  let found: Component[] | undefined;
  return {
    width,
    height,
    connectivity,
    count: table.count,
    values: table.labels(options.into),
    get components() {
      // Made at the first question: pages have tens of thousands.
      found ??= measured(measurements);
      return found;
    },
  };
}

/**
 * Measures the connected components of the foreground without labelling the pixels.
 *
 * @param image - any size
 * @param options - connectivity, 8 by default
 * @returns area, box, centroid, Euler number and holes of each component
 * @throws OnebitError `value-invalid`, `memory-exhausted`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { components } from '@onebit/morphology';
 * const found = components(BitImage.fromRows(['1101', '0001']));
 * console.log(found.map(({ area }) => area).join(' ')); // 2 2
 * console.log(JSON.stringify(found[1]?.box)); // {"x":3,"y":0,"width":1,"height":2}
 * ```
 */
export function components(image: BitImage, options: ConnectivityOptions = {}): Component[] {
  using table = connectedComponents(image.bits, options.connectivity ?? 8);
  return measured(table.measure());
}

function measured(measurements: ComponentMeasurements): Component[] {
  return Array.from({ length: measurements.length }, (_, index) => {
    const one = measurements.at(index);
    return {
      label: index + 1,
      area: one.area,
      box: {
        x: one.left,
        y: one.top,
        width: one.right - one.left + 1,
        height: one.bottom - one.top + 1,
      },
      centroid: { x: one.columnSum / one.area, y: one.rowSum / one.area },
      eulerNumber: one.eulerNumber,
      holes: 1 - one.eulerNumber,
    };
  });
}
