export {
  loadNatural,
  type NaturalStemmer,
  type NaturalTokenizer,
  type NaturalTools,
} from './load-natural.ts';
