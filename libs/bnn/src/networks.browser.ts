/** The specs of the runtime, run once more in a real browser. */
import './runtime/answers.spec.ts';
import './runtime/binary-network.spec.ts';
import './runtime/column-epilogue.spec.ts';
