import { createHash } from 'node:crypto';
import { selectedKernels } from '@onebit/bitwise-kernels';
import type { Contender } from '../contender.ts';
import { type Pace, interleave, quick as quickPace, thorough } from '../interleave.ts';
import { ensurePeers } from '../peers/peers-folder.ts';
import { PeerProcess } from '../peers/peer-process.ts';
import {
  type BenchmarkOptions,
  type PeerStatus,
  type Refusal,
  type Report,
  type Row,
  defaultSeed,
  makeReport,
} from '../report.ts';
import type { Timing } from '../statistics.ts';
import { Images, type MorphologyCase, morphologyCases } from './cases.ts';
import type { ByteImage } from './images.ts';
import { onebitContenders } from './onebit-contenders.ts';
import { type MakeContender, openCvJs, sharp } from './package-contenders.ts';

const nativeLibraries = ['opencv', 'leptonica', 'scikit-image', 'scipy'];

/** Peers that hold packed bits themselves: byte conversion is no part of their work. */
const packedPeers = new Set(['leptonica']);

/** sha-256 over bytes of 0 and 1, the form in which results are compared across processes. */
function digest(bytes: Uint8Array): string {
  const bits = bytes.every((byte) => byte <= 1) ? bytes : bytes.map((byte) => (byte ? 1 : 0));
  return createHash('sha256').update(bits).digest('hex');
}

interface Peers {
  readonly python: PeerProcess | undefined;
  readonly packages: readonly MakeContender[];
  readonly statuses: readonly PeerStatus[];
}

async function gatherPeers(options: BenchmarkOptions): Promise<Peers> {
  const problem = await ensurePeers(options.install ?? true, options.signal);
  const found = [await openCvJs(problem), await sharp(problem)];
  const { process: python, statuses } = await PeerProcess.python(nativeLibraries);
  return {
    python,
    packages: found.flatMap(({ make }) => (make ? [make] : [])),
    statuses: [...statuses, ...found.map(({ loaded }) => loaded.status)],
  };
}

interface Field {
  readonly contenders: Contender[];
  readonly refused: Refusal[];
}

/** The peers' contenders for a case whose result equals ours; the others with what is wrong. */
async function enterPeers(
  one: MorphologyCase,
  image: ByteImage,
  expected: string,
  peers: Peers,
): Promise<Field> {
  const field: Field = { contenders: [], refused: [] };
  const shape = `${image.width}x${image.height}`;
  const refuse = (peer: string, reason: string) =>
    field.refused.push({ name: `${one.label}, ${image.name}`, shape, peer, reason });
  for (const make of peers.packages) {
    const contender = make(one, image);
    if (!contender) continue;
    if (digest(await contender.result()) === expected) field.contenders.push(contender);
    else {
      refuse(contender.name, 'its result differs from ours');
      await contender.dispose?.();
    }
  }
  const { python } = peers;
  if (!python) return field;
  const present = peers.statuses
    .filter((peer) => peer.status === 'present')
    .map(({ name }) => name);
  const entries: { library: string; method?: string }[] = [
    ...nativeLibraries
      .filter((library) => present.includes(library))
      .map((library) => ({ library })),
    ...one.named.filter(({ library }) => present.includes(library)),
  ];
  for (const { library, method } of entries) {
    const task = `${library} ${method ?? ''}`;
    const answer = await python.ask({
      command: 'define',
      task,
      library,
      image: one.imageKey,
      operation: one.operation,
      element: { width: one.element.width, height: one.element.height, mask: one.mask },
      expected,
      ...(method === undefined ? {} : { method }),
    });
    const found = answer['method'] as string | null;
    if (found === null) {
      refuse(library, `no way of it gives our result: ${JSON.stringify(answer['tried'])}`);
      continue;
    }
    field.contenders.push({
      name: method === undefined ? library : `${library} ${method}`,
      method: found,
      time: (repeats) => python.time(task, repeats),
      dispose: async () => void (await python.ask({ command: 'forget', task })),
    });
  }
  return field;
}

/** Rows of one case: packed against every peer, bytes against every peer that holds bytes. */
function rowsOf(
  label: string,
  shape: string,
  ours: { packed: Timing; bytes: Timing },
  peers: readonly { contender: Contender; timing: Timing }[],
): Row[] {
  const row = (name: string, ms: Timing, contender?: Contender, timing?: Timing): Row => ({
    name,
    shape,
    ms,
    peer: contender?.name ?? null,
    peerMethod: contender?.method ?? null,
    peerMs: timing ?? null,
    ratio: timing ? timing.median / ms.median : null,
  });
  if (peers.length === 0) {
    return [row(`${label}, packed`, ours.packed), row(`${label}, bytes`, ours.bytes)];
  }
  return [
    ...peers.map(({ contender, timing }) =>
      row(`${label}, packed`, ours.packed, contender, timing),
    ),
    ...peers
      .filter(({ contender }) => !packedPeers.has(contender.name))
      .map(({ contender, timing }) => row(`${label}, bytes`, ours.bytes, contender, timing)),
  ];
}

async function runCase(
  one: MorphologyCase,
  image: ByteImage,
  peers: Peers,
  pace: Pace,
  signal?: AbortSignal,
): Promise<{ rows: Row[]; refused: Refusal[] }> {
  const ours = onebitContenders(one, image);
  const field = await enterPeers(one, image, digest(ours.expected), peers);
  try {
    const timings = await interleave([ours.packed, ours.bytes, ...field.contenders], pace, signal);
    const [packed, bytes, ...rest] = timings as [Timing, Timing, ...Timing[]];
    return {
      rows: rowsOf(
        `${one.label}, ${image.name}`,
        `${image.width}x${image.height}`,
        { packed, bytes },
        rest.map((timing, index) => ({ contender: field.contenders[index]!, timing })),
      ),
      refused: field.refused,
    };
  } finally {
    ours.dispose();
    for (const contender of field.contenders) await contender.dispose?.();
  }
}

/**
 * Times our morphology against OpenCV, Leptonica, scikit-image, SciPy, opencv-js and sharp, as far
 * as they are on this machine.
 *
 * @throws the signal's reason when aborted
 */
export async function benchmarkMorphology(options: BenchmarkOptions = {}): Promise<Report> {
  const { quick = false, seed = defaultSeed, only = '', signal, onProgress } = options;
  const cases = morphologyCases(quick).filter((one) =>
    `${one.label}, ${one.imageKey}`.includes(only),
  );
  const peers = await gatherPeers(options);
  const images = new Images(seed);
  const rows: Row[] = [];
  const refused: Refusal[] = [];
  const stop = (): void => peers.python?.stop();
  signal?.addEventListener('abort', stop, { once: true });
  let held: string | undefined;
  try {
    for (const [done, one] of cases.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ done, total: cases.length, doing: `${one.label}, ${one.imageKey}` });
      const image = images.get(one.imageKey);
      if (held !== one.imageKey) {
        if (held !== undefined) {
          images.drop(held);
          await peers.python?.ask({ command: 'forget-image', name: held });
        }
        const { width, height, pixels } = image;
        await peers.python?.ask({ command: 'image', name: one.imageKey, width, height }, pixels);
        held = one.imageKey;
      }
      const found = await runCase(one, image, peers, quick ? quickPace : thorough, signal);
      rows.push(...found.rows);
      refused.push(...found.refused);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
  const kernels = selectedKernels();
  return makeReport('morphology', options, {
    kernels: `${kernels.variant}: ${kernels.reason}`,
    peers: peers.statuses,
    rows,
    refused,
  });
}
