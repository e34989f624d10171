import { ColumnThresholds } from '@onebit/bitwise-kernels';
import type { Layer } from '../description/layers.ts';
import type { Signal } from '../description/network.ts';
import { signalAfter } from '../description/signals.ts';
import { numbersOf } from '../model-file/weights.ts';
import { type Epilogue, finisher, productStep } from './product-steps.ts';
import { bagStep } from './bag-step.ts';
import { scaledStep } from './scaled-step.ts';
import {
  averagePoolStep,
  flattenStep,
  globalMeanStep,
  maxPoolStep,
  preluStep,
  quantiseStep,
  reluStep,
  shortcutStep,
  signStep,
  thermometerStep,
} from './simple-steps.ts';
import { type Step, toFloats } from './value.ts';
import { type Tensors, vectorOf } from './weights.ts';

/**
 * Turns layers into steps. A product and the threshold or affine behind it become one step: bits in,
 * bits or floats out, no integer in between.
 */
export function compileLayers(layers: readonly Layer[], input: Signal, tensors: Tensors): Step[] {
  const steps: Step[] = [];
  let signal = input;
  for (let at = 0; at < layers.length; at++) {
    const layer = layers[at]!;
    if (layer.op === 'dense' || layer.op === 'conv2d' || layer.op === 'conv1d') {
      const next = layers[at + 1];
      const epilogue = epilogueOf(next, tensors);
      steps.push(productStep(layer, tensors.get(layer.weights)!, epilogue));
      signal = signalAfter([layer], signal);
      if (epilogue.kind !== 'none') {
        signal = signalAfter([next!], signal);
        at += 1;
      }
    } else {
      steps.push(compileOther(layer, signal, tensors));
      signal = signalAfter([layer], signal);
    }
  }
  return steps;
}

/** Several steps as one. */
export function sequenceOf(steps: readonly Step[]): Step {
  return {
    run: (value) => steps.reduce((current, step) => step.run(current), value),
    dispose() {
      for (const step of steps) step.dispose();
    },
  };
}

/** What a layer behind a product makes of its sums, where the product can do it in one go. */
function epilogueOf(layer: Layer | undefined, tensors: Tensors): Epilogue {
  if (layer?.op === 'affine') {
    const scale = vectorOf(tensors, layer.scale);
    return { kind: 'affine', scale, shift: vectorOf(tensors, layer.shift) };
  }
  if (layer?.op === 'threshold') {
    const flip = layer.flip === undefined ? undefined : numbersOf(tensors.get(layer.flip)!);
    const levels = numbersOf(tensors.get(layer.thresholds)!);
    return { kind: 'threshold', thresholds: ColumnThresholds.of(levels, flip) };
  }
  return { kind: 'none' };
}

type OtherLayer = Exclude<Layer, { op: 'dense' | 'conv2d' | 'conv1d' }>;

function compileOther(layer: OtherLayer, signal: Signal, tensors: Tensors): Step {
  const vector = (name: string): Float32Array => vectorOf(tensors, name);
  switch (layer.op) {
    case 'sign':
      return signStep(layer, vector);
    case 'thermometer':
      return thermometerStep(layer);
    case 'quantise':
      return quantiseStep(layer);
    case 'prelu':
      return preluStep(layer, vector);
    case 'relu':
      return reluStep();
    case 'max-pool':
      return maxPoolStep(layer);
    case 'average-pool':
      return averagePoolStep(layer);
    case 'global-mean':
      return globalMeanStep();
    case 'flatten':
      return flattenStep();
    case 'shortcut': {
      const body = sequenceOf(compileLayers(layer.body, signal, tensors));
      return shortcutStep(body, layer.pool, layer.repeat);
    }
    case 'scaled':
      return scaledStep(layer, sequenceOf(compileLayers(layer.body, signal, tensors)));
    case 'bag':
      return bagStep(layer, tensors);
    case 'affine':
    case 'threshold':
      return columnStep(epilogueOf(layer, tensors));
  }
}

/** An affine or a threshold that follows no product. */
function columnStep(epilogue: Epilogue): Step {
  const finish = finisher(epilogue);
  return {
    run(value) {
      const { matrix, at } = toFloats(value);
      return finish.run(matrix, at);
    },
    dispose: () => finish.dispose(),
  };
}
