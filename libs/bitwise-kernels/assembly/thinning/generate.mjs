/**
 * Writes the deletion rules of src/thinning/rules.ts as straight-line vector code.
 *
 * A rule is a truth table of eight neighbours. As a reduced ordered binary decision diagram
 * (R. E. Bryant, 1986) each node is one `bitselect` of two vectors by a third, so that 128 pixels are
 * decided at once. The order of the neighbours that gives the fewest nodes is searched for from a
 * fixed seed.
 */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const source = readFileSync(new URL('../../src/thinning/rules.ts', import.meta.url), 'utf8');
const { outputText } = ts.transpileModule(source, {
  compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
});
const { thinningPasses } = await import(
  `data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`
);

const neighbours = ['e', 'ne', 'n', 'nw', 'w', 'sw', 's', 'se'];
const TRIALS = 300;

export default function generate() {
  const passes = Object.values(thinningPasses).flat();
  const rules = passes.map((rule, index) => ruleFunction(`rule${index}`, rule));
  const exports = passes.map((_, index) => passFunction(index));
  const cases = passes.map(
    (_, index) => `  if (rule == ${index}) return rule${index}(${neighbours.join(', ')});`,
  );
  const parameters = neighbours.map((name) => `${name}: v128`).join(', ');
  return {
    'passes.ts': `import { sweep } from './sweep';

${exports.join('\n')}`,
    'index.ts': "export * from './passes';\n",
    'rules.ts': `/** The ones to delete by each rule; parameters are the neighbours' planes. */
${rules.join('\n')}
// @ts-ignore: decorator
@inline
export function deletable(rule: u32, ${parameters}): v128 {
${cases.join('\n')}
  return i64x2.splat(0);
}
`,
  };
}

/** One exported pass; the rule is a constant in it, so that its choice costs nothing. */
function passFunction(index) {
  return `export function pass${index}(
  from: usize,
  to: usize,
  stamps: usize,
  rows: u32,
  vectors: u32,
  step: u32,
  period: u32,
): u32 {
  return sweep(${index}, from, to, stamps, rows, vectors, step, period);
}
`;
}

function ruleFunction(name, rule) {
  const best = smallestDiagram(rule);
  const parameters = neighbours.map((one) => `${one}: v128`).join(', ');
  const lines = best.nodes.map(({ variable, high, low }, index) => {
    return `  const t${index} = ${select(neighbours[variable], high, low)};`;
  });
  return `// @ts-ignore: decorator
@inline
function ${name}(${parameters}): v128 {
${lines.join('\n')}
  return ${value(best.root)};
}
`;
}

function select(plane, high, low) {
  if (high === 'one' && low === 'zero') return plane;
  if (high === 'zero' && low === 'one') return `v128.not(${plane})`;
  if (low === 'zero') return `v128.and(${value(high)}, ${plane})`;
  if (high === 'zero') return `v128.andnot(${value(low)}, ${plane})`;
  if (high === 'one') return `v128.or(${value(low)}, ${plane})`;
  if (low === 'one') return `v128.or(${value(high)}, v128.not(${plane}))`;
  return `v128.bitselect(${value(high)}, ${value(low)}, ${plane})`;
}

function value(node) {
  if (node === 'zero') return 'i64x2.splat(0)';
  if (node === 'one') return 'i64x2.splat(-1)';
  return `t${node}`;
}

function smallestDiagram(rule) {
  const random = mulberry32(20);
  let best;
  const order = [0, 1, 2, 3, 4, 5, 6, 7];
  for (let trial = 0; trial < TRIALS; trial++) {
    const diagram = diagramOf(rule, order);
    if (best === undefined || diagram.nodes.length < best.nodes.length) best = diagram;
    for (let index = 7; index > 0; index--) {
      const other = Math.floor(random() * (index + 1));
      [order[index], order[other]] = [order[other], order[index]];
    }
  }
  return best;
}

function diagramOf(rule, order) {
  const nodes = [];
  const known = new Map();
  const visit = (depth, fixed) => {
    if (depth === 8) return rule(fixed) ? 'one' : 'zero';
    const low = visit(depth + 1, fixed);
    const high = visit(depth + 1, fixed | (1 << order[depth]));
    if (low === high) return low;
    const key = `${depth} ${high} ${low}`;
    if (!known.has(key)) {
      nodes.push({ variable: order[depth], high, low });
      known.set(key, nodes.length - 1);
    }
    return known.get(key);
  };
  return { root: visit(0, 0), nodes };
}

function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
