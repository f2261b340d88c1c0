/** Reads values of unknown shape (parsed YAML, TOML or JSON): what is not of the wanted kind is null or left out, never thrown. */

export type PlainRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record, or an empty one. */
export function recordOf(value: unknown): PlainRecord {
  return isRecord(value) ? value : {};
}

/** A scalar as trimmed text; null for anything else, and for nothing but white space. */
export function textOf(value: unknown): string | null {
  const text =
    typeof value === 'string'
      ? value.trim()
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : '';
  return text === '' ? null : text;
}

/** A list, with a lone value as a list of one; nothing is an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The texts of a list (or of a lone scalar). */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value)
    .map(textOf)
    .filter((text) => text !== null);
}

/** The records of a list (or a lone record). */
export function recordsOf(value: unknown): readonly PlainRecord[] {
  return listOf(value).filter(isRecord);
}

/** A finite number, also written as text. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A truth value, also written as text in any case. */
export function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** The list without repetitions, in order of first appearance. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
