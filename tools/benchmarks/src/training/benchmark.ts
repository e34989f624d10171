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
import { type BenchmarkOptions, type Refusal, type Report, defaultSeed } from '../report.ts';
import { type CaseResult, compare, runCases } from '../run-cases.ts';
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

const works = {
  forward: floatByBits,
  'input-gradient': inputGradient,
  'weight-gradient': weightGradient,
} satisfies Record<TrainingCase['work'], unknown>;

/** How the peers write the same products: which operand they transpose. */
const transposes = {
  forward: { a: 'floats', b: 'signs', transposeA: false, transposeB: true },
  'input-gradient': { a: 'floats', b: 'signs', transposeA: false, transposeB: false },
  'weight-gradient': { a: 'floats', b: 'signs', transposeA: true, transposeB: false },
} as const;

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

/** A peer in a process of its own: its contender, or how far its result is from ours. */
async function enter(
  name: string,
  process: PeerProcess,
  one: TrainingCase,
  { floats, bits }: TrainingOperands,
  result: Float32Array,
): Promise<Contender | number> {
  const send = (as: string, shape: readonly number[], values: Float32Array) =>
    process.ask({ command: 'operand', name: as, type: '<f4', shape }, values);
  await send('floats', [floats.rows, floats.columns], floats.values);
  await send(
    'signs',
    [bits.rows, bits.columns],
    Float32Array.from(bits.values, (bit) => 2 * bit - 1),
  );
  await send('ours', resultShape(one), result);
  const task = 'training';
  const answer = await process.ask({
    command: 'define',
    work: 'product',
    task,
    ...transposes[one.work],
    compare: 'ours',
  });
  const difference = answer['difference'] as number;
  if (!(difference <= tolerance)) return difference;
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
  const rivals: Contender[] = [];
  const refused: Refusal[] = [];
  try {
    for (const { process, statuses } of peers) {
      const [status] = statuses;
      if (!process || status?.status !== 'present') continue;
      const entry = await enter(status.name, process, one, operands, result);
      if (typeof entry !== 'number') rivals.push(entry);
      else {
        const reason = `its result lies up to ${entry} from ours`;
        refused.push({ name: one.work, shape, peer: status.name, reason });
      }
    }
    return { rows: await compare(one.work, shape, ours, rivals, options), refused };
  } finally {
    for (const contender of [ours, ...rivals]) await contender.dispose?.();
  }
}

/**
 * Times the products of training in which one operand is bits against OpenBLAS and TensorFlow.js,
 * which multiply the same signs as floats.
 *
 * @throws the signal's reason when aborted
 */
export async function benchmarkTraining(options: BenchmarkOptions = {}): Promise<Report> {
  const problem = await ensurePeers(options.install ?? true, options.signal);
  const peers = [await PeerProcess.python(['numpy']), await PeerProcess.tensorFlow(problem)];
  return runCases(
    {
      name: 'training',
      cases: trainingCases(options.quick ?? false),
      peers: peers.flatMap(({ statuses }) => statuses),
      describe: (one) => `${one.work} ${shapeOf(one)}`,
      run: (one) => runCase(one, peers, options),
      stop: () => peers.forEach(({ process }) => process?.stop()),
    },
    options,
  );
}
