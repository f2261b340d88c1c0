/**
 * MV_CONCAT: several values as one text, with a separator between them
 * (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/mv-functions/mv_concat). In what order they stand nobody knows here,
 * but a text that has no character of the separator in it stands in the joined text exactly where it stands in one of the values.
 */
import { any, compare } from '../../condition/condition.ts';
import { wildcardParts } from '../../condition/pattern.ts';
import { textComparison } from './compare-text.ts';
import { negated, nullable } from './truth.ts';
import type { Truth } from './truth.ts';
import { missing } from './value.ts';
import type { FieldValue, JoinedValue, Value } from './value.ts';

function isWithinOne(text: string, { separator }: JoinedValue): boolean {
  return text !== '' && separator !== '' && !Array.from(separator).some((char) => text.includes(char));
}

/** Does the text stand in it? Null where that cannot be told. */
export function joinedContains(joined: JoinedValue, text: string): Truth | null {
  const { field } = joined;
  return isWithinOne(text, joined)
    ? nullable(textComparison(field, 'contains', [text]), missing(field))
    : null;
}

/** The same of a field's text, which is an address: hexadecimal digits, points and colons. */
export function joinedContainsAddress(joined: JoinedValue, address: FieldValue): Truth | null {
  if (!isWithinOne('0123456789abcdef.:', joined)) return null;
  const { field } = joined;
  const { path, collection } = field;
  const condition = compare(path, 'field_contains', [], { other: address.path, collection });
  return nullable(condition, any([missing(field), missing(address)]));
}

/** The text that a pattern as `*text*` asks for; null for any other. */
export function textWithin(pattern: string): string | null {
  const [first, middle, last, ...rest] = wildcardParts(pattern);
  if (first !== '*' || last !== '*' || rest.length > 0) return null;
  return typeof middle === 'object' ? middle.text : null;
}

/** LOCATE compared with a number: only whether the text was found is known. Null where more is asked. */
export function comparePosition(operator: string, value: Value, found: Truth): Truth | null {
  if (value.kind !== 'literal') return null;
  const asked = `${operator} ${String(value.value)}`;
  if (['> 0', '>= 1', '!= 0'].includes(asked)) return found;
  return ['== 0', '< 1', '<= 0'].includes(asked) ? negated(found) : null;
}
