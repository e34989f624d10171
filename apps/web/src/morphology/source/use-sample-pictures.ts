import { useEffect, useState } from 'react';
import type { SamplePicture } from './thumbnails.worker.ts';

/** Small pictures of the samples by id, drawn in a worker of their own that ends when it is done. */
export function useSamplePictures(): ReadonlyMap<string, ImageBitmap> {
  const [pictures, setPictures] = useState<ReadonlyMap<string, ImageBitmap>>(new Map());
  useEffect(() => {
    const worker = new Worker(new URL('./thumbnails.worker.ts', import.meta.url), {
      type: 'module',
    });
    worker.onmessage = ({ data }: MessageEvent<SamplePicture[]>) => {
      setPictures(new Map(data.map(({ id, bitmap }) => [id, bitmap])));
      worker.terminate();
    };
    return () => {
      worker.terminate();
    };
  }, []);
  return pictures;
}
