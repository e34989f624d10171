import { createHash } from 'node:crypto';
import type { Contender } from '../contender.ts';
import { PeerProcess } from '../peers/peer-process.ts';
import { ensurePeers } from '../peers/peers-folder.ts';
import {
  type BenchmarkOptions,
  type PeerStatus,
  type Refusal,
  type Report,
  type Row,
  defaultSeed,
  rowOf,
} from '../report.ts';
import { type CaseResult, race, runCases } from '../run-cases.ts';
import type { Timing } from '../statistics.ts';
import { Images, LARGE_CLOSING_IMAGE, type MorphologyCase, morphologyCases } from './cases.ts';
import type { ByteImage } from './images.ts';
import { onebitContenders } from './onebit-contenders.ts';
import { type MakeContender, openCvJs, sharp } from './package-contenders.ts';
import { type RegionCase, regionCases } from './region-cases.ts';
import { regionContenders } from './region-contenders.ts';

const nativeLibraries = ['opencv', 'leptonica', 'scikit-image', 'scipy'];

/** Peers that hold packed bits themselves: byte conversion is no part of their work. */
const packedPeers = new Set(['leptonica']);

/** sha-256 over bytes of 0 and 1, or over numbers: the forms compared across processes. */
function digest(bytes: Uint8Array | Uint32Array): string {
  if (bytes instanceof Uint32Array) return createHash('sha256').update(bytes).digest('hex');
  const bits = bytes.every((byte) => byte <= 1) ? bytes : bytes.map((byte) => (byte ? 1 : 0));
  return createHash('sha256').update(bits).digest('hex');
}

/**
 * Peers whose best way for an operator does not depend on the size of the image, only on operator
 * and element: what was best on the first image is taken on the others, which saves minutes.
 */
const settledPeers = new Set(['scikit-image', 'scipy']);

interface Peers {
  readonly python: PeerProcess | undefined;
  readonly packages: readonly MakeContender[];
  readonly statuses: readonly PeerStatus[];
  /** The way that was best, by peer, operator and element. */
  readonly settled: Map<string, string>;
}

async function gatherPeers(options: BenchmarkOptions): Promise<Peers> {
  const problem = await ensurePeers(options.install ?? true, options.signal);
  const found = [await openCvJs(problem), await sharp(problem)];
  const { process: python, statuses } = await PeerProcess.python(nativeLibraries);
  return {
    python,
    packages: found.flatMap(({ make }) => (make ? [make] : [])),
    statuses: [...statuses, ...found.map(({ loaded }) => loaded.status)],
    settled: new Map(),
  };
}

interface Field {
  readonly contenders: Contender[];
  readonly refused: Refusal[];
}

/** A case of either kind: with a structuring element, or on regions. */
type AnyCase = MorphologyCase | RegionCase;

const onRegions = (one: AnyCase): one is RegionCase => 'prepare' in one;

/** What the native peers are told of a case. */
function definitionOf(one: AnyCase): Record<string, unknown> {
  if (onRegions(one)) {
    const { operation, size, numbers } = one;
    return { operation, size, numbers };
  }
  const { width, height } = one.element;
  return { operation: one.operation, element: { width, height, mask: one.mask } };
}

