import { noteOf } from '../models/catalogue.ts';
import type { Chosen, Results } from './state.ts';

/** What made the results: the model, and the place of the texts where it could be chosen. */
export function madeBy({ info, chosen }: Results): string {
  const place = placeOf(chosen);
  return `By ${noteOf(info.id).title}${place ? `, from the ${place}` : ''}.`;
}

/**
 * What has been chosen otherwise since the results were made, in words; empty where nothing has.
 *
 * @param model - identifier of the model that is chosen now
 * @param now - the file as its texts are chosen now
 */
export function changedSince({ info, chosen }: Results, model: string, now: Chosen): string {
  const changes: string[] = [];
  if (model !== info.id) changes.push(`the model is now ${noteOf(model).title}`);
  if (whereOf(now) !== whereOf(chosen)) {
    changes.push(`the texts are now those of the ${placeOf(now)}`);
  }
  const named = headingOf(now);
  if (named !== headingOf(chosen)) {
    changes.push(`the first row ${named ? 'now names the columns' : 'is now a text'}`);
  }
  return changes.join(', and ');
}

/** The column's index, or the member's name: names of columns come and go with the heading. */
function whereOf({ layout }: Chosen): number | string {
  if (layout.kind === 'lines') return 0;
  return layout.kind === 'table' ? layout.column : layout.member;
}

const headingOf = ({ layout }: Chosen): boolean => layout.kind === 'table' && layout.heading;

/** The column or member in words; empty where there is only one place for texts. */
function placeOf({ layout, preview }: Chosen): string {
  switch (layout.kind) {
    case 'lines':
      return '';
    case 'table':
      return `column “${preview.columns[layout.column] ?? layout.column + 1}”`;
    case 'json':
      return preview.columns.length > 0 ? `member “${layout.member}”` : '';
  }
}
