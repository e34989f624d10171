import { useEffect, useState } from 'react';
import type { Outcome } from '../run/protocol.ts';

/** Addresses of both talkers' files, as long as the result is shown. */
export function useFiles(outcome: Outcome | null): readonly [string, string] | null {
  const [addresses, setAddresses] = useState<readonly [string, string] | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const [first, second] = outcome.talkers;
    const made = [URL.createObjectURL(first.file), URL.createObjectURL(second.file)] as const;
    setAddresses(made);
    return () => {
      setAddresses(null);
      made.forEach((address) => {
        URL.revokeObjectURL(address);
      });
    };
  }, [outcome]);
  return addresses;
}
