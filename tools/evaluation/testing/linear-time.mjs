/**
 * How the time of the emotion classifier grows with the length of hostile text, as JSON: for each family
 * the worst time(2n) / time(n) over n from 1,000 to 32,000 units for taking the text apart, and the
 * milliseconds of one answer about 20,000 units, the longest text that is taken. Time of the processor,
 * since the clock on a busy machine measures the others. A length is told by the median of its runs, not
 * by the least: code that is compiled anew is faster for a while, and short texts would meet that moment
 * more often than long ones. Each family has a process of its own, since code that was compiled for one
 * kind of text is compiled anew for the next, for long texts amid their loop and for short ones between
 * two, and the difference would be taken for one of lengths. Run after a build:
 *
 *   node tools/evaluation/testing/linear-time.mjs [runs]
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EMOTION_LIMITS, EmotionClassifier } from '@onebit/emotion-classification';
import { hostileFamilies, hostileText } from '@onebit/evaluation';
import { NgramExtractor } from '@onebit/text';

const RATIO = 2.3;
const MILLISECONDS = 20;
const WARM_UPS = 3;
/** A family over the limit is measured on, up to so many times the runs: what is no noise stays over. */
const PATIENCE = 8;
/** Units that a text is taken apart for in a run, so that the clock sees short ones. */
const UNITS_A_RUN = 256_000;
const lengths = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000];

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** The text in one piece, as one that was received; one that was put together is read by a detour. */
const flat = (text) => JSON.parse(JSON.stringify(text));

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Measures a family in this process. */
async function measure(family, runs) {
  const extractor = new NgramExtractor({ words: 2, characters: [3, 5], shortestWord: 4 });
  const classifier = await EmotionClassifier.load();
  const timeOfParts = (text) => {
    const repeats = UNITS_A_RUN / text.length;
    const start = spent();
    for (let repeat = 0; repeat < repeats; repeat++) extractor.extract(text);
    return (spent() - start) / repeats;
  };
  const timeOfAnswer = async (text) => {
    const start = spent();
    await classifier.classify(text);
    return spent() - start;
  };
  const texts = lengths.map((units) => flat(hostileText(family, units)));
  const found = lengths.map(() => []);
  let times = [];
  let worstRatio = Infinity;
  let run = -WARM_UPS;
  for (; run < runs || (worstRatio > RATIO && run < PATIENCE * runs); run++) {
    // Lengths take turns, so that what lasts a while disturbs all of them.
    const spentNow = texts.map(timeOfParts);
    if (run < 0) continue;
    spentNow.forEach((time, at) => found[at].push(time));
    times = found.map(median);
    worstRatio = Math.max(...times.slice(1).map((time, at) => time / times[at]));
  }
  // Answers come last: between texts taken apart, they would have that code compiled anew.
  const longest = flat(hostileText(family, EMOTION_LIMITS.characters));
  let answer = Infinity;
  for (let asked = -WARM_UPS; asked < runs; asked++) {
    const time = await timeOfAnswer(longest);
    if (asked >= 0) answer = Math.min(answer, time);
  }
  classifier.dispose();
  return {
    family,
    runs: run,
    worstRatio: Number(worstRatio.toFixed(2)),
    nanosecondsAUnit: Number(((1e6 * times.at(-1)) / lengths.at(-1)).toFixed(1)),
    longestAnswerMs: Number(answer.toFixed(2)),
  };
}

const [runs = '15', only] = process.argv.slice(2);
if (only !== undefined) {
  console.log(JSON.stringify(await measure(only, Number(runs))));
} else {
  const script = fileURLToPath(import.meta.url);
  const families = hostileFamilies.map((family) =>
    JSON.parse(execFileSync(process.execPath, [script, runs, family], { encoding: 'utf8' })),
  );
  const worstRatio = Math.max(...families.map((row) => row.worstRatio));
  const longestAnswerMs = Math.max(...families.map((row) => row.longestAnswerMs));
  const limits = { ratio: RATIO, longestAnswerMs: MILLISECONDS };
  const report = { node: process.version, worstRatio, longestAnswerMs, limits, families };
  console.log(JSON.stringify(report, undefined, 2));
  process.exitCode = worstRatio <= RATIO && longestAnswerMs <= MILLISECONDS ? 0 : 1;
}
