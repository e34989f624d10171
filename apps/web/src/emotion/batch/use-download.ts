import { useState } from 'react';
import type { Moved } from '../state/state.ts';
import { exportTable, type ExportFormat } from './export.ts';
import type { Results } from './state.ts';

/** Milliseconds for which the address of a file is kept after it was handed to the browser. */
const keep = 60_000;

/** Writes the table and hands it to the browser as a file. */
export function useDownload({ table, info, chosen }: Results, moved: Moved) {
  const [busy, setBusy] = useState(false);
  const start = (format: ExportFormat) => {
    setBusy(true);
    const { layout, preview, name } = chosen;
    void exportTable(table, format, { info, moved, layout, columns: preview.columns })
      .then((blob) => {
        save(blob, `${name.replace(/\.[^.]+$/, '')}-emotions.${format}`);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { busy, start };
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, keep);
}
