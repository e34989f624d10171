import { useEffect, useRef, type RefObject } from 'react';
import type { Reading } from '../run/protocol.ts';

/** Where the reasons do not stand beside the bars, but under all that comes after them. */
const stacked = '(max-width: 62rem)';

/**
 * Brings the reasons into view when a label is chosen on a narrow screen: whoever chooses one there
 * would see nothing happen.
 *
 * @param chosen - label or group whose words are wanted; null for the likeliest
 * @returns to be put on the reasons
 */
export function useReasonsInView(
  chosen: string | null,
  reading: Reading | null,
): RefObject<HTMLElement | null> {
  const reasons = useRef<HTMLElement>(null);
  const seen = useRef(chosen);
  useEffect(() => {
    if (chosen === seen.current) return;
    // The reasons have their height once they are those of the chosen label.
    if (chosen !== null && reading?.target !== chosen) return;
    seen.current = chosen;
    if (chosen === null || !matchMedia(stacked).matches) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    reasons.current?.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
  }, [chosen, reading]);
  return reasons;
}
