import type { Descent } from './descent.ts';
import { type WindowSet, centred, elementOfSet, setOfElement, shapesUpTo } from './window.ts';

/**
 * The best chain of a descent as text: `open:disk3` where both steps can take one element without one
 * pixel more of error, named shapes where they do as well, else the steps one by one. Elements that
 * the pictures cannot tell apart are equal here: the simplest one is printed.
 */
export function namedChain(descent: Descent, side: number): string {
  const best = descent.best!;
  const { form } = best;
  const { errors } = best;
  let sets = [...best.sets];
  const accept = (candidate: readonly WindowSet[]): boolean => {
    if (candidate.some((set) => !set.includes(1))) return false;
    if (descent.consider(candidate) > errors) return false;
    sets = [...candidate];
    return true;
  };
  const steps = form.kinds.length === 1 ? [[0]] : form.tied.filter((group) => group.length === 2);
  for (const group of steps) {
    const one = commonSet(group, () => sets, side, accept);
    simplify(group, one ?? sets[group[0]!]!, () => sets, side, accept, one !== undefined);
  }
  return describe(form.kinds, form.tied, sets, side);
}

/** One element for all steps of a group: any of theirs, their union or intersection, centred. */
function commonSet(
  group: readonly number[],
  sets: () => readonly WindowSet[],
  side: number,
  accept: (candidate: readonly WindowSet[]) => boolean,
): WindowSet | undefined {
  const [a, b] = group.map((step) => sets()[step]!);
  if (a === undefined || b === undefined) return a;
  const candidates = [
    a,
    b,
    a.map((cell, at) => cell | b[at]!),
    a.map((cell, at) => cell & b[at]!),
  ].flatMap((set) => [centred(set, side), set]);
  return candidates.find((set) => accept(withGroup(sets(), group, set)));
}

/** The named shape nearest to the element that does as well, if there is one. */
function simplify(
  group: readonly number[],
  near: WindowSet,
  sets: () => readonly WindowSet[],
  side: number,
  accept: (candidate: readonly WindowSet[]) => boolean,
  common: boolean,
): void {
  if (!common) return;
  const distance = (set: WindowSet): number =>
    set.reduce((sum, cell, at) => sum + (cell ^ near[at]!), 0);
  const shapes = shapesUpTo(side)
    .map((shape) => setOfElement(shape, side)!)
    .map((set) => ({ set, away: distance(set) }))
    .sort((a, b) => a.away - b.away);
  // A shape farther away than half the element is another element, whatever the pictures say.
  const size = near.reduce((sum, cell) => sum + cell, 0);
  for (const { set, away } of shapes) {
    if (away > size / 2) return;
    if (accept(withGroup(sets(), group, set))) return;
  }
}

function withGroup(
  sets: readonly WindowSet[],
  group: readonly number[],
  set: WindowSet,
): WindowSet[] {
  return sets.map((other, step) => (group.includes(step) ? set : other));
}

function describe(
  kinds: readonly ('dilate' | 'erode')[],
  tied: readonly (readonly number[])[],
  sets: readonly WindowSet[],
  side: number,
): string {
  const parts: string[] = [];
  for (let step = 0; step < kinds.length; step++) {
    const text = elementOfSet(sets[step]!, side).toString();
    const pair = tied.some((group) => group.length === 2 && group[0] === step);
    const next = sets[step + 1];
    if (pair && next?.every((cell, at) => cell === sets[step]![at])) {
      parts.push(`${kinds[step] === 'erode' ? 'open' : 'close'}:${text}`);
      step += 1;
    } else parts.push(`${kinds[step]}:${text}`);
  }
  return parts.join(' + ');
}
