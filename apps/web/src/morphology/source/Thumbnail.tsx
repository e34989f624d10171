import { useEffect, useRef } from 'react';
import styles from './source.module.css';

/** A small picture, drawn as soon as it is there. */
export function Thumbnail({ picture }: { readonly picture: ImageBitmap | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current || !picture) return;
    canvas.current.width = picture.width;
    canvas.current.height = picture.height;
    canvas.current.getContext('2d')?.drawImage(picture, 0, 0);
  }, [picture]);
  return (
    <canvas ref={canvas} className={styles.thumbnail} width={4} height={3} aria-hidden="true" />
  );
}
