/** The specs of the convolutions, run once more in a real browser. */
import './binary-convolution.spec.ts';
import './convolution-stream.spec.ts';
import './convolve.spec.ts';
import './index-plan.spec.ts';
import './integer-convolution.spec.ts';
