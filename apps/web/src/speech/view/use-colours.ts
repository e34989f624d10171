import { useEffect, useState, type RefObject } from 'react';
import type { Colour } from './paint.ts';

/** The computed colours of two elements, also after the theme has changed. */
export function useColours(
  first: RefObject<HTMLElement | null>,
  second: RefObject<HTMLElement | null>,
): readonly [Colour, Colour] | null {
  const [colours, setColours] = useState<readonly [Colour, Colour] | null>(null);
  useEffect(() => {
    const read = () => {
      if (first.current && second.current) {
        setColours([colourOf(first.current), colourOf(second.current)]);
      }
    };
    read();
    const themed = new MutationObserver(read);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', read);
    return () => {
      themed.disconnect();
      dark.removeEventListener('change', read);
    };
  }, [first, second]);
  return colours;
}

function colourOf(element: HTMLElement): Colour {
  const [red = 0, green = 0, blue = 0] = (
    getComputedStyle(element).color.match(/[\d.]+/g) ?? []
  ).map(Number);
  return [red, green, blue];
}
