/** The specs of the training kernels, run once more in a real browser. */
import './batch-norm.spec.ts';
import './bits.spec.ts';
import './elementwise.spec.ts';
import './float-matrix.spec.ts';
import './losses.spec.ts';
import './pooling.spec.ts';
import './products.spec.ts';
