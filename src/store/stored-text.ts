// What a text must be to be stored, indexed and compared in Postgres.
import { createHash } from 'node:crypto';

/** As stored for display: Postgres' text holds no NUL and no lone surrogate. The rule's logic is kept as JSON, which holds both. */
export function storedText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', '\u2400');
}

/** B-trees refuse entries above 2,704 bytes; this many characters are at most 1,200. */
const MAX_KEY_LENGTH = 300;

/** A name that is a key: a longer one is cut, with a digest that keeps it distinct. */
export function keyText(text: string): string {
  const stored = storedText(text);
  if (stored.length <= MAX_KEY_LENGTH) return stored;
  return `${cut(stored, MAX_KEY_LENGTH - 36)}… ${digest(text)}`;
}

export function isKeyLength(text: string): boolean {
  return text.length <= MAX_KEY_LENGTH;
}

/** For look-ups by prefix and orderings: the first 200 characters in lower case. */
export function foldedText(text: string): string {
  return cut(storedText(text).toLowerCase(), 200);
}

/** 32 hex digits that stand for the parts together. */
export function digest(...parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Never between the halves of a surrogate pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, length).replace(/\p{Surrogate}$/u, '');
}
