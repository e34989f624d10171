import { inspectNetwork, type LayerReport } from '@onebit/bnn';
import { findAny } from '../models/find-any.ts';
import { outputsOf } from '../models/labels.ts';
import { inspectFilter } from './inspect-filter.ts';

/** `onebit inspect MODEL`: every layer with its shape, bytes and operations, and what is 1-bit. */
export async function inspect(name: string, options: { readonly json?: boolean }): Promise<void> {
  const found = await findAny(name);
  if (found.kind === 'filter') return inspectFilter(found.model, options);
  const { network, bytes, digest } = found.model;
  const report = inspectNetwork(network);
  if (options.json) {
    const { task, provenance } = network;
    const document = {
      ...report,
      task,
      ...outputsOf(network),
      provenance,
      file: { bytes, digest },
    };
    process.stdout.write(`${JSON.stringify(document)}\n`);
    return;
  }
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const { total, energyMicrojoules: energy } = report;
  const lines = [
    `${network.id}: ${network.task}, ${bytes} bytes, SHA-256 ${digest}`,
    '',
    ...table(report.layers),
    '',
    `1-bit parameters   ${total.binaryParameters} of ${total.parameters} (${percent(report.binaryParameterShare)})`,
    `1-bit operations   ${total.binaryOperations} of ${total.binaryOperations + total.mixedOperations + total.realOperations} (${percent(report.binaryOperationShare)}), ${total.mixedOperations} with one bit operand`,
    `Size               ${total.bytes} bytes of tensors, ${(report.float32Bytes / total.bytes).toFixed(1)}x smaller than float32`,
    `Energy estimate    ${energy.network.toFixed(3)} uJ an input, ${energy.float32.toFixed(3)} uJ in float32 (arithmetic alone, 45 nm, Horowitz 2014)`,
    `Expected speed-up  ${report.expectedSpeedUp.toFixed(1)}x, counting 64 binary operations as one`,
    ...report.layers
      .filter(({ op }) => op === 'word-order')
      .map(({ input }) => `Order of words     counted for a text of ${input.shape[0]!} words`),
    '',
    `Made by            ${network.provenance.command}`,
    `Licence            ${network.provenance.licence}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function table(layers: readonly LayerReport[]): string[] {
  const rows = [
    ['layer', 'operation', 'output', 'weights', 'bytes', 'operations'],
    ...layers.map((layer) => [
      layer.index,
      layer.op,
      `${layer.output.kind} ${layer.output.shape.join('x')}`,
      weightsOf(layer),
      String(layer.bytes),
      operationsOf(layer),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function weightsOf({ parameters, binaryParameters }: LayerReport): string {
  if (parameters === 0) return '-';
  return binaryParameters > 0 ? `${binaryParameters} x 1 bit` : `${parameters} x 8 to 32 bit`;
}

function operationsOf(layer: LayerReport): string {
  const kinds = [
    [layer.binaryOperations, 'binary'],
    [layer.mixedOperations, 'with one bit operand'],
    [layer.realOperations, 'real'],
  ] as const;
  const told = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return told.length > 0 ? told.join(', ') : '-';
}
