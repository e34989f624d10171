import {
  BitMatrix,
  FloatMatrix,
  floatByBits,
  inputGradient,
  weightGradient,
} from '@onebit/bitwise-kernels';
import { type Contender, inProcess } from '../contender.ts';
import { PeerProcess, type Started } from '../peers/peer-process.ts';
import { ensurePeers } from '../peers/peers-folder.ts';
import { type BenchmarkOptions, type Report, defaultSeed } from '../report.ts';
import { type CaseResult, type Entry, compareEntries, runCases } from '../run-cases.ts';
import {
  type TrainingCase,
  type TrainingOperands,
  cellByDefinition,
  makeTrainingOperands,
  resultShape,
  shapeOf,
  tolerance,
  trainingCases,
} from './cases.ts';
import { enterStep, onebitStep, stepShape } from './step.ts';

const works = {
  forward: floatByBits,
  'input-gradient': inputGradient,
  'weight-gradient': weightGradient,
} satisfies Record<TrainingCase['work'], unknown>;

/**
 * How the peers write the same products. They may hold the weights of the forward product as K x N,
 * which suits them; the gradient of the weights needs one transposition in any layout.
 */
const transposes = {
  forward: { transposeA: false, transposeB: false },
  'input-gradient': { transposeA: false, transposeB: false },
  'weight-gradient': { transposeA: true, transposeB: false },
} as const;

/** The bits as signs in the layout that the peers want. */
function signsFor(
  { work }: TrainingCase,
  { rows, columns, values }: TrainingOperands['bits'],
): { shape: readonly [number, number]; values: Float32Array } {
  const turned = work === 'forward';
  const shape = turned ? ([columns, rows] as const) : ([rows, columns] as const);
  const signs = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = turned ? column * rows + row : row * columns + column;
      signs[at] = values[row * columns + column] ? 1 : -1;
    }
  }
  return { shape, values: signs };
}

/** Our contender and its result, checked by definition on cells spread over the matrix. */
function onebitTraining(
  one: TrainingCase,
  { floats, bits }: TrainingOperands,
): { contender: Contender; result: Float32Array } {
  const [rows, columns] = resultShape(one);
  const left = FloatMatrix.from(floats.rows, floats.columns, floats.values);
  const right = BitMatrix.fromBytes(bits.rows, bits.columns, bits.values);
  const destination = FloatMatrix.create(rows, columns);
  const run = (): FloatMatrix => works[one.work](left, right, { destination });
  const result = run().data.slice();
  const step = Math.max(1, Math.floor(result.length / 500));
  for (let cell = 0; cell < result.length; cell += step) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const wanted = cellByDefinition(one, { floats, bits }, row, column);
    if (!(Math.abs(result[cell]! - wanted) <= tolerance)) {
      throw new Error(`Onebit is wrong at ${row}, ${column}: ${result[cell]} instead of ${wanted}`);
    }
  }
  return {
    result,
    contender: {
      ...inProcess('Onebit', works[one.work].name, run),
      dispose: () => [left, right, destination].forEach((held) => held.dispose()),
    },
  };
}

/** A peer in a process of its own, if its result is close to ours. */
async function enter(
  name: string,
  process: PeerProcess,
  one: TrainingCase,
  { floats, bits }: TrainingOperands,
  result: Float32Array,
): Promise<Entry> {
  const send = (as: string, shape: readonly number[], values: Float32Array) =>
    process.ask({ command: 'operand', name: as, type: '<f4', shape }, values);
  await send('floats', [floats.rows, floats.columns], floats.values);
  const signs = signsFor(one, bits);
  await send('signs', signs.shape, signs.values);
  await send('ours', resultShape(one), result);
  const task = 'training';
  const answer = await process.ask({
    command: 'define',
    work: 'product',
    task,
    a: 'floats',
    b: 'signs',
    ...transposes[one.work],
    compare: 'ours',
  });
  const difference = answer['difference'] as number;
  if (!(difference <= tolerance)) {
    return { name, reason: `its result lies up to ${difference} from ours` };
  }
  return {
    name,
    method: answer['method'] as string,
    time: (repeats) => process.time(task, repeats),
    dispose: async () => {
      await process.ask({ command: 'forget', task });
      await process.ask({ command: 'forget-operands' });
    },
  };
}

async function runCase(
  one: TrainingCase,
  peers: readonly Started[],
  options: BenchmarkOptions,
): Promise<CaseResult> {
  const shape = shapeOf(one);
  const operands = makeTrainingOperands(one, options.seed ?? defaultSeed);
  const { contender: ours, result } = onebitTraining(one, operands);
  const entries: Entry[] = [];
  for (const { process, statuses } of peers) {
    const [status] = statuses;
    if (!process || status?.status !== 'present') continue;
    const { name } = status;
    entries.push(
      await enter(name, process, one, operands, result).catch((error: Error): Entry => ({
        name,
        reason: error.message,
      })),
    );
  }
  return compareEntries(one.work, shape, ours, entries, options);
}

/** The whole step against TensorFlow.js, the only peer here that trains. */
async function runStep(peers: readonly Started[], options: BenchmarkOptions): Promise<CaseResult> {
  const ours = onebitStep(options.seed ?? defaultSeed);
  const tensorFlow = peers.find(
    ({ statuses: [status] }) => status?.name === 'tfjs-wasm' && status.status === 'present',
  )?.process;
  const entries = tensorFlow
    ? await enterStep(tensorFlow, ours).catch((error: Error): Entry[] => [
        { name: 'tfjs-wasm', reason: error.message },
      ])
    : [];
  const result = await compareEntries('step', stepShape, ours.contender, entries, options);
  await tensorFlow?.ask({ command: 'forget-operands' });
  return result;
}

/**
 * Times the products of training in which one operand is bits against OpenBLAS and TensorFlow.js,
 * which multiply the same signs as floats, and a whole training step against TensorFlow.js.
 *
 * @throws the signal's reason when aborted
 */
export async function benchmarkTraining(options: BenchmarkOptions = {}): Promise<Report> {
  const problem = await ensurePeers(options.install ?? true, options.signal);
  const peers = [await PeerProcess.python(['numpy']), await PeerProcess.tensorFlow(problem)];
  return runCases(
    {
      name: 'training',
      cases: [...trainingCases(options.quick ?? false), 'step' as const],
      peers: peers.flatMap(({ statuses }) => statuses),
      describe: (one) => (one === 'step' ? `step ${stepShape}` : `${one.work} ${shapeOf(one)}`),
      run: (one) => (one === 'step' ? runStep(peers, options) : runCase(one, peers, options)),
      stop: () => peers.forEach(({ process }) => process?.stop()),
    },
    options,
  );
}
