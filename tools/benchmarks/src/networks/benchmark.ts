import { BinaryNetwork, exportOnnx, type Model, type OnnxArithmetic } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { type Contender, inProcess } from '../contender.ts';
import { type OpenOnnxModel, onnxRuntime } from '../peers/onnx-runtime.ts';
import { ensurePeers } from '../peers/peers-folder.ts';
import { mulberry32 } from '../random.ts';
import { type BenchmarkOptions, type PeerStatus, type Report, defaultSeed } from '../report.ts';
import { type CaseResult, type Entry, compareEntries, runCases } from '../run-cases.ts';
import { gatherModels, type NamedModel } from './models.ts';

/** One network on so many pictures at a time. */
export interface NetworkCase extends NamedModel {
  readonly batch: number;
}

/** One picture as it comes, and enough for every method to reach its stride. */
const batches = [1, 32] as const;

const forms = {
  'onnxruntime fp32': 'float32',
  'onnxruntime int8': 'int8',
} as const satisfies Record<string, OnnxArithmetic>;

/** Runs after which the kernels have measured their methods for every layer. */
const TUNING_RUNS = 24;
/** Time after which the engine has compiled hot code in its last tier, also on a busy machine. */
const SETTLING_MS = 1000;

/** What a session of ONNX Runtime does when it is made, a network does in its first runs. */
function settle(run: () => unknown): void {
  const start = performance.now();
  for (let runs = 0; runs < TUNING_RUNS || performance.now() - start < SETTLING_MS; runs++) run();
}

/** How far real scores may lie apart, as a share of the largest: float32 sums in another order. */
const TOLERANCE = 1e-4;

/** Pictures as the network takes them: bytes for levels, numbers round 0 otherwise. */
function samplesFor({ network }: Model, count: number, seed: number) {
  const next = mulberry32(seed);
  const length = count * network.input.shape.reduce((product, side) => product * side, 1);
  if (network.input.kind === 'levels') return Uint8Array.from({ length }, () => next() >>> 24);
  return Float32Array.from({ length }, () => (next() / 2 ** 32) * 2 - 1);
}

/**
 * Share of the answers that may lie further apart: where a real rounds to the other side of a
 * threshold, a bit turns, and the few answers that it reaches change with it.
 */
const TURNED = 1e-3;

/** Why answers are not ours, or undefined where they are. */
export function difference(ours: Float32Array, theirs: ArrayLike<number>): string | undefined {
  if (theirs.length !== ours.length) return `${theirs.length} numbers instead of ${ours.length}`;
  const largest = ours.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const apart = (value: number, at: number): boolean =>
    !(Math.abs(value - theirs[at]!) <= TOLERANCE * largest);
  const found = ours.reduce((sum, value, at) => sum + (apart(value, at) ? 1 : 0), 0);
  if (found <= TURNED * ours.length) return undefined;
  const at = ours.findIndex(apart);
  return `${found} of ${ours.length} answers differ; answer ${at} is ${theirs[at]} instead of ${ours[at]}`;
}

/** The same network in ONNX Runtime, if its answers are ours. */
function enter(
  open: OpenOnnxModel,
  name: keyof typeof forms,
  { model, batch }: NetworkCase,
  samples: Uint8Array | Float32Array,
  answers: Float32Array,
): Entry {
  const { kind, shape } = model.network.input;
  const session = open(exportOnnx(model, forms[name]), {
    input: {
      type: kind === 'levels' ? 'uint8' : 'float32',
      shape: [batch, ...shape],
      data: samples,
    },
    output: 'output',
  });
  const wrong = difference(answers, session.run());
  if (wrong !== undefined) {
    session.dispose();
    return { name, reason: wrong };
  }
  return {
    ...inProcess(name, `our ONNX export, ${forms[name]}`, () => session.run()),
    dispose: () => session.dispose(),
  };
}

/** A network that standard operators cannot express has no rival here and is timed alone. */
function withoutOnnx({ name, model }: NamedModel): PeerStatus[] {
  try {
    exportOnnx(model);
    return [];
  } catch (error) {
    if (!(error instanceof OnebitError) || error.code !== 'export-unsupported') throw error;
    return [{ name, status: 'missing', reason: `in ONNX: ${error.message}` }];
  }
}

async function runCase(
  one: NetworkCase,
  open: OpenOnnxModel | undefined,
  options: BenchmarkOptions,
): Promise<CaseResult> {
  const { name, model, batch } = one;
  const network = BinaryNetwork.compile(model);
  const samples = samplesFor(model, batch, options.seed ?? defaultSeed);
  const answers = network.run(samples);
  settle(() => network.run(samples));
  const ours: Contender = {
    ...inProcess('Onebit', 'BinaryNetwork.run', () => network.run(samples)),
    dispose: () => network.dispose(),
  };
  const entries = open
    ? (Object.keys(forms) as (keyof typeof forms)[]).map((form) =>
        enter(open, form, one, samples, answers),
      )
    : [];
  const what = model.network.task === 'image-classification' ? 'images' : 'samples';
  const found = await compareEntries(name, `batch ${batch}`, ours, entries, options);
  const perSecond = (ms: number): number => Math.round((1000 * batch) / ms);
  return {
    ...found,
    rows: found.rows.map((row) => ({
      ...row,
      perSecond: {
        what,
        ours: perSecond(row.ms.median),
        peer: row.peerMs && perSecond(row.peerMs.median),
      },
    })),
  };
}

/**
 * Times whole networks, the published ones and those that come along, against the same networks in
 * ONNX Runtime through our export: in floats, and with the products of bits in 8-bit integers.
 *
 * @throws the signal's reason when aborted
 */
export async function benchmarkNetworks(options: BenchmarkOptions = {}): Promise<Report> {
  const { found, missing } = await gatherModels();
  const problem = await ensurePeers(options.install ?? true, options.signal);
  const { loaded, open } = await onnxRuntime(problem);
  const unsupported = found.flatMap(withoutOnnx);
  const alone = new Set(unsupported.map(({ name }) => name));
  return runCases(
    {
      name: 'networks',
      cases: found.flatMap((one) => batches.map((batch) => ({ ...one, batch }))),
      peers: [loaded.status, ...unsupported, ...missing],
      describe: ({ name, batch }) => `${name} batch ${batch}`,
      run: (one) => runCase(one, alone.has(one.name) ? undefined : open, options),
      stop: () => undefined,
    },
    options,
  );
}
