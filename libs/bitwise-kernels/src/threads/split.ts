import { nameOf, simdMethods, type ProductMethod } from '../products/methods.ts';
import { costOf, type ProductShape } from '../products/select.ts';
import { selectedKernels } from '../storage/variant.ts';
import { planJob, type JobPlan } from './job.ts';

/**
 * Products below so many estimated cycles run on one thread. Waking another thread takes some 15 to
 * 50 microseconds until it takes its first block, and a product should last ten times that.
 */
const SMALLEST_WORK = 1_200_000;

/** How a product is split among threads, or why it is not. */
export interface Split {
  readonly reason: string;
  /** Undefined where one thread does all. */
  readonly job: { readonly method: ProductMethod; readonly plan: JobPlan } | undefined;
}

/**
 * The only place where it is decided whether threads share a product. The method is the one that a
 * single thread takes, so a product that nobody helps with takes no longer than without threads.
 *
 * @param shape - the sizes of the product
 * @param name - the method that a single thread takes
 * @param threads - how many threads there are
 */
export function splitProduct(shape: ProductShape, name: string, threads: number): Split {
  const alone = (reason: string): Split => ({ reason, job: undefined });
  const { variant } = selectedKernels();
  if (variant !== 'simd') return alone(`The ${variant} kernels run on one thread.`);
  const method = simdMethods.find((known) => nameOf(known) === name);
  if (method === undefined) return alone(`The method ${name} runs on one thread.`);
  const cost = costOf(method, shape);
  if (cost < SMALLEST_WORK) {
    return alone(
      `About ${Math.ceil(cost / 1000)} thousand cycles are too few to repay waking a thread.`,
    );
  }
  const plan = planJob(method, shape, threads);
  if (plan.blocks < 2)
    return alone('One table serves the whole product: there is nothing to split.');
  const unit = method.kind === 'table' ? 'tiles with tables of their own' : 'pieces of the columns';
  return {
    reason: `${plan.blocks} ${unit} for ${Math.min(threads, plan.blocks)} threads.`,
    job: { method, plan },
  };
}
