import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModel } from '../model-file/model.ts';
import { attacks } from '../testing/attacks.ts';
import { TaskModels } from './task-models.ts';

const { good } = attacks[0]!;
const main = () => readModel(good);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onebit-task-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, file: Uint8Array | string = good): Promise<void> => {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'model.safetensors'), file);
};

describe('the models of a task', () => {
  it('are the default one and those of the folder whose names begin right', async () => {
    await put('task-b');
    await put('task-a');
    await put('other');
    await mkdir(join(folder, 'task-empty'));
    const models = new TaskModels({ folder, prefix: 'task-', main, load: () => Promise.resolve() });
    expect(models.list()).toHaveLength(3);
    await expect(models.get('other')).rejects.toMatchObject({
      code: 'model-unknown',
      expected: 'one of twin, task-a, task-b',
    });
    await expect(models.get('task-empty')).rejects.toMatchObject({ code: 'model-unknown' });
  });

  it('are loaded once, but a broken file is tried again', async () => {
    let loads = 0;
    const load = () => Promise.resolve(++loads);
    const models = new TaskModels({ folder, prefix: 'task-', main, load });
    await put('task-a');
    await put('task-broken', 'not a model');
    expect(await Promise.all([models.get('task-a'), models.get('task-a')])).toEqual([1, 1]);
    await expect(models.get('task-broken')).rejects.toMatchObject({ code: /^model-/ });
    await writeFile(join(folder, 'task-broken', 'model.safetensors'), good);
    expect(await models.get('task-broken')).toBe(2);
  });

  it('need no folder', async () => {
    const models = new TaskModels({
      folder: join(folder, 'nowhere'),
      prefix: 'task-',
      main,
      load: ({ network }) => Promise.resolve(network.id),
    });
    expect(models.list()).toHaveLength(1);
    expect(await models.get()).toBe('twin');
  });
});
