/**
 * How the learning rate runs over training: `progress` goes from 0 to 1, the result is a factor of
 * the highest rate.
 */
export type Schedule =
  | { readonly kind: 'constant' }
  | { readonly kind: 'cosine'; readonly warmUp?: number }
  | { readonly kind: 'one-cycle'; readonly warmUp?: number };

/**
 * The factor of the learning rate.
 *
 * `cosine` falls from 1 to 0 along half a cosine after a linear warm-up (none by default);
 * `one-cycle` (Smith and Topin, 2019) rises along a cosine from 1/25 over the first 30 % and falls
 * along one to 1/10000.
 *
 * @param schedule - which
 * @param progress - share of all steps that are done, 0 to 1
 *
 * @example
 * ```ts
 * import { rateFactor } from '@onebit/bnn-training';
 * console.log(rateFactor({ kind: 'cosine' }, 0.5).toFixed(3)); // 0.500
 * console.log(rateFactor({ kind: 'one-cycle' }, 0.3).toFixed(3)); // 1.000
 * ```
 */
export function rateFactor(schedule: Schedule, progress: number): number {
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'cosine': {
      const { warmUp = 0 } = schedule;
      if (progress < warmUp) return progress / warmUp;
      return between(1, 0, (progress - warmUp) / (1 - warmUp));
    }
    case 'one-cycle': {
      const { warmUp = 0.3 } = schedule;
      if (progress < warmUp) return between(1 / 25, 1, progress / warmUp);
      return between(1, 1e-4, (progress - warmUp) / (1 - warmUp));
    }
  }
}

/** From `start` to `end` along half a cosine. */
const between = (start: number, end: number, share: number): number =>
  end + ((start - end) * (1 + Math.cos(Math.PI * Math.min(1, share)))) / 2;
