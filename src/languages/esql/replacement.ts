/** REPLACE takes a regular expression of Java, often one that is a plain text: https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/string-functions/replace */
import { javaToRe2 } from './java-regex.ts';

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

/** The same with what matches the expression; the replacement has its groups as `\1`. Null where either cannot be said. */
export function regexReplacement(
  pattern: string,
  replacement: string,
): readonly [regex: string, replacement: string] | null {
  const regex = javaToRe2(pattern);
  if (regex === null) return null;
  const groups = pattern.replace(/\\[^]|\[(?:\\[^]|[^\]])*\]?/g, '').match(/\((?!\?)/g)?.length ?? 0;
  // A dollar sign with more digits could be a group of fewer, and one without is an error to Java.
  if (
    /\$(?!\d(?!\d))/.test(replacement.replace(/\\[^]/g, '')) ||
    /\\$/.test(replacement.replace(/\\[^]/g, ''))
  )
    return null;
  const numbers = [...replacement.replace(/\\[^]/g, '').matchAll(/\$(\d)/g)].map(([, digit]) =>
    Number(digit),
  );
  if (numbers.some((number) => number > groups)) return null;
  const text = replacement.replace(/\\([^])|\$(\d)/g, (_written, char: string | undefined, digit: string) => {
    if (char === undefined) return `\\${digit}`;
    return char === '\\' ? '\\\\' : char;
  });
  return [regex, text];
}
