import { rect } from '../elements/shapes.ts';
import { close, closeSafe } from '../operators/open-close.ts';
import { type Piece, placed, unreadable } from '../text/piece.ts';
import { type BoundOperation, imageStep } from './operation.ts';
import { type OperationName, operations } from './operations.ts';
import { StepArguments } from './arguments.ts';

const letters: Readonly<Record<string, OperationName>> = {
  d: 'dilate',
  e: 'erode',
  o: 'open',
  c: 'close',
};

/** A step in Leptonica's short form, or undefined where the text is not of that form. */
export function readShortForm(
  piece: Piece,
): { name: OperationName; bound: BoundOperation; text: string } | undefined {
  const form = /^([a-z])(\d[\d.]*)$/i.exec(piece.text);
  if (form === null) return undefined;
  const letter = form[1]!.toLowerCase();
  const name = letters[letter];
  const size = { text: form[2]!, position: piece.position + 1 };
  if (name === undefined) {
    throw unreadable(
      'sequence-invalid',
      piece,
      "a letter of d, e, o or c in Leptonica's short form",
      'Reduction (r), expansion (x) and added borders (b) change the size and are not offered.',
    );
  }
  const sides = /^(\d+)\.(\d+)$/.exec(size.text);
  if (sides === null) {
    throw unreadable(
      'sequence-invalid',
      size,
      'width.height',
      `Write ${letter}5.3 for 5 columns by 3 rows.`,
    );
  }
  const element = placed(size, () => rect(Number(sides[1]), Number(sides[2])));
  const text = `${letter}${element.width}.${element.height}`;
  if (name !== 'close') {
    const argument = { text: element.toString(), position: size.position };
    const bound = operations[name].bind(new StepArguments(piece, [argument]));
    return { name, bound, text };
  }
  // The closing of Leptonica's sequences is its safe one, so the preset gives those very bits.
  const bound = imageStep([element.toString()], (image, { border }) =>
    border === 'leptonica'
      ? closeSafe(image, element, { border })
      : close(image, element, { border }),
  );
  return { name, bound, text };
}
