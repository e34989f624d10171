import type { Report, Row } from './report.ts';

/** Milliseconds with three figures: 0.0123, 1.23, 123. */
export function formatMs(ms: number): string {
  if (ms >= 100) return ms.toFixed(0);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(ms, 1e-6))));
  return ms.toFixed(Math.min(digits, 5));
}

/** A ratio with two figures: 0.52, 4.3, 120. */
export function formatRatio(ratio: number): string {
  if (ratio >= 9.95) return `${ratio.toFixed(0)}x`;
  return `${ratio.toFixed(ratio >= 0.995 ? 1 : 2)}x`;
}

/** Columns set to their widest cell: the first to the left, the others to the right. */
export function align(lines: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

const cellOf = (row: Row | undefined): string =>
  row?.peerMs && row.ratio !== null
    ? `${formatMs(row.peerMs.median)} (${formatRatio(row.ratio)})`
    : '-';

const rateOf = ({ perSecond }: Row): string =>
  perSecond ? `${perSecond.ours} ${perSecond.what}` : '-';

/** The rows of one case share name and shape and differ in the peer. */
function groupByCase(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.name} ${row.shape}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/**
 * A report as a table for people: a line a case, a column a peer with its time and, in brackets,
 * how many times longer it took than we did.
 */
export function formatReport(report: Report): string {
  const peers = [...new Set(report.rows.flatMap((row) => row.peer ?? []))];
  const rates = report.rows.some((row) => row.perSecond);
  const instructions = report.machine.instructions.join(' ');
  const table = align([
    ['milliseconds a run (ratio)', 'shape', ...(rates ? ['a second'] : []), 'Onebit', ...peers],
    ...groupByCase(report.rows).map((rows) => [
      rows[0]!.name,
      rows[0]!.shape,
      ...(rates ? [rateOf(rows[0]!)] : []),
      formatMs(rows[0]!.ms.median),
      ...peers.map((peer) => cellOf(rows.find((row) => row.peer === peer))),
    ]),
  ]);
  return [
    ...table,
    '',
    ...report.peers.map((peer) =>
      peer.status === 'present'
        ? `${peer.name}: ${peer.version}`
        : `${peer.name}: MISSING (${peer.reason})`,
    ),
    ...report.refused.map(
      ({ name, shape, peer, reason }) => `NOT TIMED ${peer}, ${name}, ${shape}: ${reason}`,
    ),
    '',
    `${report.rows.some((row) => row.peer) ? 'A ratio above 1 means that Onebit is faster. ' : ''}Method: ${report.method}.`,
    `${report.cpu}${instructions ? ` (${instructions})` : ''}, ${report.machine.cores} cores, Node ${report.node}, seed ${report.seed}, ` +
      `${report.date}. Kernels ${report.kernels}`,
  ].join('\n');
}
