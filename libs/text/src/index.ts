export { tokenize, tokenizeInto, type Token } from './tokens/tokenize.ts';
export { TokenBuffer } from './tokens/token-buffer.ts';
export { mix32, RunningHash } from './features/hash.ts';
export { NgramExtractor, type NgramBuffer, type NgramSettings } from './features/n-grams.ts';
export { PerfectHash, type PerfectHashTables } from './features/perfect-hash.ts';
export {
  decisionFigures,
  rankingFigures,
  type DecisionFigures,
  type LabelFigures,
  type RankingFigures,
  type ScoredLabels,
} from './metrics/multi-label.ts';
export { reliability, type Reliability, type ReliabilityBin } from './metrics/reliability.ts';
