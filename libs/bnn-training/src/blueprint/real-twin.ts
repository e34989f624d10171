import type { Blueprint, LayerBlueprint } from './blueprint.ts';

/** A layer of a real-valued twin: the sign has become the function that its estimator stands for. */
export type TwinLayer =
  | Exclude<LayerBlueprint, { op: 'sign' | 'shortcut' }>
  | { readonly op: 'soft-sign'; readonly shift: boolean }
  | {
      readonly op: 'shortcut';
      readonly body: readonly TwinLayer[];
      readonly pool: 1 | 2;
      readonly repeat: number;
    };

/** A blueprint whose signs have become soft. */
export interface TwinBlueprint extends Omit<Blueprint, 'layers'> {
  readonly layers: readonly TwinLayer[];
}

/**
 * The real-valued twin of a network: the same layout with real weights, each sign replaced by the
 * clip to [-1, 1] whose gradient the straight-through estimator borrows.
 *
 * @param blueprint - any blueprint
 * @returns the twin, for the comparison at equal budget
 */
export function realTwin(blueprint: Blueprint): TwinBlueprint {
  return { ...blueprint, id: `${blueprint.id}-real`, layers: blueprint.layers.map(twinLayer) };
}

function twinLayer(layer: LayerBlueprint): TwinLayer {
  switch (layer.op) {
    case 'sign':
      return { op: 'soft-sign', shift: layer.shift };
    case 'dense':
    case 'conv2d':
    case 'conv1d':
      return { ...layer, precision: 'real' };
    case 'shortcut':
      return { ...layer, body: layer.body.map(twinLayer) };
    default:
      return layer;
  }
}
