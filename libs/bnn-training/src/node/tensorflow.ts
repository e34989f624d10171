import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import util from 'node:util';
import { OnebitError } from '@onebit/errors';

/** What TensorFlow.js runs on: native TensorFlow, WebAssembly, or plain JavaScript. */
export type TensorFlowBackend = 'tensorflow' | 'wasm' | 'cpu';

/** As much of TensorFlow.js as the loader itself uses. */
export interface TensorFlowModule {
  readonly version: { readonly tfjs: string };
  setBackend(name: string): Promise<boolean>;
}

/** TensorFlow.js, and which one it is: for logs, cards and health reports. */
export interface LoadedTensorFlow<Module extends TensorFlowModule> {
  readonly tf: Module;
  readonly backend: TensorFlowBackend;
  /** The package that the backend comes from. */
  readonly packageName: string;
  readonly version: string;
  /** Why each faster backend is not the one, first to last. */
  readonly passedOver: readonly { readonly packageName: string; readonly reason: string }[];
}

/** Where {@link loadTensorFlow} looks. */
export interface TensorFlowOptions {
  /** File or folder URL or path whose `node_modules` are searched, upwards; this package where absent. */
  readonly from?: string | URL;
}

const NATIVE = '@tensorflow/tfjs-node';
const PLAIN = '@tensorflow/tfjs';
const WASM = '@tensorflow/tfjs-backend-wasm';

/**
 * Loads TensorFlow.js for float teachers: native where it is installed, else WebAssembly, else plain
 * JavaScript. It is an optional peer: nothing here installs or downloads it.
 *
 * The WebAssembly backend puts handlers on `uncaughtException` and `unhandledRejection` of the whole
 * process; load it in a worker where that matters. It has no gradients of convolution filters and
 * of embeddings, the others have.
 *
 * @param options - where to look
 * @returns the module, with the backend by name and why faster ones were passed over
 * @throws OnebitError `tensorflow-missing` with the line that installs it
 */
export async function loadTensorFlow<Module extends TensorFlowModule = TensorFlowModule>(
  options: TensorFlowOptions = {},
): Promise<LoadedTensorFlow<Module>> {
  const require = createRequire(options.from ?? import.meta.url);
  const passedOver: { packageName: string; reason: string }[] = [];
  const attempts = [
    [NATIVE, 'tensorflow', () => native(require)],
    [WASM, 'wasm', () => webAssembly(require)],
    [PLAIN, 'cpu', () => plain(require)],
  ] as const;
  for (const [packageName, backend, attempt] of attempts) {
    try {
      const tf = (await attempt()) as Module;
      return { tf, backend, packageName, version: tf.version.tfjs, passedOver };
    } catch (error) {
      passedOver.push({ packageName, reason: firstLine(error) });
    }
  }
  throw new OnebitError('tensorflow-missing', {
    expected: `one of ${NATIVE}, ${PLAIN} with ${WASM}, or ${PLAIN}`,
    received: passedOver.map(({ packageName, reason }) => `${packageName}: ${reason}`).join('; '),
    hint: `Install it: npm install ${PLAIN}@4.22.0 ${WASM}@4.22.0 (or ${NATIVE}@4.22.0 for native speed).`,
  });
}

type Require = ReturnType<typeof createRequire>;

function native(require: Require): TensorFlowModule {
  require.resolve(NATIVE);
  // Release 4.22.0 calls a function that Node 23 removed.
  const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  return require(NATIVE) as TensorFlowModule;
}

async function webAssembly(require: Require): Promise<TensorFlowModule> {
  const folder = dirname(require.resolve(WASM)) + sep;
  const tf = require(PLAIN) as TensorFlowModule;
  const { setWasmPaths } = require(WASM) as { setWasmPaths(folder: string): void };
  setWasmPaths(folder);
  return withBackend(tf, 'wasm');
}

const plain = (require: Require): Promise<TensorFlowModule> =>
  withBackend(require(PLAIN) as TensorFlowModule, 'cpu');

async function withBackend(tf: TensorFlowModule, name: string): Promise<TensorFlowModule> {
  if (await tf.setBackend(name)) return tf;
  throw new Error(`the backend ${name} does not start`);
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
