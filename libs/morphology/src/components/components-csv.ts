import type { Component } from './label-map.ts';

/** The columns of a component, in their order. */
const columns = [
  'label',
  'area',
  'x',
  'y',
  'width',
  'height',
  'centroid_x',
  'centroid_y',
  'euler_number',
  'holes',
] as const;

/** The components of one of several images. */
export interface ComponentsOfPage {
  /** What the image is called. */
  readonly name: string;
  /** Its page in the file, counted from 0. */
  readonly page: number;
  readonly components: readonly Component[];
}

function cells({ label, area, box, centroid, eulerNumber, holes }: Component): number[] {
  const { x, y, width, height } = box;
  return [label, area, x, y, width, height, centroid.x, centroid.y, eulerNumber, holes];
}

/** A text as a cell (RFC 4180): in quotes where it holds what means something. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Measured components as a table (CSV, RFC 4180): a heading, then a line each with area, box,
 * centroid, Euler number and holes.
 *
 * @param components - what `components` or `label` measured
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { components, componentsCsv } from '@onebit/morphology';
 * const [heading, ring] = componentsCsv(components(BitImage.fromRows(['111', '101', '111']))).split('\r\n');
 * console.log(heading); // label,area,x,y,width,height,centroid_x,centroid_y,euler_number,holes
 * console.log(ring); // 1,8,0,0,3,3,1,1,0,1
 * ```
 */
export function componentsCsv(components: readonly Component[]): string {
  const lines = components.map((component) => cells(component).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/**
 * Measured components of several images as one table: the name and the page of the image stand
 * before each.
 *
 * @param pages - the images in the order of the table
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { components, componentsOfPagesCsv } from '@onebit/morphology';
 * const page = { name: 'a.tif', page: 1, components: components(BitImage.fromRows(['11'])) };
 * console.log(componentsOfPagesCsv([page]).split('\r\n')[1]); // a.tif,1,1,2,0,0,2,1,0.5,0,1,0
 * ```
 */
export function componentsOfPagesCsv(pages: readonly ComponentsOfPage[]): string {
  const lines = pages.flatMap(({ name, page, components }) =>
    components.map((component) => [quoted(name), page, ...cells(component)].join(',')),
  );
  return [['name', 'page', ...columns].join(','), ...lines, ''].join('\r\n');
}
