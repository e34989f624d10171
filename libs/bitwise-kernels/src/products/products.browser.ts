/** The products' specs, run once more in a real browser. */
import './products.spec.ts';
import './column-thresholds.spec.ts';
import './integer-product.spec.ts';
import './thermometer.spec.ts';
