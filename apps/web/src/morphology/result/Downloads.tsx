import { useEffect, useMemo } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import controls from '../../ui/controls.module.css';
import type { Outcome } from '../run/protocol.ts';
import type { Source } from '../state/state.ts';
import styles from './result.module.css';

/** The name of the result: the image's own, and that it was filtered. */
function baseName(source: Source): string {
  const name = source.kind === 'sample' ? source.id : source.name.replace(/\.[^.]+$/, '');
  return `${name}-filtered`;
}

function useAddress(blob: Blob): string {
  const address = useMemo(() => URL.createObjectURL(blob), [blob]);
  useEffect(() => {
    return () => {
      URL.revokeObjectURL(address);
    };
  }, [address]);
  return address;
}

/** The result as files of one bit a pixel. */
export function Downloads({
  outcome: { files },
  source,
}: {
  readonly outcome: Outcome;
  readonly source: Source;
}) {
  const png = useAddress(files.png);
  const pbm = useAddress(files.pbm);
  const name = baseName(source);
  return (
    <div className={styles.downloads}>
      <a
        className={controls.primary}
        href={png}
        download={`${name}.png`}
        title="PNG, 1 bit a pixel"
      >
        <Icon name="download" />
        PNG
      </a>
      <a
        className={controls.button}
        href={pbm}
        download={`${name}.pbm`}
        title="Portable bitmap, 1 bit a pixel"
      >
        <Icon name="download" />
        PBM
      </a>
    </div>
  );
}
