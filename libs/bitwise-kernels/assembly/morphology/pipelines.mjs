/**
 * Runs in locals: a run of L offsets grows by doubling, and each doubling is a stage that needs
 * its own previous input only, so a whole run is one pass over the row.
 */

/** The doubling shifts of a run: 1, 2, 4, ... and what is then missing. */
function doublings(length) {
  const shifts = [];
  let reached = 1;
  for (; reached * 2 <= length; reached *= 2) shifts.push(reached);
  if (reached < length) shifts.push(length - reached);
  return shifts;
}

/**
 * Gives each doubling shift of a centred run a direction, so that half of the run lies behind;
 * with as few looks ahead as possible, for each delays the answer by a unit.
 */
export function centredSteps(half) {
  const shifts = doublings(2 * half + 1);
  const choices = Array.from({ length: 1 << shifts.length }, (_, choice) =>
    shifts.map((bits, index) => ({ bits, ahead: ((choice >> index) & 1) === 1 })),
  );
  const centred = choices.filter(
    (steps) => steps.reduce((sum, step) => sum + (step.ahead ? 0 : step.bits), 0) === half,
  );
  return centred.reduce((best, steps) => (delayOf(steps) < delayOf(best) ? steps : best));
}

/** How many units after its input the answer of a chain of stages comes. */
export function delayOf(steps) {
  return steps.filter((step) => step.ahead).length;
}

/** The stages of a forward run of a power of two. */
export function forwardSteps(length) {
  return doublings(length).map((bits) => ({ bits, ahead: true }));
}

/**
 * One unit through the stages: the local `input` becomes the answer. Each stage holds its previous
 * input in a local named by `held`.
 */
export function stages(unit, op, steps, input, held) {
  return steps
    .map(({ bits, ahead }, stage) => {
      const before = held(stage);
      const result = ahead
        ? unit[op](before, unit.ahead(before, input, bits))
        : unit[op](input, unit.behind(input, before, bits));
      const next = `${input}${stage}`;
      return `const ${next} = ${result}; ${before} = ${input}; ${input} = ${next};`;
    })
    .join('\n    ');
}

/**
 * One pass over `bytes` from `from` to `to` (which may be `from`): a stage for each step, each
 * holding its previous input. A stage that looks ahead answers one unit late.
 */
export function pipeline(unit, op, name, steps) {
  const held = steps.map((_, stage) => `  let held${stage} = ${unit.splat('0')};`).join('\n');
  const body = `let x = ${unit.load('from + at')};
    ${stages(unit, op, steps, 'x', (stage) => `held${stage}`)}`;
  return `
function ${name}(from: usize, to: usize, bytes: usize): void {
${held}
  let at: usize = -${unit.bytes};
  for (let warm = 0; warm <= ${delayOf(steps)}; warm++) {
    ${body}
    at += ${unit.bytes};
  }
  const end = to + bytes;
  while (to < end) {
    ${body}
    ${unit.store('to', 'x')};
    at += ${unit.bytes};
    to += ${unit.bytes};
  }
}
`;
}
