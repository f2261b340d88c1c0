/** Values of a check: what stands for itself, and what names a list. */
import type { Scalar } from '../../condition/field-path.ts';
import type { FalcoDefinitions, Value } from './ast.ts';

export interface Literal {
  readonly text: string;
  readonly quoted: boolean;
}

/** More values than any rule lists: a list of lists of … must not fill the memory. */
const MAX_VALUES = 20_000;

/** The values with every list that they name in its place, and the lists; null where there are too many. */
export function expandValues(
  values: readonly Value[],
  { lists }: FalcoDefinitions,
): { readonly values: readonly Literal[]; readonly named: readonly string[] } | null {
  const found: Literal[] = [];
  const named = new Set<string>();
  const add = (literal: Literal, open: readonly string[]): boolean => {
    const list = literal.quoted || open.includes(literal.text) ? undefined : lists.get(literal.text);
    if (list === undefined) {
      found.push(literal);
      return found.length <= MAX_VALUES;
    }
    named.add(literal.text);
    return list.items.every((item) => add(itemLiteral(item), [...open, literal.text]));
  };
  if (!values.every((value) => add(value, []))) return null;
  return { values: found, named: [...named] };
}

/** Items are put into the condition's text as they are: quotes of their own quote. */
function itemLiteral(item: string): Literal {
  const [, , inner] = /^(["'])(.*)\1$/s.exec(item) ?? [];
  return inner === undefined
    ? { text: item, quoted: false }
    : { text: inner.replace(/\\(["'\\/])/g, '$1'), quoted: true };
}

/** The type that an unquoted word is written in; a number only where it reads back the same. */
function scalarOf({ text, quoted }: Literal): Scalar {
  if (quoted) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : text;
}

/** All ways in which an event may write the value: numbers are written in decimals. */
export function writtenAs(literal: Literal): readonly Scalar[] {
  const scalar = scalarOf(literal);
  const hex = !literal.quoted && /^0[xX][0-9a-fA-F]{1,12}$/.test(literal.text);
  return hex ? [scalar, Number(literal.text)] : [scalar];
}

/** Bytes written as hexadecimal digits, as text; null where they are none. */
export function bytesText(hex: string): string | null {
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(hex)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(hex, 'hex'));
  } catch {
    // Bytes that are no text have no place in an event that is one.
    return null;
  }
}
