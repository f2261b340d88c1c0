/** The transform `split` of a text: shared by the engine and by languages that fold constants. */

/**
 * `cuts`: at most so many, counted from the front; negative: from the end; undefined: all. From the end a separator that could stand in two ways
 * (`aa` in `aaa`) is found where it ends last.
 */
export function splitText(text: string, separator: string, cuts?: number): readonly string[] {
  if (cuts === undefined) return text.split(separator);
  return cuts < 0 ? splitFromEnd(text, separator, -cuts) : splitFromFront(text, separator, cuts);
}

function splitFromFront(text: string, separator: string, cuts: number): readonly string[] {
  const pieces = text.split(separator);
  return pieces.length <= cuts + 1 ? pieces : [...pieces.slice(0, cuts), pieces.slice(cuts).join(separator)];
}

function splitFromEnd(text: string, separator: string, cuts: number): readonly string[] {
  const pieces: string[] = [];
  let end = text.length;
  while (pieces.length < cuts) {
    const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (at === -1) break;
    pieces.push(text.slice(at + separator.length, end));
    end = at;
  }
  return [text.slice(0, end), ...pieces.reverse()];
}
