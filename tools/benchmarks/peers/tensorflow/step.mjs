/**
 * A whole training step of a network of 1-bit weights and activations in TensorFlow.js: signs with
 * straight-through gradients, batch norm on batch statistics, softmax cross-entropy, Adam, clipping
 * of latent weights to -1 .. 1.
 */
export function makeStep(tf, { samples, targets, parameters, learningRate }, dense) {
  const one = tf.keep(tf.scalar(1));
  const minusOne = tf.keep(tf.scalar(-1));
  const signOf = (x) => tf.where(tf.greaterEqual(x, 0), one, minusOne);
  const weightSign = tf.customGrad((w) => ({ value: signOf(w), gradFunc: (dy) => dy }));
  const activationSign = tf.customGrad((x, save) => {
    save([x]);
    return {
      value: signOf(x),
      gradFunc: (dy, [saved]) => tf.mul(dy, tf.cast(tf.lessEqual(tf.abs(saved), 1), 'float32')),
    };
  });
  // Weights come as N x K; the fast product of this library wants K x N.
  const variables = parameters.map(({ tensor, latent }) =>
    tf.tidy(() => tf.variable(latent ? tf.transpose(tensor) : tf.reshape(tensor, [-1]))),
  );
  const latent = variables.filter((_, at) => parameters[at].latent);
  const layers = variables.length / 3;
  const loss = () => {
    let x = signOf(samples);
    for (let layer = 0; layer < layers; layer++) {
      const [weights, gain, bias] = variables.slice(3 * layer, 3 * layer + 3);
      const sums = dense(x, weightSign(weights));
      const { mean, variance } = tf.moments(sums, 0);
      const normalised = tf.batchNorm(sums, mean, variance, bias, gain, 1e-5);
      x = layer < layers - 1 ? activationSign(normalised) : normalised;
    }
    return tf.losses.softmaxCrossEntropy(targets, x);
  };
  const optimiser = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  return () =>
    tf.tidy(() => {
      const cost = optimiser.minimize(loss, true, variables);
      for (const variable of latent) variable.assign(tf.clipByValue(variable, -1, 1));
      return cost.dataSync()[0];
    });
}

/** The two ways to multiply: as it comes, or with gradients that transpose first. */
export function denseWays(tf) {
  return {
    'tf.matMul and its gradients': (x, w) => tf.matMul(x, w),
    'tf.matMul with gradients that transpose first': tf.customGrad((x, w, save) => {
      save([x, w]);
      return {
        value: tf.matMul(x, w),
        gradFunc: (dy, [savedX, savedW]) => [
          tf.matMul(dy, tf.transpose(savedW)),
          tf.matMul(tf.transpose(savedX), dy),
        ],
      };
    }),
  };
}
