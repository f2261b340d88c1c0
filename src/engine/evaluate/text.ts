/** Texts by characters (code points), not UTF-16 units: as rules' languages count them. */

const SURROGATES = /[\ud800-\udfff]/;

export function characterLength(text: string): number {
  return SURROGATES.test(text) ? Array.from(text).length : text.length;
}

/** Negative indexes count from the end; undefined where there is none. */
export function characterAt(text: string, index: number): string | undefined {
  return SURROGATES.test(text) ? Array.from(text).at(index) : text.at(index);
}

export function characterSlice(text: string, start?: number, end?: number): string {
  return SURROGATES.test(text) ? Array.from(text).slice(start, end).join('') : text.slice(start, end);
}

/** Without the given characters (null: white space) at its start, its end, or both. */
export function trimmed(text: string, characters: string | null, start: boolean, end: boolean): string {
  if (characters === null) return start ? (end ? text.trim() : text.trimStart()) : text.trimEnd();
  const dropped = new Set(characters);
  const units = Array.from(text);
  let from = 0;
  let to = units.length;
  while (start && from < to && dropped.has(units[from] ?? '')) from++;
  while (end && to > from && dropped.has(units[to - 1] ?? '')) to--;
  return units.slice(from, to).join('');
}
