/** The words of an analysed text field, as Elasticsearch's standard analyzer cuts them (Unicode's word boundaries, lower case). */

/** Dots, colons and apostrophes join letters (`cmd.exe` is one word), dots and commas join digits. */
const WORD =
  /[\p{L}\p{N}\p{M}_]+(?:(?:(?<=[\p{L}\p{M}])['’.:·](?=\p{L})|(?<=\p{N})['’.,;](?=\p{N}))[\p{L}\p{N}\p{M}_]+)*/gu;

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** Do the words stand in the text, one after the other? No words stand in no text. */
export function containsWords(text: readonly string[], words: readonly string[]): boolean {
  const [first] = words;
  if (first === undefined) return false;
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (words.every((word, index) => text[at + index] === word)) return true;
  }
  return false;
}
