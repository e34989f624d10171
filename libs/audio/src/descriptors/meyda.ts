import MeydaModule from 'meyda';

/** Descriptors as meyda has them. */
export interface RawDescriptors {
  readonly spectralCentroid: number;
  readonly spectralRolloff: number;
  readonly spectralSpread: number;
  readonly spectralSkewness: number;
  readonly spectralKurtosis: number;
  readonly spectralSlope: number;
  readonly spectralFlatness: number;
  readonly spectralCrest: number;
  readonly loudness: { readonly specific: Float32Array; readonly total: number };
  readonly perceptualSharpness: number;
  readonly perceptualSpread: number;
  readonly chroma: Float32Array;
  readonly magnitudes: Float32Array;
}

/** The one object of the package: its settings hold for whoever calls next. */
interface Meyda {
  sampleRate: number;
  bufferSize: number;
  windowingFunction: string;
  barkScale: unknown;
  chromaFilterBank: unknown;
  extract(names: readonly string[], samples: Float32Array): Record<string, unknown>;
}

// Its types name the module where Node gives the object itself.
const meyda = MeydaModule as unknown as Meyda;

const NUMBERS = [
  'spectralCentroid',
  'spectralRolloff',
  'spectralSpread',
  'spectralSkewness',
  'spectralKurtosis',
  'spectralSlope',
  'spectralFlatness',
  'spectralCrest',
  'perceptualSharpness',
  'perceptualSpread',
] as const;
const NAMES = [...NUMBERS, 'loudness', 'chroma', 'amplitudeSpectrum'];

/** The filter banks of the last call. */
let banks: { readonly key: string; readonly bark?: unknown; readonly chroma?: unknown } = {
  key: '',
};

/** Calls meyda with settings of its own, which are set before every call. */
export function extractRaw(samples: Float32Array, sampleRate: number): RawDescriptors {
  const key = `${sampleRate} ${samples.length}`;
  // It keeps filter banks of other rates and sizes: without any it makes those that are set.
  const own = key === banks.key ? banks : undefined;
  meyda.barkScale = own?.bark;
  meyda.chromaFilterBank = own?.chroma;
  meyda.sampleRate = sampleRate;
  meyda.bufferSize = samples.length;
  meyda.windowingFunction = 'hanning';
  const found = meyda.extract(NAMES, samples);
  banks = { key, bark: meyda.barkScale, chroma: meyda.chromaFilterBank };
  const loudness = found['loudness'] as { specific: Float32Array; total: number };
  return {
    ...(Object.fromEntries(NUMBERS.map((name) => [name, found[name]])) as Record<
      (typeof NUMBERS)[number],
      number
    >),
    loudness: { specific: Float32Array.from(loudness.specific), total: loudness.total },
    chroma: Float32Array.from(found['chroma'] as readonly number[]),
    magnitudes: Float32Array.from(found['amplitudeSpectrum'] as Float32Array),
  };
}
