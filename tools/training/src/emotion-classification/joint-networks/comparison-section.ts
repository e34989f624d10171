import type { JointNetworkComparison, JointNetworkRow } from './compare.ts';

/**
 * The section of a model card with the table of a comparison.
 *
 * @returns Markdown, with an empty line before it
 */
export function comparisonSection(comparison: JointNetworkComparison): string {
  const { rows, labels, trainTexts, validationTexts, judgedTexts, epochs, depth } = comparison;
  const of = (encoder: string, method: string, wide = false): JointNetworkRow => {
    const own = rows.filter((row) => row.encoder === encoder && row.method === method);
    return own.sort((a, b) => a.units - b.units).at(wide ? -1 : 0)!;
  };
  const gain = (row: JointNetworkRow, over: JointNetworkRow): string => {
    const difference = row.averagePrecision - over.averagePrecision;
    return `${difference < 0 ? '\u2212' : '+'}${Math.abs(difference).toFixed(3)}`;
  };
  const [joint, wide, apart] = [
    of('real', 'JBNN'),
    of('real', 'JBNN', true),
    of('real', 'BRNN'),
  ] as const;
  const times = (row: JointNetworkRow): string => (row.cpuSeconds / joint.cpuSeconds).toFixed(0);
  return `
## JBNN beside a network a label and a softmax

What this model takes from JBNN (He and Xia, NLPCC 2018) is its joint binary outputs over one encoder. The
paper's own network, like for like with its two rivals: one network with a binary head a label
(JBNN), with and without relations of labels in the loss, a network a label (BRNN), and softmax with a
threshold (TDNN). The encoder is the paper's, a BiLSTM with attention over word vectors that stay as
they are, but of ${depth} instead of 200 components and, where the table does not say ${wide.units}, of ${joint.units} instead of
100 units a direction, so that ${labels} networks can be trained beside it; in the lower half its matrices are
signs times a scale a column. GoEmotions, ${labels === 28 ? '28 labels' : "Ekman's six emotions and neutral"}, the first ${trainTexts} training texts, ${validationTexts} more to choose
the best of ${epochs} epochs, ${judgedTexts} texts of dev judged; Adam 0.005, seed ${comparison.seed}. These networks are
small and their word vectors do not learn: compare the rows with each other, not with this model.

\`\`\`sh
npx onebit reproduce jbnn --data DIR${labels === 28 ? '' : ' --ekman'} --texts ${trainTexts} --judged ${judgedTexts} --epochs ${epochs}
\`\`\`

| encoder | method | networks | units | Hamming loss | one-error | coverage | ranking loss | average precision | CPU seconds |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows
  .map(
    (row) =>
      `| ${row.encoder} | ${row.method} | ${row.networks} | ${row.units} | ${row.hammingLoss.toFixed(4)} | ${figure(row.oneError)} | ${figure(row.coverage)} | ${figure(row.rankingLoss)} | ${figure(row.averagePrecision)} | ${row.cpuSeconds.toFixed(0)} |`,
  )
  .join('\n')}

Average precision against one network of ${joint.units} real units: ${gain(apart, joint)} with a network a label, ${labels} times the
weights and ${times(apart)} times the time; ${gain(wide, joint)} with one network of ${wide.units} units and ${times(wide)} times the time. Relations of labels:
${gain(of('real', 'JBNN with label relations'), joint)} with real weights, ${gain(of('1-bit', 'JBNN with label relations'), of('1-bit', 'JBNN'))} with 1-bit ones. 1-bit weights in the encoder: ${gain(of('1-bit', 'JBNN'), joint)} with ${joint.units} units,
${gain(of('1-bit', 'JBNN', true), wide)} with ${wide.units}, ${gain(of('1-bit', 'BRNN'), apart)} with a network a label. One seed; differences under 0.01 are noise.
`;
}

const figure = (value: number): string => value.toFixed(3);
