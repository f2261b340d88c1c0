/** A DISSECT pattern as a regular expression: https://www.elastic.co/docs/reference/query-languages/esql/esql-process-data-with-dissect-grok */
import { regexOfText } from '../../condition/pattern.ts';

/** A regular expression (RE2) and the columns that its groups fill. */
export interface Extraction {
  readonly regex: string;
  readonly groups: readonly { readonly name: string; readonly index: number }[];
}

const KEY = /%\{([^}]*)\}/g;

/**
 * The text begins as the pattern does; each key takes what stands before the next delimiter, the last one the rest. Null for the modifiers that
 * join keys, name them by a value or take repeated delimiters.
 */
export function dissectRegex(pattern: string): Extraction | null {
  const keys = [...pattern.matchAll(KEY)];
  const [first] = keys;
  if (first === undefined) return null;
  const groups: { name: string; index: number }[] = [];
  let regex = `(?s)^${regexOfText(pattern.slice(0, first.index))}`;
  for (const [at, key] of keys.entries()) {
    const name = key[1] ?? '';
    if (/^[+*&]|->$|\/\d+$/.test(name)) return null;
    const end = key.index + key[0].length;
    const delimiter = pattern.slice(end, keys[at + 1]?.index ?? pattern.length);
    const isLast = at === keys.length - 1;
    // Two keys without a delimiter between them cannot be told apart.
    if (delimiter === '' && !isLast) return null;
    const skipped = name === '' || name.startsWith('?');
    if (!skipped) groups.push({ name, index: groups.length + 1 });
    regex += `${skipped ? '(?:' : '('}${bodyBefore(delimiter)})${regexOfText(delimiter)}${delimiter === '' ? '$' : ''}`;
  }
  return { regex, groups };
}

/** The value before a delimiter never holds it. */
function bodyBefore(delimiter: string): string {
  if (delimiter === '') return '.*';
  return delimiter.length === 1 ? `[^${regexOfText(delimiter)}]*` : '.*?';
}
