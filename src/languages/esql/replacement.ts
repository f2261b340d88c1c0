/** REPLACE takes a regular expression of Java; here is what can be read of it without knowing Java's: one that is a plain text. */

const SPECIAL = /[.[\]{}()*+?^$|\\]/;
const ESCAPED = /\\([^A-Za-z0-9]|[nrt])/g;
const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The text that is replaced and the one that takes its place; null where either is more than a text. */
export function plainReplacement(
  pattern: string,
  replacement: string,
): readonly [text: string, replacement: string] | null {
  if (pattern === '' || SPECIAL.test(pattern.replace(ESCAPED, '')) || /[$\\]/.test(replacement)) return null;
  return [pattern.replace(ESCAPED, (_escape, char: string) => CONTROL[char] ?? char), replacement];
}
