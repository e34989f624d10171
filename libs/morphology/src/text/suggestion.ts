/**
 * The known word nearest to a mistyped one, if it is near enough to be meant.
 *
 * Distance is the fewest insertions, deletions, substitutions and swaps of neighbouring characters
 * (F. J. Damerau, 1964). A word is near within a third of its length, at least 1.
 *
 * @param word - what was written, in lower case
 * @param known - the words that exist
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** `Did you mean 'x'? `, or nothing. */
export function didYouMean(word: string | undefined): string {
  return word === undefined ? '' : `Did you mean '${word}'? `;
}

/** Row by row through the table of distances between the beginnings of both words. */
function editDistance(a: string, b: string): number {
  const table = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row += 1) {
    const above = table[row - 1]!;
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && a[row - 2] === b[column - 1] && a[row - 1] === b[column - 2];
      current.push(
        Math.min(
          above[column - 1]! + (same ? 0 : 1),
          above[column]! + 1,
          current[column - 1]! + 1,
          swapped ? table[row - 2]![column - 2]! + 1 : Infinity,
        ),
      );
    }
    table.push(current);
  }
  return table[a.length]![b.length]!;
}
