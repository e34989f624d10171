import { OnebitError } from '@onebit/errors';
import type { Limits, ModelCard, ModelFiles } from '@onebit/http-service';
import { LearnedFilter, type Proof } from '@onebit/morphology';
import { createHash } from 'node:crypto';
import { TASK } from '../task.ts';
import { ClientFolder } from './client-folder.ts';
import type { KnownModel } from './shipped.ts';

/** What a registry starts from. */
export interface RegistryOptions {
  readonly shipped: readonly KnownModel[];
  /** Uses `clientModels` and `clientModelMs`. */
  readonly limits: Pick<Limits, 'clientModels' | 'clientModelMs'>;
  /** Folder that keeps the models of clients; without one they live in memory and expire. */
  readonly folder?: string;
  /** Told of a file in the folder that is no learned filter; it is left alone. */
  readonly onBadFile?: (id: string, error: unknown) => void;
}

interface ClientModel extends KnownModel {
  usedAt: number;
}

/** Characters of the digest that make an id. */
const ID_LENGTH = 16;

function metricsOf(proof: Proof): Record<string, number> {
  const { pairs, pixels } = proof;
  const { errors, dice } = proof.kind === 'zero-error' ? { errors: 0, dice: 1 } : proof;
  return { pairs, pixels, errors, dice };
}

/**
 * The learned filters that sequences may call: those that ship, and those of clients, learned here or
 * handed over. A client's model is called by its digest, so the same file has the same name
 * everywhere.
 *
 * In memory the models of clients are bounded by number and age: one that was not used for
 * `clientModelMs` is forgotten, and the one unused for the longest makes room for a new one. In a
 * folder they stay until they are removed, and a new one beyond `clientModels` is refused.
 */
export class ModelRegistry implements ModelFiles {
  readonly #shipped: ReadonlyMap<string, KnownModel>;
  readonly #clients = new Map<string, ClientModel>();
  readonly #limits: RegistryOptions['limits'];
  readonly #folder: ClientFolder | undefined;

  /** @throws OnebitError `internal` where the folder cannot be made */
  constructor({ shipped, limits, folder, onBadFile = () => undefined }: RegistryOptions) {
    this.#shipped = new Map(shipped.map((model) => [model.card.id, model]));
    this.#limits = limits;
    this.#folder = folder === undefined ? undefined : new ClientFolder(folder);
    for (const [id, file] of this.#folder?.read() ?? []) {
      try {
        this.#keep(file);
      } catch (error) {
        onBadFile(id, error);
      }
    }
  }

  /** The cards of all models, those that ship first. */
  get cards(): ModelCard[] {
    this.#expire();
    const clients = [...this.#clients.values()].map(({ card, usedAt }) =>
      this.#folder ? card : { ...card, expiresAt: this.#expiry(usedAt) },
    );
    return [...[...this.#shipped.values()].map(({ card }) => card), ...clients];
  }

  /** The filters by the names that `learned:NAME` calls them. */
  get learned(): ReadonlyMap<string, LearnedFilter> {
    this.#expire();
    const all = [...this.#shipped, ...this.#clients];
    return new Map(all.map(([id, { filter }]) => [id, filter]));
  }

  /** The model files of names in a sequence, for a worker; their models count as used. */
  filesOf(names: readonly string[]): Record<string, Uint8Array> {
    const files = names.map((name) => [name, this.file(name)] as const);
    return Object.fromEntries(
      files.filter((pair): pair is [string, Uint8Array] => pair[1] !== undefined),
    );
  }

  file = (id: string): Uint8Array | undefined => {
    this.#expire();
    const client = this.#clients.get(id);
    if (client) {
      client.usedAt = Date.now();
      // The order of the map is the order of use.
      this.#clients.delete(id);
      this.#clients.set(id, client);
    }
    return (client ?? this.#shipped.get(id))?.file;
  };

  /**
   * Refuses where a folder holds as many models as it may; in memory there is always room.
   *
   * @throws OnebitError `overloaded`
   */
  checkRoom(): void {
    const { clientModels } = this.#limits;
    if (this.#folder && this.#clients.size >= clientModels) {
      throw new OnebitError('overloaded', {
        expected: `at most ${String(clientModels)} models of clients`,
        received: 'one more',
        hint: 'Forget one: DELETE /v1/models/{id}.',
      });
    }
  }

  /**
   * Keeps a client's model file; a file that is kept already keeps its name.
   *
   * @returns its card
   * @throws OnebitError `model-unusable`, `overloaded`
   */
  add = async (file: Uint8Array): Promise<ModelCard> => {
    const { filter } = readClientFile(file);
    const id = idOf(file);
    if (!this.#clients.has(id)) {
      this.checkRoom();
      await this.#folder?.write(id, file);
    }
    this.#keep(file, filter);
    return this.cards.find((card) => card.id === id)!;
  };

  remove = async (id: string): Promise<boolean> => {
    const known = this.#clients.delete(id);
    if (known) {
      await this.#folder?.remove(id);
    }
    return known;
  };

  #keep(file: Uint8Array, filter = readClientFile(file).filter): void {
    const id = idOf(file);
    const card: ModelCard = {
      id,
      task: TASK,
      name: filter.toString(),
      bytes: file.length,
      bits: 1,
      licence: 'as its pairs',
      metrics: metricsOf(filter.proof),
      use: `learned:${id}`,
      description: filter.toString(),
      client: true,
    };
    this.#clients.delete(id);
    this.#clients.set(id, { card, filter, file, usedAt: Date.now() });
    this.#expire();
  }

  #expiry(usedAt: number): string {
    return new Date(usedAt + this.#limits.clientModelMs).toISOString();
  }

  /** Drops what is too old or too many; the map is in the order of use. */
  #expire(): void {
    if (this.#folder) {
      return;
    }
    const { clientModels, clientModelMs } = this.#limits;
    const oldest = Date.now() - clientModelMs;
    for (const [id, { usedAt }] of this.#clients) {
      if (this.#clients.size <= clientModels && usedAt >= oldest) {
        return;
      }
      this.#clients.delete(id);
    }
  }
}

function idOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex').slice(0, ID_LENGTH);
}

/** Reads a file that a client sent: whatever is wrong with it is the client's to mend. */
function readClientFile(file: Uint8Array): { filter: LearnedFilter } {
  try {
    return { filter: LearnedFilter.fromModel(file) };
  } catch (error) {
    if (!(error instanceof OnebitError)) throw error;
    throw new OnebitError('model-unusable', {
      expected: `a learned filter as LearnedFilter.toModel writes it: ${error.expected}`,
      received: error.received,
      hint: 'Send a file that GET /v1/models/{id}/file or the page gave.',
      cause: error,
    });
  }
}
