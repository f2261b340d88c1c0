/**
 * Whole terms in a text. A term is a maximal run of letters and digits: https://learn.microsoft.com/kusto/query/datatypes-string-operators#what-is-a-term
 *
 * What is looked for may hold several terms and what stands between them (`-enc `, `a b`); a side of it that is no letter or digit needs no
 * boundary: `.exe` stands in `cmd.exe`.
 */

const TERM_CHARACTER = /[\p{L}\p{N}]/u;

export function hasTerms(text: string, part: string, begins: boolean, ends: boolean): boolean {
  if (part === '') return true;
  const before = begins && isTermAt(part, 0);
  const behind = ends && isTermAt(part, pointBefore(part, part.length));
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    const free = !(before && at > 0 && isTermAt(text, pointBefore(text, at)));
    if (free && !(behind && end < text.length && isTermAt(text, end))) return true;
  }
  return false;
}

function isTermAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x80) {
    return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  }
  return TERM_CHARACTER.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

/** Where the character before `at` begins: one that is written as two UTF-16 units begins two before. */
function pointBefore(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xdc00 && code <= 0xdfff && at >= 2 ? at - 2 : at - 1;
}
