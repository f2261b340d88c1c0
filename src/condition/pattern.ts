/** Wildcard patterns: the parts between `*` and `?`, and the simplest comparison that says the same. */
import { any, compare } from './condition.ts';
import type { Comparing, Condition, Operator } from './condition.ts';
import type { FieldPath } from './field-path.ts';

/** A wildcard pattern in parts: literal text, `*` (any run), `?` (one character). */
export type WildcardPart = { readonly text: string } | '*' | '?';

const RE2_SPECIAL = /[\\.+*?()|[\]{}^$]/g;

/** A regex that matches this text alone. */
export function regexOfText(text: string): string {
  return text.replace(RE2_SPECIAL, '\\$&');
}

/** Writes parts as a value of the IR's `wildcard` operator: `\` escapes `*`, `?` and itself. */
function wildcardText(parts: readonly WildcardPart[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : part.text.replace(/[\\*?]/g, '\\$&')))
    .join('');
}

/** Reads a value of the IR's `wildcard` operator; adjacent `*` are one, a trailing lone `\` is literal. */
export function wildcardParts(pattern: string): readonly WildcardPart[] {
  const parts: WildcardPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ text });
    text = '';
  };
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '\\' && at + 1 < pattern.length) {
      text += pattern.charAt(++at);
    } else if (char === '*' || char === '?') {
      flush();
      if (char !== '*' || parts.at(-1) !== '*') parts.push(char);
    } else {
      text += char;
    }
  }
  flush();
  return parts;
}

/** The simplest operator and value that say what the parts say: `foo*` is `starts_with "foo"`, `*` alone is `exists`. */
export function wildcardOperator(parts: readonly WildcardPart[]): {
  readonly operator: Operator;
  readonly value: string;
} {
  const texts = parts.filter((part) => typeof part !== 'string');
  const hasOne = parts.includes('?');
  const first = parts[0] === '*';
  const last = parts.at(-1) === '*';
  const text = texts[0]?.text ?? '';
  if (parts.length === 0) return { operator: 'eq', value: '' };
  if (!hasOne && texts.length === 0) return { operator: 'exists', value: '' };
  if (!hasOne && texts.length === 1) {
    if (parts.length === 1) return { operator: 'eq', value: text };
    if (parts.length === 2) return { operator: first ? 'ends_with' : 'starts_with', value: text };
    if (first && last) return { operator: 'contains', value: text };
  }
  return { operator: 'wildcard', value: wildcardText(parts) };
}

/**
 * A comparison with one or more wildcard patterns, any of which may match: grouped by the simplest operator, each group one
 * comparison, in order of first appearance.
 */
export function compareWildcards(
  field: FieldPath,
  patterns: readonly (readonly WildcardPart[])[],
  comparing: Partial<Comparing>,
): Condition {
  const groups = new Map<Operator, string[]>();
  for (const parts of patterns) {
    const { operator, value } = wildcardOperator(parts);
    const group = groups.get(operator);
    if (group === undefined) groups.set(operator, [value]);
    else group.push(value);
  }
  const comparisons = [...groups].map(([operator, values]) =>
    operator === 'exists'
      ? compare(field, 'exists', [], comparing)
      : compare(field, operator === 'eq' && values.length > 1 ? 'in' : operator, values, comparing),
  );
  const [only] = comparisons;
  return comparisons.length === 1 && only !== undefined ? only : any(comparisons);
}
