import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BinaryNetwork } from '@onebit/bnn';
import { listModels, loadModel, verifyManifest } from '@onebit/bnn/node';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { describe, expect, it } from 'vitest';
import { root } from './tracked-files.ts';

const folder = join(root, 'models');
const ids = await listModels(folder);

describe('the models that come along', () => {
  it('match their manifest', async () => {
    expect((await verifyManifest(folder)).files.length).toBeGreaterThan(0);
  });

  it.each(ids)('%s is whole, compiles and has a card', async (id) => {
    const model = await loadModel(join(folder, id));
    expect(model.network.id).toBe(id);
    expect(model.network.provenance.licence).not.toBe('');
    expect(existsSync(join(folder, id, 'README.md'))).toBe(true);
    const runs =
      model.network.task === 'emotion-classification'
        ? await EmotionClassifier.load(model)
        : BinaryNetwork.compile(model);
    runs.dispose();
  });
});
