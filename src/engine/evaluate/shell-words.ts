/** A command's words as Python's shlex.split takes them apart, in its POSIX mode: https://docs.python.org/3/library/shlex.html#parsing-rules */

/** Null: a quote does not end, or nothing follows the last backslash. */
export function shellWords(text: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "'" || char === '"') {
      const piece = quoted(text, at, char);
      if (piece === null) return null;
      word = (word ?? '') + piece.text;
      at = piece.last;
    } else if (char === '\\') {
      at += 1;
      if (at === text.length) return null;
      word = (word ?? '') + text.charAt(at);
    } else if (/[ \t\r\n]/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  return word === null ? words : [...words, word];
}

/** Between double quotes a backslash escapes the quote and itself, between single quotes nothing is escaped. */
function quoted(
  text: string,
  from: number,
  quote: string,
): { readonly text: string; readonly last: number } | null {
  let inner = '';
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === quote) return { text: inner, last: at };
    const escapes = quote === '"' && char === '\\' && (next === '"' || next === '\\');
    inner += escapes ? next : char;
    if (escapes) at += 1;
  }
  return null;
}
