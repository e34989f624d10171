/** One example of a docstring or README: code, and what it says it prints. */
export interface DocExample {
  readonly file: string;
  /** One-based line of the opening fence. */
  readonly line: number;
  readonly code: string;
  readonly expected: readonly string[];
}

const OPEN = /^(?<margin>\s*\*? ?)```(?:ts|js)\s*$/;
const CLOSE = /^\s*\*? ?```\s*$/;
const PRINT = /console\.log\(.*\);?\s*\/\/ (?<output>.*)$/;

/**
 * Finds the fenced examples that state their output: a `console.log(...)` line carries it in a
 * trailing `// ` comment, further lines of the same output follow as comments of their own.
 */
export function findExamples(file: string, text: string): DocExample[] {
  const examples: DocExample[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const open = OPEN.exec(lines[at]!);
    if (!open) continue;
    const margin = open.groups!['margin']!.length;
    const start = at + 1;
    while (at + 1 < lines.length && !CLOSE.test(lines[at + 1]!)) at++;
    const code = lines.slice(start, at + 1).map((line) => line.slice(margin));
    const expected = statedOutput(code);
    if (expected.length > 0) examples.push({ file, line: start, code: code.join('\n'), expected });
    at++;
  }
  return examples;
}

function statedOutput(code: readonly string[]): string[] {
  const expected: string[] = [];
  code.forEach((line, at) => {
    const output = PRINT.exec(line)?.groups?.['output'];
    if (output === undefined) return;
    const more: string[] = [];
    for (let next = at + 1; code[next]?.startsWith('// '); next++) more.push(code[next]!.slice(3));
    expected.push([output, ...more].join('\n'));
  });
  return expected;
}
