import { type Machine, describeMachine } from './machine.ts';
import type { Contender } from './contender.ts';
import type { Timing } from './statistics.ts';

/** One comparison: our time for a piece of work beside one peer's time for the same work. */
export interface Row {
  /** The work, e.g. `dilate rect3x3, blobs, packed`. */
  readonly name: string;
  /** The size of the work, e.g. `1024x1024`. */
  readonly shape: string;
  readonly ms: Timing;
  /** How we did the work, e.g. `table8x32 of weights`. */
  readonly method: string;
  /** The peer's name, e.g. `opencv`; null where no peer is on this machine. */
  readonly peer: string | null;
  /** What the peer ran, e.g. `cv2.dilate`. */
  readonly peerMethod: string | null;
  readonly peerMs: Timing | null;
  /** peerMs.median / ms.median: above 1 we are faster. */
  readonly ratio: number | null;
  /** What a run gets through a second, by the medians, where a run is several things. */
  readonly perSecond?: {
    readonly what: string;
    readonly ours: number;
    readonly peer: number | null;
  };
}

/** A peer that was asked for, and whether it could take part. */
export interface PeerStatus {
  readonly name: string;
  readonly status: 'present' | 'missing';
  readonly version?: string;
  /** Why it is missing. */
  readonly reason?: string;
}

/** Work of a peer that was not timed because its result is not ours. */
export interface Refusal {
  readonly name: string;
  readonly shape: string;
  readonly peer: string;
  readonly reason: string;
}

/** What `onebit bench` prints with --json. */
export interface Report {
  readonly benchmark: string;
  readonly machine: Machine;
  readonly cpu: string;
  readonly node: string;
  readonly date: string;
  readonly seed: number;
  readonly quick: boolean;
  /** Which of our kernels ran, and why. */
  readonly kernels: string;
  readonly method: string;
  readonly peers: readonly PeerStatus[];
  readonly rows: readonly Row[];
  readonly refused: readonly Refusal[];
}

/** A row; without a peer where none is on this machine. */
export const rowOf = (
  work: Pick<Row, 'name' | 'shape' | 'method'>,
  ms: Timing,
  peer?: Contender,
  peerMs?: Timing,
): Row => ({
  ...work,
  ms,
  peer: peer?.name ?? null,
  peerMethod: peer?.method ?? null,
  peerMs: peerMs ?? null,
  ratio: peerMs ? peerMs.median / ms.median : null,
});

/** How a benchmark is run. */
export interface BenchmarkOptions {
  /** Fewer cases and rounds: under a minute. */
  readonly quick?: boolean;
  /** Seed of every input. */
  readonly seed?: number;
  /** Only cases whose name or shape contains this text. */
  readonly only?: string;
  /** false: do not install the npm peers when they are missing. */
  readonly install?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BenchmarkProgress) => void;
}

export interface BenchmarkProgress {
  readonly done: number;
  readonly total: number;
  readonly doing: string;
}

export const defaultSeed = 20_261_123;

const method =
  'single thread; every result compared with ours before timing; warmed up; contenders ' +
  'interleaved round-robin in one run; wall clock around the call alone; median, 10th and 90th ' +
  'percentile of the samples';

/** A report around rows, with the machine, the versions and the date filled in. */
export function makeReport(
  benchmark: string,
  options: BenchmarkOptions,
  found: Pick<Report, 'kernels' | 'peers' | 'rows' | 'refused'> & { readonly method?: string },
): Report {
  const machine = describeMachine();
  return {
    benchmark,
    machine,
    cpu: machine.cpu,
    node: process.version,
    date: new Date().toISOString(),
    seed: options.seed ?? defaultSeed,
    quick: options.quick ?? false,
    method,
    ...found,
  };
}
