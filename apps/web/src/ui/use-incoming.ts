import { useEffect, useState } from 'react';

/**
 * Takes files that are dropped or pasted anywhere on the page.
 *
 * @param onFile - must stay the same from one rendering to the next
 * @returns whether a file hovers over the page now
 */
export function useIncoming(onFile: (file: File) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    // Enter and leave come for every element on the way; the depth tells when the page is left.
    let depth = 0;
    const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const take = (file: File | undefined) => {
      if (file) onFile(file);
    };
    const onEnter = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      depth += 1;
      setHovering(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const onOver = (event: DragEvent) => {
      if (holdsFile(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      depth = 0;
      setHovering(false);
      // A part of the page may have taken the files for itself.
      if (event.defaultPrevented) return;
      event.preventDefault();
      take(event.dataTransfer?.files[0]);
    };
    const onPaste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (!file) return;
      event.preventDefault();
      take(file);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', onEnter, { signal });
    window.addEventListener('dragleave', onLeave, { signal });
    window.addEventListener('dragover', onOver, { signal });
    window.addEventListener('drop', onDrop, { signal });
    window.addEventListener('paste', onPaste, { signal });
    return () => {
      stop.abort();
    };
  }, [onFile]);
  return hovering;
}