/** The peers' contenders for a case whose result equals ours; the others with what is wrong. */
async function enterPeers(
  one: AnyCase,
  image: ByteImage,
  expected: string,
  peers: Peers,
): Promise<Field> {
  const field: Field = { contenders: [], refused: [] };
  const shape = `${image.width}x${image.height}`;
  const refuse = (peer: string, reason: string) =>
    field.refused.push({ name: `${one.label}, ${image.name}`, shape, peer, reason });
  for (const make of peers.packages) {
    const contender = onRegions(one) ? undefined : make(one, image);
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
      .filter((library) => !onRegions(one) || one.libraries.includes(library))
      .map((library) => ({ library })),
    ...(onRegions(one) ? [] : one.named).filter(({ library }) => present.includes(library)),
  ];
  for (const { library, method } of entries) {
    const task = `${library} ${method ?? ''}`;
    const settling = `${library} ${one.label}`;
    const asked = method ?? peers.settled.get(settling);
    const answer = await python.ask({
      command: 'define',
      task,
      library,
      image: one.imageKey,
      ...definitionOf(one),
      expected,
      ...(asked === undefined ? {} : { method: asked }),
    });
    const found = answer['method'] as string | null;
    if (found === null) {
      refuse(library, `no way of it gives our result: ${JSON.stringify(answer['tried'])}`);
      continue;
    }
    if (method === undefined && settledPeers.has(library)) peers.settled.set(settling, found);
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
  ours: { packed: Timing; bytes: Timing; bytesInPlace: Timing },
  peers: readonly { contender: Contender; timing: Timing }[],
): Row[] {
  const packed = { name: `${label}, packed`, shape, method: 'packed bits' };
  const ways = [
    [{ name: `${label}, bytes`, shape, method: 'ordinary arrays' }, ours.bytes],
    [
      { name: `${label}, bytes in place`, shape, method: "arrays in the kernels' memory" },
      ours.bytesInPlace,
    ],
  ] as const;
  if (peers.length === 0) {
    return [rowOf(packed, ours.packed), ...ways.map(([named, timing]) => rowOf(named, timing))];
  }
  return [
    ...peers.map(({ contender, timing }) => rowOf(packed, ours.packed, contender, timing)),
    ...peers
      .filter(({ contender }) => !packedPeers.has(contender.name))
      .flatMap(({ contender, timing }) =>
        ways.map(([named, own]) => rowOf(named, own, contender, timing)),
      ),
  ];
}

async function runCase(
  one: MorphologyCase,
  image: ByteImage,
  peers: Peers,
  options: BenchmarkOptions,
): Promise<CaseResult> {
  const ours = onebitContenders(one, image);
  const field = await enterPeers(one, image, digest(ours.expected), peers);
  try {
    const timings = await race(
      [ours.packed, ours.bytes, ours.bytesInPlace, ...field.contenders],
      options,
    );
    const [packed, bytes, bytesInPlace, ...rest] = timings as [Timing, Timing, Timing, ...Timing[]];
    return {
      rows: rowsOf(
        `${one.label}, ${image.name}`,
        `${image.width}x${image.height}`,
        { packed, bytes, bytesInPlace },
        rest.map((timing, index) => ({ contender: field.contenders[index]!, timing })),
      ),
      refused: field.refused,
    };
  } finally {
    ours.dispose();
    for (const contender of field.contenders) await contender.dispose?.();
  }
}

/** Rows of a case on regions: each of our ways against every peer that it can be compared with. */
async function runRegionCase(
  one: RegionCase,
  image: ByteImage,
  peers: Peers,
  options: BenchmarkOptions,
): Promise<CaseResult> {
  const ours = regionContenders(one, image);
  const field = await enterPeers(one, image, digest(ours.expected), peers);
  const ways = [
    [one.numbers ? 'packed, new array' : 'packed', ours.packed],
    ...(ours.into ? ([['packed, array at hand', ours.into]] as const) : []),
    ['bytes', ours.bytes],
  ] as const;
  try {
    const timings = await race([...ways.map(([, way]) => way), ...field.contenders], options);
    const shape = `${image.width}x${image.height}`;
    const rows = ways.flatMap(([form, way], index): Row[] => {
      const named = { name: `${one.label}, ${image.name}, ${form}`, shape, method: way.method };
      const own = timings[index]!;
      const rivals = field.contenders
        .map((contender, at) => ({ contender, timing: timings[ways.length + at]! }))
        .filter(({ contender }) => form !== 'bytes' || !packedPeers.has(contender.name));
      return field.contenders.length === 0
        ? [rowOf(named, own)]
        : rivals.map(({ contender, timing }) => rowOf(named, own, contender, timing));
    });
    return { rows, refused: field.refused };
  } finally {
    ours.dispose();
    for (const contender of field.contenders) await contender.dispose?.();
  }
}

/** Hands the images out one at a time: both processes forget the one before. */
function imageFeeder(seed: number, python: PeerProcess | undefined) {
  const images = new Images(seed);
  let held: string | undefined;
  return async (key: string): Promise<ByteImage> => {
    const image = images.get(key);
    if (held !== key) {
      if (held !== undefined) {
        images.drop(held);
        await python?.ask({ command: 'forget-image', name: held });
      }
      const { width, height, pixels } = image;
      await python?.ask({ command: 'image', name: key, width, height }, pixels);
      held = key;
    }
    return image;
  };
}

/** The cases of both kinds, grouped by image. */
function casesOf(quick: boolean): AnyCase[] {
  const cases = morphologyCases(quick);
  const keys = [...new Set(cases.map(({ imageKey }) => imageKey))];
  return keys.flatMap((key): AnyCase[] => [
    ...cases.filter(({ imageKey }) => imageKey === key),
    ...(key === LARGE_CLOSING_IMAGE ? [] : regionCases(key)),
  ]);
}

/**
 * Times our morphology against OpenCV, Leptonica, scikit-image, SciPy, opencv-js and sharp, as far
 * as they are on this machine.
 *
 * @throws the signal's reason when aborted
 */
export async function benchmarkMorphology(options: BenchmarkOptions = {}): Promise<Report> {
  const peers = await gatherPeers(options);
  const imageOf = imageFeeder(options.seed ?? defaultSeed, peers.python);
  return runCases(
    {
      name: 'morphology',
      cases: casesOf(options.quick ?? false),
      peers: peers.statuses,
      describe: (one) => `${one.label}, ${one.imageKey}`,
      run: async (one) => {
        const image = await imageOf(one.imageKey);
        return onRegions(one)
          ? runRegionCase(one, image, peers, options)
          : runCase(one, image, peers, options);
      },
      stop: () => peers.python?.stop(),
    },
    options,
  );
}
