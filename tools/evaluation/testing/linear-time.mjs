/**
 * How the time of the emotion classifier grows with the length of hostile text, as JSON: for each family
 * the worst time(2n) / time(n) over n from 1,000 to 32,000 units for taking the text apart, and the
 * milliseconds of one answer about 20,000 units, the longest text that is taken. Time of the processor,
 * since the clock on a busy machine measures the others, and the least of many runs: what disturbs a
 * run makes it longer only. Run after a build:
 *
 *   node tools/evaluation/testing/linear-time.mjs [runs]
 */
import { EMOTION_LIMITS, EmotionClassifier } from '@onebit/emotion-classification';
import { hostileFamilies, hostileText } from '@onebit/evaluation';
import { NgramExtractor } from '@onebit/text';

const RATIO = 2.3;
const MILLISECONDS = 20;
const runs = Number(process.argv[2] ?? 15);
const lengths = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000];
/** Short texts are taken apart so often that the clock sees them. */
const UNITS_A_RUN = 256_000;

const extractor = new NgramExtractor({ words: 2, characters: [3, 5], shortestWord: 4 });
const classifier = await EmotionClassifier.load();

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const families = [];
for (const family of hostileFamilies) {
  const texts = lengths.map((units) => hostileText(family, units));
  const times = lengths.map(() => Infinity);
  const longest = hostileText(family, EMOTION_LIMITS.characters);
  let answer = Infinity;
  // Lengths take turns, so that what lasts a while disturbs all of them.
  for (let run = 0; run < runs; run++) {
    texts.forEach((text, at) => {
      const repeats = UNITS_A_RUN / text.length;
      const start = spent();
      for (let repeat = 0; repeat < repeats; repeat++) extractor.extract(text);
      times[at] = Math.min(times[at], (spent() - start) / repeats);
    });
    const start = spent();
    await classifier.classify(longest);
    answer = Math.min(answer, spent() - start);
  }
  const ratios = times.slice(1).map((time, at) => time / times[at]);
  families.push({
    family,
    worstRatio: Number(Math.max(...ratios).toFixed(2)),
    nanosecondsAUnit: Number(((1e6 * times.at(-1)) / lengths.at(-1)).toFixed(1)),
    longestAnswerMs: Number(answer.toFixed(2)),
  });
}
const worstRatio = Math.max(...families.map((row) => row.worstRatio));
const longestAnswerMs = Math.max(...families.map((row) => row.longestAnswerMs));
console.log(
  JSON.stringify(
    {
      node: process.version,
      runs,
      worstRatio,
      longestAnswerMs,
      limits: { ratio: RATIO, longestAnswerMs: MILLISECONDS },
      families,
    },
    undefined,
    2,
  ),
);
process.exitCode = worstRatio <= RATIO && longestAnswerMs <= MILLISECONDS ? 0 : 1;
classifier.dispose();
