import { BinaryNetwork, type Model, runReference } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { models } from './models.ts';

/** Frames on which the kernels are compared with the plain definition of every layer. */
const FRAMES = 2;

/** Numbers without a short period, the same on every run: a linear congruence. */
function numbers(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** What the worker gets. */
export interface ProveInput {
  /** Whether the plain definition of every layer is run too, which takes a moment. */
  readonly byDefinition: boolean;
}

/**
 * Proves in a worker that the default model is whole, that both tracks of a separation add up to the
 * mixture, and if asked that the kernels give what the plain definition of every layer gives.
 *
 * @throws OnebitError `self-test-failed`
 */
export async function prove(
  { byDefinition }: ProveInput,
  { signal }: WorkContext,
): Promise<WorkResult> {
  const separator = await models.get();
  if (byDefinition) compareWithDefinition(separator.model);
  const mixture = numbers(2000);
  const sound = { sampleRate: 8000, channels: [mixture] };
  const { talkers } = await separator.separate(sound, { signal, talkers: 2 });
  const [first, second] = talkers.map(({ channels }) => channels[0]!);
  const sum = first!.map((value, at) => value + second![at]!);
  expectClose(sum, mixture, 'the sum of both tracks');
  return { value: true };
}

function compareWithDefinition(model: Model): void {
  const { network } = model;
  const [, bins] = network.input.shape;
  const input = { ...network.input, shape: [FRAMES, bins!] };
  const short = { ...model, network: { ...network, input } };
  const frames = numbers(FRAMES * bins!);
  const compiled = BinaryNetwork.compile(short);
  try {
    expectClose(compiled.run(frames), runReference(short, frames), 'the network');
  } finally {
    compiled.dispose();
  }
}

/** What rounding to 32-bit floats may add up to. */
const TOLERANCE = 1e-4;

function expectClose(received: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  for (let at = 0; at < expected.length; at++) {
    if (Math.abs(received[at]! - expected[at]!) <= TOLERANCE) continue;
    throw new OnebitError('self-test-failed', {
      expected: `${expected[at]!} at ${at} of ${what}`,
      received: String(received[at]),
      hint: 'Rebuild the service; if it fails again, run npx onebit doctor.',
    });
  }
}
