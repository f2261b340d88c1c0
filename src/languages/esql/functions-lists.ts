/**
 * Functions of several values, each as its page says: https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/mv-functions. The
 * values of a field have no order that is known here; those that SPLIT makes have.
 */
import { compare } from '../../condition/condition.ts';
import { integerOf, literalOf, onField } from './call.ts';
import type { CallSetting } from './call.ts';
import { choiceValue, joinedValue, literalValue, transformed, unsaid } from './value.ts';
import type { FieldValue, Value } from './value.ts';

/** Has the list a known order: was it made by SPLIT? A field's values have none. */
function isSplit({ path }: FieldValue): boolean {
  return path.transforms.at(-1)?.name === 'split';
}

const UNORDERED = unsaid('unordered_values', 'of several values of a field, this one cannot be told');

/** A single value is its own first, last, least and greatest. */
function ofSingle(field: FieldValue, value: Value, { grouped }: CallSetting): Value {
  if (grouped) return UNORDERED;
  const several = unsaid(UNORDERED.code, UNORDERED.message, [field.path]);
  const exists = compare(field.path, 'exists', [], { collection: 'single' });
  const absent = compare(field.path, 'is_null');
  return choiceValue(exists, value, choiceValue(absent, literalValue(null), several));
}

export function elementOf(list: Value | undefined, index: 0 | -1 | null, setting: CallSetting): Value | null {
  return onField(list, (field) => {
    if (index !== null && isSplit(field)) return transformed(field, 'at', index);
    return ofSingle(field, field, setting);
  });
}

export function joined([list, separator, ...rest]: readonly Value[], setting: CallSetting): Value | null {
  const between = literalOf(separator);
  if (typeof between !== 'string' || rest.length > 0) return null;
  return onField(list, (field) => {
    if (isSplit(field)) return transformed(field, 'join', between);
    return joinedValue(field, between, ofSingle(field, field, setting));
  });
}

/** Of positions from 0, both inclusive. */
export function partOf([list, start, end]: readonly Value[]): Value | null {
  const from = integerOf(start);
  const to = end === undefined ? from : integerOf(end);
  if (from === null || to === null || from < 0 || to < from) return null;
  return onField(list, (field) => (isSplit(field) ? transformed(field, 'slice', from, to + 1) : UNORDERED));
}

export function counted([list, ...rest]: readonly Value[], setting: CallSetting): Value | null {
  if (rest.length > 0) return null;
  return onField(list, (field) => {
    if (isSplit(field)) return transformed(field, 'length');
    if (setting.grouped) return UNORDERED;
    // Equal texts are one value of a keyword field.
    const distinct = transformed(transformed({ ...field, collection: 'any' }, 'collect'), 'unique');
    return transformed(distinct, 'length');
  });
}
