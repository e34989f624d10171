import { useEffect, useState } from 'react';

/** Work shorter than this is over before a sign of it could be read, in milliseconds. */
const patience = 350;

/** Whether work lasts so long that something should be said of it. */
export function useSlow(running: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!running) return;
    const timer = setTimeout(() => {
      setSlow(true);
    }, patience);
    return () => {
      clearTimeout(timer);
    };
  }, [running]);
  return running && slow;
}
