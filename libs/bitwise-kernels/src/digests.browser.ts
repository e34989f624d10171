/** The table of digests, once more in a real browser. */
import './digests.spec.ts';
