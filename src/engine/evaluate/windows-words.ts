/**
 * A command line's arguments as Windows takes them apart:
 * https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw, …/cpp/cpp/main-function-command-line-args
 */

/** The program's own name ends at its closing quote, or at white space; no backslash means anything in it. */
export function windowsWords(text: string): readonly string[] {
  if (text === '') return [];
  const quotedName = /^"([^"]*)"?/.exec(text);
  const name = quotedName ?? /^[^ \t]*/.exec(text);
  const rest = text.slice(name?.[0].length ?? 0);
  return [quotedName?.[1] ?? name?.[0] ?? '', ...argumentsOf(rest)];
}

/** Between quotes white space is none; three quotes in a row are one that counts as text. */
function argumentsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quotes = 0;
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    if (quotes === 0 && (char === ' ' || char === '\t')) {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
      continue;
    }
    const slashes = /^\\*/.exec(text.slice(at, at + MOST_SLASHES))?.[0].length ?? 0;
    if (text.charAt(at + slashes) !== '"') {
      word = (word ?? '') + text.slice(at, at + Math.max(1, slashes));
      at += Math.max(1, slashes);
      continue;
    }
    word = (word ?? '') + '\\'.repeat(Math.floor(slashes / 2));
    if (slashes % 2 === 1) word += '"';
    else quotes += 1;
    at += slashes + 1;
    for (; text.charAt(at) === '"'; at++) {
      quotes += 1;
      if (quotes < 3) continue;
      word += '"';
      quotes = 0;
    }
    if (quotes === 2) quotes = 0;
  }
  return word === null ? words : [...words, word];
}

/** A run of backslashes is looked at so far: far above any command line's. */
const MOST_SLASHES = 4_096;
