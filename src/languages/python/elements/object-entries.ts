/**
 * Loops over the entries of an object of the event: key and value of one entry are known together. A loop that asks for one of them only is
 * closed as a loop over the object's keys, or values, alone.
 */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { child, element } from '../values/fields.ts';
import { valueAtElement } from './keyed-values.ts';
import { binderOf } from '../conditions/same-field.ts';
import type { Machine } from '../machine/machine.ts';
import { isPlainList } from '../values/parts.ts';
import { field } from '../values/values.ts';
import type { Each, Part, Value } from '../values/values.ts';

/** One part for all entries of the object; `make` says what each gives. */
export function entryParts(m: Machine, of: FieldPath, make: (key: Value, value: Value) => Value): Each {
  const binder = m.newBinder();
  m.entries.set(binder, of);
  const own = element(binder).field;
  const value = make(field(child(own, 'key')), field(child(own, 'value')));
  return {
    kind: 'each',
    when: always,
    list: withTransform(of, 'items'),
    collection: 'whole',
    binder,
    parts: [{ kind: 'item', when: always, value }],
  };
}

/** A loop over an object's keys as one over its entries, so that the key's own value is known beside it. */
export function openKeys(m: Machine, part: Part): Part {
  if (!isPlainList(part) || part.list.transforms.at(-1)?.name !== 'keys') return part;
  const of = Object.freeze({ ...part.list, transforms: part.list.transforms.slice(0, -1) });
  const opened = entryParts(m, of, (key) => key);
  return { ...opened, when: part.when, ...(part.unordered === true ? { unordered: true } : {}) };
}

/** `x[key]` where `key` is that of the entry a loop over `x` looks at, or the element of a list: its value. */
export function valueBeside(m: Machine, of: FieldPath, key: Value): FieldPath | null {
  if (key.kind === 'field' && key.walk === null && key.field.segments.length === 0)
    return valueAtElement(of, key.field);
  if (key.kind !== 'field' || key.field.segments.length !== 1 || key.field.transforms.length > 0) return null;
  const binder = binderOf(key.field);
  const gone = binder === null || key.field.segments[0] !== 'key' ? undefined : m.entries.get(binder);
  if (binder === null || gone === undefined || JSON.stringify(gone) !== JSON.stringify(of)) return null;
  return child(element(binder).field, 'value');
}
