/** The specs of this library, run once more in a real browser. */
import './storage/kernel-memory.spec.ts';
import './storage/bit-matrix.spec.ts';
import './packing/packing.spec.ts';
import './logic/logic.spec.ts';
import './morphology/morphology.spec.ts';
import './morphology/over-bytes.spec.ts';
import './storage/load-family.spec.ts';
