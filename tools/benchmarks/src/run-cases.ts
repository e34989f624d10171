import { selectedKernels } from '@onebit/bitwise-kernels';
import type { Contender } from './contender.ts';
import { interleave, quick as quickPace, thorough } from './interleave.ts';
import {
  type BenchmarkOptions,
  type PeerStatus,
  type Refusal,
  type Report,
  type Row,
  makeReport,
  rowOf,
} from './report.ts';
import type { Timing } from './statistics.ts';

/** What one case adds to the report. */
export interface CaseResult {
  readonly rows: readonly Row[];
  readonly refused: readonly Refusal[];
}

/** A benchmark as a list of cases and the way to run one. */
export interface Benchmark<Case> {
  readonly name: string;
  readonly cases: readonly Case[];
  readonly peers: readonly PeerStatus[];
  /** How it measures, where that is not the way of the comparisons. */
  readonly method?: string;
  /** The case in words: what `only` is searched in and what the progress shows. */
  describe(one: Case): string;
  run(one: Case): Promise<CaseResult>;
  /** Ends the peers' processes: called once at the end, or at once when the run is aborted. */
  stop(): void;
}

/**
 * Runs the cases one after the other.
 *
 * @throws the signal's reason when aborted
 */
export async function runCases<Case>(
  { name, cases, peers, method, describe, run, stop }: Benchmark<Case>,
  options: BenchmarkOptions,
): Promise<Report> {
  const { only = '', signal, onProgress } = options;
  const chosen = cases.filter((one) => describe(one).includes(only));
  const rows: Row[] = [];
  const refused: Refusal[] = [];
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (const [done, one] of chosen.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ done, total: chosen.length, doing: describe(one) });
      const found = await run(one);
      rows.push(...found.rows);
      refused.push(...found.refused);
    }
  } catch (error) {
    // A process that was stopped answers with an error; the reason is the abort.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
  const kernels = selectedKernels();
  return makeReport(name, options, {
    kernels: `${kernels.variant}: ${kernels.reason}`,
    peers,
    rows,
    refused,
    ...(method !== undefined && { method }),
  });
}

/** Times contenders at the pace that the options ask for. */
export const race = (
  contenders: readonly Contender[],
  { quick, signal }: BenchmarkOptions,
): Promise<Timing[]> => interleave(contenders, quick ? quickPace : thorough, signal);

/** A peer that takes part, or why it does not. */
export type Entry = Contender | { readonly name: string; readonly reason: string };

/**
 * Times us against the peers that take part: a row a peer, or one row without a peer where there is
 * none. Gives back what all contenders hold.
 */
export async function compareEntries(
  name: string,
  shape: string,
  ours: Contender,
  entries: readonly Entry[],
  options: BenchmarkOptions,
): Promise<CaseResult> {
  const rivals = entries.filter((entry): entry is Contender => 'time' in entry);
  try {
    const [mine, ...theirs] = await race([ours, ...rivals], options);
    const work = { name, shape, method: ours.method };
    return {
      rows:
        rivals.length === 0
          ? [rowOf(work, mine!)]
          : rivals.map((rival, index) => rowOf(work, mine!, rival, theirs[index])),
      refused: entries.flatMap((entry) =>
        'reason' in entry ? [{ name, shape, peer: entry.name, reason: entry.reason }] : [],
      ),
    };
  } finally {
    for (const contender of [ours, ...rivals]) await contender.dispose?.();
  }
}
