import type { LabelGroup } from '@onebit/bnn';
import type { Random } from '@onebit/bnn-training';
import { ekmanGroups, ekmanNames } from '@onebit/emotion-classification';
import { chooseThresholds } from './thresholds.ts';

/**
 * Ekman's groups of the 28 labels, with thresholds chosen as those of the labels are.
 *
 * @param logits - `[rows, labels]` of data that trained nothing
 * @param truth - `[rows, labels]` of 0 and 1
 * @param labels - names of the labels
 * @param random - draws the folds
 */
export function chooseGroups(
  logits: Float32Array,
  truth: Uint8Array,
  labels: readonly string[],
  random: Random,
): { groups: LabelGroup[]; crossValidated: number } {
  const members = ekmanNames.map((name) =>
    ekmanGroups[name].map((label) => labels.indexOf(label)).filter((index) => index >= 0),
  );
  const rows = logits.length / labels.length;
  const groupLogits = new Float32Array(rows * members.length);
  const groupTruth = new Uint8Array(groupLogits.length);
  for (let row = 0; row < rows; row++) {
    members.forEach((own, group) => {
      const cell = row * members.length + group;
      let none = 1;
      for (const label of own) {
        const at = row * labels.length + label;
        none /= 1 + Math.exp(logits[at]!);
        if (truth[at] === 1) groupTruth[cell] = 1;
      }
      groupLogits[cell] = Math.log((1 - none) / none);
    });
  }
  const chosen = chooseThresholds(groupLogits, groupTruth, members.length, random);
  return {
    groups: ekmanNames.map((name, group) => ({
      name,
      members: members[group]!,
      threshold: chosen.thresholds[group]!,
    })),
    crossValidated: chosen.crossValidated,
  };
}
