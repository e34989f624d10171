import { useEffect, useRef } from 'react';
import styles from './pipeline.module.css';

/** The middle of the image after a step, at twice its size in the card for dense screens. */
export function StepThumbnail({ picture }: { readonly picture: ImageBitmap | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current || !picture) return;
    canvas.current.width = picture.width;
    canvas.current.height = picture.height;
    canvas.current.getContext('2d')?.drawImage(picture, 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      className={styles.thumbnail}
      data-empty={picture ? undefined : ''}
      width={4}
      height={3}
      aria-hidden="true"
    />
  );
}
