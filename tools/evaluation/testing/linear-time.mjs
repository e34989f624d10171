/**
 * How the time of the emotion classifier grows with the length of hostile text, as JSON: for each family
 * the worst time(2n) / time(n) over n from 1,000 to 32,000 units for taking the text apart, and the
 * milliseconds of one answer about 20,000 units, the longest text that is taken. Time of the processor,
 * since the clock on a busy machine measures the others, and the least of many runs: what disturbs a
 * run makes it longer only. All families go through a few times before the first is measured: code that
 * was compiled for the texts so far is compiled anew for a kind that it has not seen, long texts amid
 * their loop and short ones between two, and that would be taken for a difference of lengths. Run
 * after a build:
 *
 *   node tools/evaluation/testing/linear-time.mjs [runs]
 */
import { EMOTION_LIMITS, EmotionClassifier } from '@onebit/emotion-classification';
import { hostileFamilies, hostileText } from '@onebit/evaluation';
import { NgramExtractor } from '@onebit/text';

const RATIO = 2.3;
const MILLISECONDS = 20;
const runs = Number(process.argv[2] ?? 15);
const WARM_UPS = 5;
/** A family over the limit is measured on, up to so many times the runs: what is no noise stays over. */
const PATIENCE = 8;
const lengths = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000];
/** Units that a text is taken apart for at least, so that the clock sees short ones. */
const UNITS_A_RUN = 256_000;

const extractor = new NgramExtractor({ words: 2, characters: [3, 5], shortestWord: 4 });
const classifier = await EmotionClassifier.load();

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds that one pass over a text takes; short texts are taken apart many times. */
function timeOf(text) {
  const repeats = UNITS_A_RUN / text.length;
  const start = spent();
  for (let repeat = 0; repeat < repeats; repeat++) extractor.extract(text);
  return (spent() - start) / repeats;
}

for (let run = 0; run < WARM_UPS; run++) {
  for (const family of hostileFamilies) {
    for (const units of lengths) timeOf(hostileText(family, units));
    await classifier.classify(hostileText(family, EMOTION_LIMITS.characters));
  }
}

const families = [];
for (const family of hostileFamilies) {
  const texts = lengths.map((units) => hostileText(family, units));
  const times = lengths.map(() => Infinity);
  const longest = hostileText(family, EMOTION_LIMITS.characters);
  let answer = Infinity;
  let worstRatio = Infinity;
  let run = 0;
  // Lengths take turns, so that what lasts a while disturbs all of them.
  for (; run < runs || (worstRatio > RATIO && run < PATIENCE * runs); run++) {
    texts.forEach((text, at) => (times[at] = Math.min(times[at], timeOf(text))));
    const start = spent();
    await classifier.classify(longest);
    answer = Math.min(answer, spent() - start);
    worstRatio = Math.max(...times.slice(1).map((time, at) => time / times[at]));
  }
  families.push({
    family,
    runs: run,
    worstRatio: Number(worstRatio.toFixed(2)),
    nanosecondsAUnit: Number(((1e6 * times.at(-1)) / lengths.at(-1)).toFixed(1)),
    longestAnswerMs: Number(answer.toFixed(2)),
  });
}
const worst = Math.max(...families.map((row) => row.worstRatio));
const longestAnswerMs = Math.max(...families.map((row) => row.longestAnswerMs));
console.log(
  JSON.stringify(
    {
      node: process.version,
      runs,
      worstRatio: worst,
      longestAnswerMs,
      limits: { ratio: RATIO, longestAnswerMs: MILLISECONDS },
      families,
    },
    undefined,
    2,
  ),
);
process.exitCode = worst <= RATIO && longestAnswerMs <= MILLISECONDS ? 0 : 1;
classifier.dispose();
