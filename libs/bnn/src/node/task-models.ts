import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { readModel, type Model } from '../model-file/model.ts';
import { loadModel, MODEL_FILE } from './model-store.ts';
import { modelsFolder } from './models-folder.ts';

/** What a service tells of its models. */
export interface TaskModelsOptions<Loaded> {
  /** Folders of models of the task begin so, such as `emotion-`. */
  readonly prefix: string;
  /** Where the models lie; one that is not there holds none. {@link modelsFolder} unless said. */
  readonly folder?: string;
  /** The model that is there without a folder, and that is used where none is named. */
  readonly main: () => Model;
  /** Makes a model ready for work. */
  readonly load: (model: Model) => Promise<Loaded>;
}

/** The models of one task: the default model, and those of a folder, each loaded once. */
export class TaskModels<Loaded> {
  readonly #options: TaskModelsOptions<Loaded>;
  readonly #folder: string;
  readonly #loaded = new Map<string, Promise<Loaded>>();

  constructor(options: TaskModelsOptions<Loaded>) {
    this.#options = options;
    this.#folder = options.folder ?? modelsFolder();
  }

  /** The models, the default one first. */
  list(): Model[] {
    const main = this.#options.main();
    const others = this.#present()
      .filter((id) => id !== main.network.id)
      .map((id) => readModel(new Uint8Array(readFileSync(join(this.#folder, id, MODEL_FILE)))));
    return [main, ...others];
  }

  /**
   * A model ready for work.
   *
   * @param id - the default model's where absent
   * @throws OnebitError `model-unknown` that names the models there are
   */
  get(id?: string): Promise<Loaded> {
    const key = id ?? '';
    const known = this.#loaded.get(key);
    if (known) return known;
    const loading = this.#load(id);
    this.#loaded.set(key, loading);
    // What could not be loaded may be there later.
    loading.catch(() => this.#loaded.delete(key));
    return loading;
  }

  async #load(id: string | undefined): Promise<Loaded> {
    const { main, load } = this.#options;
    const model = main();
    if (id === undefined || id === model.network.id) return load(model);
    const ids = this.#present();
    if (ids.includes(id)) return load(await loadModel(join(this.#folder, id)));
    throw new OnebitError('model-unknown', {
      expected: `one of ${[...new Set([model.network.id, ...ids])].join(', ')}`,
      received: JSON.stringify(id).slice(0, 100),
      hint: 'Leave the model out to use the default; GET /v1/models lists them.',
    });
  }

  /** Identifiers of the models in the folder. */
  #present(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.startsWith(this.#options.prefix))
      .filter((name) => existsSync(join(this.#folder, name, MODEL_FILE)));
  }
}
