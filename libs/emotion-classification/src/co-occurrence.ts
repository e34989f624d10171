/** How often a label was told, and what else was told with it. */
export interface LabelCompany {
  /** Texts that the label was told of. */
  readonly texts: number;
  /** Other labels told of the same texts, the most frequent first. */
  readonly with: Readonly<Record<string, { readonly texts: number; readonly share: number }>>;
}

/** Which labels of a batch were told together. */
export interface CoOccurrence {
  /** All texts, those of which nothing was told among them. */
  readonly texts: number;
  /** By label, the most frequent first; labels that were never told are left out. */
  readonly labels: Readonly<Record<string, LabelCompany>>;
}

/**
 * Counts which labels are told together, text by text. `share` is the conditional probability as it
 * was observed: of the texts with the one label, the part that has the other too.
 *
 * @example
 * ```ts
 * import { CoOccurrenceCounter } from '@onebit/emotion-classification';
 * const counter = new CoOccurrenceCounter();
 * for (const labels of [['joy', 'love'], ['joy'], []]) counter.add({ labels });
 * const { texts, labels } = counter.result();
 * console.log(texts, labels['joy']?.texts); // 3 2
 * console.log(labels['joy']?.with['love']?.share, labels['love']?.with['joy']?.share); // 0.5 1
 * ```
 */
export class CoOccurrenceCounter {
  #texts = 0;
  /** For each label how many texts have it, under its own name, and how many each other label too. */
  readonly #counts = new Map<string, Map<string, number>>();

  /** Counts a text by what was told of it. */
  add({ labels }: { readonly labels: readonly string[] }): void {
    this.#texts += 1;
    for (const one of labels) {
      const row = this.#counts.get(one) ?? new Map<string, number>();
      this.#counts.set(one, row);
      for (const other of labels) row.set(other, (row.get(other) ?? 0) + 1);
    }
  }

  /** What was counted so far. */
  result(): CoOccurrence {
    const labels = [...this.#counts].map(([label, row]): [string, LabelCompany] => {
      const texts = row.get(label)!;
      const company = [...row]
        .filter(([other]) => other !== label)
        .sort(byCount)
        .map(([other, count]) => [other, { texts: count, share: count / texts }] as const);
      return [label, { texts, with: Object.fromEntries(company) }];
    });
    labels.sort(([a, one], [b, other]) => byCount([a, one.texts], [b, other.texts]));
    return { texts: this.#texts, labels: Object.fromEntries(labels) };
  }
}

const byCount = ([a, one]: [string, number], [b, other]: [string, number]): number =>
  other - one || (a < b ? -1 : 1);
