import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadTensorFlow, type TensorFlowModule } from './tensorflow.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A project with stand-ins for packages, given by their code. */
function projectWith(packages: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'onebit-tensorflow-'));
  folders.push(folder);
  for (const [name, code] of Object.entries(packages)) {
    const path = join(folder, 'node_modules', name, 'index.js');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  return join(folder, 'project.js');
}

const tfjs = (backends: string): string => `
  exports.version = { tfjs: '1.2.3' };
  exports.setBackend = async (name) => ${backends}.includes(name);
`;

describe('the loader of TensorFlow.js', () => {
  it('takes native TensorFlow first', async () => {
    const from = projectWith({
      '@tensorflow/tfjs-node': tfjs('[]'),
      '@tensorflow/tfjs': tfjs('[]'),
    });
    const { backend, packageName, version, passedOver } = await loadTensorFlow({ from });
    expect({ backend, packageName, version, passedOver }).toEqual({
      backend: 'tensorflow',
      packageName: '@tensorflow/tfjs-node',
      version: '1.2.3',
      passedOver: [],
    });
  });

  it('takes WebAssembly next, and tells where its files lie', async () => {
    const from = projectWith({
      '@tensorflow/tfjs': tfjs("['wasm']"),
      '@tensorflow/tfjs-backend-wasm': 'exports.setWasmPaths = (path) => { exports.path = path; };',
    });
    const { backend, passedOver } = await loadTensorFlow({ from });
    expect(backend).toBe('wasm');
    expect(passedOver.map(({ packageName }) => packageName)).toEqual(['@tensorflow/tfjs-node']);
  });

  it('takes JavaScript last, and says why the others failed', async () => {
    const from = projectWith({
      '@tensorflow/tfjs-node': "throw new Error('no native addon');",
      '@tensorflow/tfjs': tfjs("['cpu']"),
      '@tensorflow/tfjs-backend-wasm': 'exports.setWasmPaths = () => {};',
    });
    const { backend, passedOver } = await loadTensorFlow({ from });
    expect(backend).toBe('cpu');
    expect(passedOver).toEqual([
      { packageName: '@tensorflow/tfjs-node', reason: 'no native addon' },
      { packageName: '@tensorflow/tfjs-backend-wasm', reason: 'the backend wasm does not start' },
    ]);
  });

  it('names the line that installs it where there is none', async () => {
    await expect(loadTensorFlow({ from: projectWith({}) })).rejects.toMatchObject({
      code: 'tensorflow-missing',
      hint: expect.stringContaining('npm install @tensorflow/tfjs@'),
    });
  });

  const peers = join(import.meta.dirname, '../../../../tools/benchmarks/peers/package.json');
  const present = existsSync(join(dirname(peers), 'node_modules/@tensorflow/tfjs-backend-wasm'));
  it.skipIf(!present)('multiplies with the package itself', async () => {
    interface Module extends TensorFlowModule {
      matMul(a: number[][], b: number[][]): { dataSync(): Float32Array };
    }
    // Its builds register some kernels twice and say so, a line each.
    const quiet = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tf, backend, version } = await loadTensorFlow<Module>({ from: peers });
    quiet.mockRestore();
    expect([backend, version]).toEqual(['wasm', '4.22.0']);
    expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
  });
});
