import type { FoundFilter } from '../models/find-filter.ts';

/** Numbers of a coordinate: plane, column and row. */
const COORDINATES = 3;

/** `onebit inspect` of a learned filter: its steps or tables, and what was learned from what. */
export function inspectFilter(found: FoundFilter, options: { readonly json?: boolean }): void {
  const { id, filter, bytes, digest, provenance } = found;
  const { proof, sequence } = filter;
  const stages = filter.stages.map(({ depth, inputs, votes }, index) => ({
    index,
    tables: inputs.length / (COORDINATES * depth),
    pixels: depth,
    votes: votes.length,
  }));
  const lookups = stages.reduce((sum, { tables }) => sum + tables, 0);
  const task = 'morphological-filtering';
  if (options.json) {
    const document = {
      id,
      task,
      use: `learned:${id}`,
      description: filter.toString(),
      ...(sequence === undefined
        ? { stages, operations: { lookups, multiplications: 0 } }
        : { sequence: sequence.toString() }),
      tableBytes: filter.bytes,
      proof,
      ...(provenance !== undefined && { provenance }),
      file: { bytes, digest },
    };
    process.stdout.write(`${JSON.stringify(document)}\n`);
    return;
  }
  const errors =
    proof.kind === 'zero-error'
      ? 'none'
      : `${proof.errors} of ${proof.pixels} pixels, Dice coefficient ${proof.dice.toFixed(4)}`;
  const lines = [
    `${id}: ${task}, ${bytes} bytes, SHA-256 ${digest}`,
    '',
    ...(sequence === undefined
      ? stages.map(
          ({ index, tables, pixels, votes }) =>
            `Stage ${index}            ${tables} tables of ${pixels} pixels, ${votes} votes`,
        )
      : [`Sequence           ${sequence.toString()}`]),
    `Operations         ${sequence === undefined ? `${lookups} look-ups a pixel, no multiplication` : 'those of the sequence, on words of bits'}`,
    `Size               ${filter.bytes} bytes of tables`,
    `Learned from       ${proof.pairs} pairs of pictures, errors on them: ${errors}`,
    `Use                learned:${id}`,
    ...(provenance === undefined
      ? []
      : [`Made by            ${provenance.command}`, `Licence            ${provenance.licence}`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
