/* global crypto */
/**
 * One table of digests over all kernels: seeded inputs, every family, results hashed byte by byte.
 *
 * Plain JavaScript that takes the library as an argument, so that the same lines run from source
 * under a test runner, in a browser, and from the built package under any version of Node.
 */

/** Sizes round the edges of words and vectors. */
const sizes = [1, 31, 32, 33, 64, 65, 127, 128, 129, 257];

/** Numerical Recipes' linear congruence; its upper bits. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

/** Seeded operands of the library `k`. */
function operands(k, seed) {
  const random = seeded(seed);
  const bytes = (length) => Uint8Array.from({ length }, () => random() & 255);
  const numbers = (length) => Float32Array.from({ length }, () => random() / 2 ** 22 - 2);
  return {
    random,
    bytes,
    numbers,
    bits: (rows, columns) => k.packThreshold(bytes(rows * columns), rows, columns, 150),
    floats: (rows, columns) => k.FloatMatrix.from(rows, columns, numbers(rows * columns)),
    thresholds: (columns) =>
      k.ColumnThresholds.of(
        Array.from({ length: columns }, () => (random() % 41) / 2 - 10),
        Array.from({ length: columns }, () => random() % 3 === 0),
      ),
  };
}

/** What to hash, by name; each case hands its results to `give`. */
const cases = {
  packing(k, { bytes, numbers }, give) {
    for (const columns of sizes) {
      const packed = k.packThreshold(bytes(3 * columns), 3, columns, 100);
      give(packed, k.unpackBytes(packed, { zero: 7, one: 200 }));
      give(k.packSigns(numbers(5 * columns), 5, columns));
    }
  },
  logic(k, { bits }, give) {
    for (const columns of sizes) {
      const a = bits(4, columns);
      const b = bits(4, columns);
      for (const operation of ['and', 'or', 'xor', 'and-not']) give(k.combine(operation, a, b));
      give(k.complement(a), a.popcount(), a.equals(b) ? 1 : 0);
    }
  },
  morphology(k, { bits, random }, give) {
    for (const columns of sizes) {
      const image = bits(1 + (random() % 12), columns);
      const width = 1 + (random() % 20);
      const height = 1 + (random() % 9);
      const originX = random() % width;
      const originY = random() % height;
      const box = { width, height, originX, originY };
      const element = { rows: bits(height, width), originX, originY };
      for (const outside of [0, 1]) {
        give(k.dilateRectangle(image, box, outside), k.erodeRectangle(image, box, outside));
        give(k.dilateElement(image, element, outside), k.erodeElement(image, element, outside));
      }
      give(k.hitOrMiss(image, element, { ...element, originX: originX - 1 }, 'ignore'));
    }
  },
  shapes(k, { bits }, give) {
    const image = bits(37, 131);
    for (const connectivity of [4, 8]) {
      const components = k.connectedComponents(image, connectivity);
      give(components.count, components.labels());
      components[Symbol.dispose]();
    }
    for (const metric of ['euclidean', 'city-block', 'chessboard'])
      give(k.distances(image, metric));
    const window = { width: 5, height: 3, originX: 1, originY: 2 };
    give(k.medianFilter(image, window, 'replicate'), k.rankFilter(image, window, 4, 1));
    const rounds = k.thinning(image, 'guo-hall');
    let round = rounds.next();
    while (round.done !== true) round = rounds.next();
    give(round.value);
  },
  products(k, { bits, numbers, thresholds }, give) {
    const shapes = [
      [1, 33, 257],
      [3, 40, 1000],
      [70, 65, 129],
      [300, 33, 200],
      [5, 700, 96],
    ];
    for (const [m, n, depth] of shapes) {
      const a = bits(m, depth);
      const weights = bits(n, depth);
      const product = k.BinaryProduct.prepare(weights);
      give(product.toInt32(a), product.toInt16(a), k.xnorProduct(a, weights));
      give(product.toFloat(a, numbers(n), numbers(n)), product.toBits(a, thresholds(n)));
      give(product.toInt32(numbers(m * depth)));
      product.dispose();
    }
  },
  'first and last layers'(k, { bytes, bits, numbers, thresholds }, give) {
    for (const [m, n, depth] of [
      [1, 17, 31],
      [9, 33, 130],
    ]) {
      const pixels = bytes(m * depth);
      const weights = new Int8Array(bytes(n * depth).buffer);
      for (const product of [
        k.IntegerProduct.of(weights, n, depth),
        k.IntegerProduct.ofSigns(bits(n, depth)),
      ]) {
        give(product.toInt32(pixels), product.toInt32(new Int8Array(pixels.buffer)));
        give(
          product.toFloat(pixels, numbers(n), numbers(n)),
          product.toBits(pixels, thresholds(n)),
        );
        product.dispose();
      }
      give(k.thermometer(pixels, m, depth, k.evenLevels(5, 0, 256)));
    }
  },
  convolution(k, { bits, floats, thresholds }, give) {
    const pictures = { count: 2, height: 7, width: 9 };
    const x = bits(2 * 7 * 9, 20);
    const weights = bits(11, 9 * 20);
    for (const window of [
      { kernel: 3 },
      { kernel: 3, padding: 1, outside: 1 },
      { kernel: 3, stride: 2, padding: [1, 0, 2, 1] },
      { kernel: 3, dilation: [2, 1], padding: 2 },
    ]) {
      const convolution = k.BinaryConvolution.prepare(weights, window);
      give(convolution.toInt32(x, pictures), convolution.toBits(x, pictures, thresholds(11)));
      convolution.dispose();
      const { count, height, width } = k.convolvedPictures(window, pictures);
      const gradient = floats(count * height * width, 11);
      const latent = floats(11, 9 * 20);
      const real = floats(2 * 7 * 9, 20);
      give(k.convolve(x, weights, window, pictures), k.convolve(real, latent, window, pictures));
      give(k.convolve(x, latent, window, pictures), k.convolve(real, weights, window, pictures));
      give(k.convolutionInputGradient(gradient, weights, window, pictures));
      give(k.convolutionWeightGradient(gradient, x, window, pictures));
      give(k.convolutionWeightGradient(gradient, real, window, pictures));
    }
    for (const reduction of ['or', 'and']) {
      give(k.poolBits(x, { kernel: 2, stride: 2 }, pictures, reduction));
      give(k.reducePixels(x, pictures, reduction));
    }
    const taps = k.BinaryConvolution.prepare(bits(6, 3 * 20), k.sequenceWindow(3, { dilation: 2 }));
    const stream = new k.ConvolutionStream(taps);
    for (const frames of [1, 4, 7]) give(stream.toInt32(bits(frames, 20)));
  },
  'training products'(k, { bits, floats }, give) {
    const x = bits(37, 70);
    const weights = bits(19, 70);
    const gradient = floats(37, 19);
    give(k.bitsByBits(x, weights), k.floatByBits(floats(37, 70), weights));
    give(k.bitsByFloat(x, floats(19, 70)), k.transposeBits(x));
    give(k.inputGradient(gradient, weights), k.weightGradient(gradient, x));
    give(k.inputGradientTransposed(gradient, k.transposeBits(weights)));
    give(k.weightGradientTransposed(gradient, k.transposeBits(x)));
    give(k.floatProduct(floats(13, 37), floats(37, 21)));
    give(
      k.floatProduct(floats(37, 13), floats(21, 37), { transposeLeft: true, transposeRight: true }),
    );
  },
  'training passes'(k, { floats, random }, give) {
    const rows = 24;
    const columns = 13;
    const x = floats(rows, columns);
    const gradient = floats(rows, columns);
    const vector = () => floats(1, columns);
    const state = {
      gain: vector(),
      bias: vector(),
      runningMean: vector(),
      runningVariance: k.FloatMatrix.from(1, columns, new Float32Array(columns).fill(1.5)),
      epsilon: 1e-5,
    };
    const { y, saved } = k.batchNorm(x, state);
    const back = k.batchNormGradient(gradient, x, saved, state);
    give(
      y,
      state.runningMean,
      state.runningVariance,
      back.x,
      back.gain,
      back.bias,
      k.normalizeColumns(x, state),
    );
    give(k.columnSums(x), k.norm(x), k.signBits(x));
    for (const estimator of ['identity', 'clipped', 'quadratic'])
      give(k.signGradient(gradient, x, { estimator }));
    give(k.relu(x), k.reluGradient(gradient, x), k.multiplied(x, gradient), k.scaled(x, 0.3));
    const leaky = { slope: vector(), shift: vector(), bias: vector() };
    const leakyBack = k.leakyReluGradient(gradient, x, leaky);
    give(k.leakyRelu(x, leaky), leakyBack.x, leakyBack.slope, leakyBack.shift, leakyBack.bias);
    const moments = {
      first: k.FloatMatrix.create(rows, columns),
      second: k.FloatMatrix.create(rows, columns),
    };
    for (const step of [1, 2, 3]) {
      k.adamStep(x, gradient, moments, { learningRate: 0.01, step, limit: 1, weightDecay: 0.01 });
    }
    give(x, moments.first, moments.second);
    const pictures = { count: 2, height: 3, width: 4 };
    give(k.averagePool(x, pictures), k.globalMean(x, pictures), k.repeatChannels(x, 3));
    give(k.globalMeanGradient(floats(2, columns), pictures));
    const targets = Int32Array.from({ length: rows }, () => random() % columns);
    const signs = k.FloatMatrix.from(
      rows,
      columns,
      gradient.data.map((value) => (value < 0 ? -1 : 1)),
    );
    const ones = k.FloatMatrix.from(
      rows,
      columns,
      gradient.data.map((value) => (value < 0 ? 0 : 1)),
    );
    for (const loss of [
      k.softmaxCrossEntropy(x, targets, { labelSmoothing: 0.1 }),
      k.sigmoidCrossEntropy(x, ones),
      k.squaredHinge(x, signs),
    ]) {
      give(loss.loss, loss.gradient);
    }
  },
  'votes of tables'(k, { bits, bytes, random }, give) {
    for (const depth of [1, 2, 3, 4, 5, 9]) {
      const planes = [bits(5, 77), bits(5, 77)];
      const tables = 1 + (random() % 4);
      const inputs = Int16Array.from({ length: 3 * depth * tables }, (_, at) =>
        at % 3 === 0 ? random() % 2 : (random() % 7) - 3,
      );
      const votes = new Int8Array(bytes(tables << depth).buffer);
      give(k.voteByTables(planes, { depth, inputs, votes, threshold: (random() % 9) - 4 }));
    }
  },
  'strings of bits'(k, { bytes, random }, give) {
    for (const [length, reach] of [
      [512, 0],
      [1024, 7],
      [3000, 260],
    ]) {
      const strings = Array.from({ length: 3 }, () => new k.BitString(length, reach));
      const [source, target, mask] = strings;
      for (const string of [source, mask]) {
        // The view is of words in the kernels' memory: bytes are copied in through one.
        string.words.set(new Uint32Array(bytes(string.length / 8).buffer));
      }
      const shifts = Array.from({ length: 6 }, () => (random() % (2 * reach + 1)) - reach);
      for (const operation of ['or', 'and']) {
        source.gather(operation, shifts, target);
        give(target.words, target.differences(source, mask));
      }
      source.gather('and', [], target);
      give(target.words);
      for (const string of strings) string[Symbol.dispose]();
    }
  },
  'convolutions of bytes'(k, { bytes, bits, numbers, thresholds }, give) {
    const pictures = { count: 2, height: 6, width: 9 };
    const x = bytes(2 * 6 * 9 * 3);
    const affine = k.ColumnAffine.of(numbers(19), numbers(19));
    for (const window of [
      { kernel: 3 },
      { kernel: [2, 3], stride: 2, padding: [1, 0, 2, 1] },
      { kernel: 1 },
    ]) {
      const taps = window.kernel === 1 ? 1 : window.kernel === 3 ? 9 : 6;
      const weights = new Int8Array(bytes(19 * taps * 3).buffer);
      for (const convolution of [
        k.IntegerConvolution.of(weights, 19, window),
        k.IntegerConvolution.ofSigns(bits(19, taps * 3), window),
      ]) {
        give(convolution.toFloats(x, pictures, affine));
        give(convolution.toBits(new Int8Array(x.buffer), pictures, thresholds(19)));
        convolution.dispose();
      }
    }
  },
  'strings of floats'(k, { numbers, random }, give) {
    for (const [length, reach] of [
      [16, 0],
      [700, 33],
    ]) {
      const strings = Array.from({ length: 2 }, () => new k.FloatString(length, reach));
      const [source, target] = strings;
      source.data.set(numbers(source.length));
      const shifts = Array.from({ length: 7 }, () => (random() % (2 * reach + 1)) - reach);
      source.correlate(numbers(7), shifts, target);
      give(target.data, target.products(source, shifts));
      source.correlate(numbers(7), shifts, target, { accumulate: true });
      target.logistic(0.3, -1.7, target);
      give(target.data);
      for (const string of strings) string[Symbol.dispose]();
    }
  },
};

/** The bytes of a result: of packed bits one a bit, of numbers what they are in memory. */
function bytesOf(result) {
  if (typeof result === 'number') return new Uint8Array(Float64Array.of(result).buffer);
  if (ArrayBuffer.isView(result)) {
    return new Uint8Array(result.buffer, result.byteOffset, result.byteLength).slice();
  }
  return 'data' in result ? bytesOf(result.data) : result.toBytes();
}

/**
 * Computes every case with one variant of the kernels.
 *
 * @param k - the library
 * @param variant - `simd`, `scalar` or `reference`
 * @returns SHA-256 by name of the case
 */
export async function digestTable(k, variant) {
  const table = {};
  let seed = 2026;
  for (const [name, run] of Object.entries(cases)) {
    const parts = [];
    k.withKernels(variant, () => {
      run(k, operands(k, seed++), (...results) => parts.push(...results.map(bytesOf)));
    });
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
    table[name] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  return table;
}
