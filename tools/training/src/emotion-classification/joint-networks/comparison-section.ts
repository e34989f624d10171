import type { JointNetworkComparison } from './compare.ts';

/**
 * The section of a model card with the table of a comparison.
 *
 * @returns Markdown, with an empty line before it
 */
export function comparisonSection(comparison: JointNetworkComparison): string {
  const { rows, labels, trainTexts, validationTexts, judgedTexts, epochs, depth, units } =
    comparison;
  const [joint, apart] = (['JBNN', 'BRNN'] as const).map((method) =>
    rows.find((row) => row.method === method && row.encoder === 'real')!,
  );
  const slower = (apart!.cpuSeconds / joint!.cpuSeconds).toFixed(1);
  const better = apart!.averagePrecision - joint!.averagePrecision;
  return `
## JBNN beside a network a label and a softmax

What this model takes from JBNN (He and Xia, NLPCC 2018) is its joint binary outputs over one encoder. The
paper's own network, like for like with its two rivals: one network with a binary head a label
(JBNN), with and without relations of labels in the loss, a network a label (BRNN), and softmax with a
threshold (TDNN). The encoder is the paper's, a BiLSTM with attention over word vectors that stay as
they are, but smaller (${depth} instead of 200 components, ${units} instead of 100 units a direction), so that
${labels} networks can be trained beside it; in the lower half its matrices are signs times a scale a column.
GoEmotions, ${labels === 28 ? '28 labels' : "Ekman's six emotions and neutral"}, the first ${trainTexts} training texts, ${validationTexts} more to choose the best of ${epochs} epochs,
${judgedTexts} texts of dev judged; Adam 0.005, seed ${comparison.seed}. These networks saw a fraction of
the texts: compare the rows with each other, not with this model.

\`\`\`sh
npx onebit reproduce jbnn --data DIR${labels === 28 ? '' : ' --ekman'} --texts ${trainTexts} --judged ${judgedTexts} --epochs ${epochs}
\`\`\`

| encoder | method | Hamming loss | one-error | coverage | ranking loss | average precision | networks | CPU seconds |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows
  .map(
    (row) =>
      `| ${row.encoder} | ${row.method} | ${row.hammingLoss.toFixed(4)} | ${figure(row.oneError)} | ${figure(row.coverage)} | ${figure(row.rankingLoss)} | ${figure(row.averagePrecision)} | ${row.networks} | ${row.cpuSeconds.toFixed(0)} |`,
  )
  .join('\n')}

A network a label takes ${slower} times the time of one network for all; its average precision here is
${Math.abs(better).toFixed(3)} ${better > 0 ? 'higher: the better figures that the paper has for one network are not seen at this size' : 'lower'}. One seed;
differences under 0.01 are noise.
`;
}

const figure = (value: number): string => value.toFixed(3);
