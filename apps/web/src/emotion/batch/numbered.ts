/**
 * Names of which none stands twice: a second `text` becomes `text (2)`, or has the next number that
 * makes none of the other names.
 */
export function numbered(names: readonly string[]): string[] {
  const given = new Set(names);
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; taken.has(own) || (own !== name && given.has(own)); number++) {
      own = `${name} (${number})`;
    }
    taken.add(own);
    return own;
  });
}
