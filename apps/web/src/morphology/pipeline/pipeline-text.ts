/**
 * The text of a pipeline: a sequence whose steps may be switched off. A step behind `~` stays in its
 * place but is not run: `open:disk1 + ~close:disk2`. Only the page knows the mark; what is run, sent
 * or handed on is the sequence without these steps.
 */
const OFF = '~';

/** A step as it is written. */
export interface PipelineStep {
  /** Without the mark. */
  readonly text: string;
  readonly on: boolean;
}

interface Token {
  readonly text: string;
  readonly position: number;
}

/** Steps are cut as the sequence grammar cuts them: by a plus or by white space. */
function tokensOf(text: string): Token[] {
  return [...text.matchAll(/\+|[^\s+]+/g)].map(({ 0: token, index }) => ({
    text: token,
    position: index,
  }));
}

function stepOf(token: string): PipelineStep {
  const on = !token.startsWith(OFF);
  return { text: on ? token : token.slice(OFF.length), on };
}

/** The steps of a pipeline, those that are off included. */
export function pipelineSteps(text: string): PipelineStep[] {
  return tokensOf(text)
    .filter((token) => token.text !== '+')
    .map((token) => stepOf(token.text));
}

/** Writes a pipeline. */
export function pipelineText(steps: readonly PipelineStep[]): string {
  return steps.map(({ text, on }) => (on ? text : OFF + text)).join(' + ');
}

/**
 * The sequence that a pipeline runs: what is off is blanked out, with a plus beside it, so that
 * everything else keeps its position and a fault is pointed at where it is written.
 */
export function sequenceOf(pipeline: string): string {
  const tokens = tokensOf(pipeline);
  const blank = new Set<number>();
  const isPlus = (at: number) => tokens[at]?.text === '+' && !blank.has(at);
  for (const [at, { text }] of tokens.entries()) {
    if (!text.startsWith(OFF)) continue;
    blank.add(at);
    // The plus behind it, or, where it ends the text, the last one before it that still stands.
    let beside = at + 1;
    if (!isPlus(beside)) {
      beside = at - 1;
      while (blank.has(beside)) beside -= 1;
    }
    if (isPlus(beside)) blank.add(beside);
  }
  let text = pipeline;
  for (const at of blank) {
    const { text: token, position } = tokens[at]!;
    const end = position + token.length;
    text = text.slice(0, position) + ' '.repeat(token.length) + text.slice(end);
  }
  return text;
}

/** A pipeline with one step switched on or off. */
export function toggled(steps: readonly PipelineStep[], index: number): PipelineStep[] {
  return steps.map((step, other) => (other === index ? { ...step, on: !step.on } : step));
}

/** A pipeline without one step. */
export function removed(steps: readonly PipelineStep[], index: number): PipelineStep[] {
  return steps.filter((_, other) => other !== index);
}

/** A pipeline with one step in another place; both places count from 0. */
export function moved(steps: readonly PipelineStep[], from: number, to: number): PipelineStep[] {
  const rest = removed(steps, from);
  const step = steps[from];
  return step ? [...rest.slice(0, to), step, ...rest.slice(to)] : [...steps];
}
