/** Functions of lists and bags: https://learn.microsoft.com/kusto/query/scalar-functions#dynamicarray-functions */
import { all, any, compare, not, some } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import { propertyOf } from './dynamic.ts';
import { joinedTexts } from './functions-text.ts';
import type { FieldValue, LogicValue, ScalarFunction, Site, Truth, Value } from './model.ts';
import { jsonValue, literal, transformed, whole } from './value.ts';

/** Not negative: what queries ask of a position. */
const SOMEWHERE = 0.5;

export const listFunctions: Readonly<Record<string, ScalarFunction>> = {
  array_length: arrayLength,
  arraylength: arrayLength,
  bag_keys: ({ args: [value] }) =>
    value?.kind === 'field' ? whole(transformed(value, 'dynamic', 'keys')) : null,
  bag_has_key: ({ args: [bag, key] }) => {
    if (
      bag?.kind !== 'field' ||
      key?.kind !== 'literal' ||
      typeof key.value !== 'string' ||
      key.value.startsWith('$')
    )
      return null;
    const property = propertyOf(bag, key.value);
    return property.kind === 'field'
      ? logic({ ...holdsFor(property), fails: not(holdsFor(property).holds) })
      : null;
  },
  set_has_element: contains,
  array_index_of: ({ args: [list, value, ...rest] }) => {
    const found = rest.length === 0 ? elementTruth(list, value) : null;
    if (found === null) return null;
    // Where it stands is not known, only that it stands somewhere.
    const absent = { ...found, holds: found.fails, fails: found.holds };
    return {
      kind: 'choice',
      cases: [
        { when: found, value: literal(SOMEWHERE) },
        { when: absent, value: literal(-1) },
      ],
      otherwise: literal(null),
    };
  },
  pack_array: ({ args }) => listOf(args),
  array_concat: ({ args }) => {
    const lists = args.map(itemsOf);
    return lists.every((each) => each !== null) ? listOf(lists.flat()) : null;
  },
  pack: packed,
  bag_pack: packed,
  pack_dictionary: packed,
  pack_all: ({ env: { row }, args }) =>
    args.length === 0 ? { kind: 'bag', entries: row.columns, others: row.others } : null,
  strcat_array: ({ args: [list, separator] }) => {
    if (separator?.kind !== 'literal' || typeof separator.value !== 'string') return null;
    const items = list === undefined ? null : itemsOf(list);
    if (items !== null) return joinedTexts(items, separator);
    return list?.kind === 'field' ? whole(transformed(list, 'string', 'join', separator.value)) : null;
  },
};

/** Constants as the JSON that they are. */
function listOf(items: readonly Value[]): Value {
  const constants = items.map((item) =>
    item.kind === 'literal' ? item.value : item.kind === 'json' ? item.value : undefined,
  );
  return constants.every((each) => each !== undefined)
    ? { kind: 'json', value: constants }
    : { kind: 'values', items };
}

function itemsOf(list: Value): readonly Value[] | null {
  if (list.kind === 'values') return list.items;
  return list.kind === 'json' && Array.isArray(list.value) ? list.value.map(jsonValue) : null;
}

/** `bag_pack(name, value, name, value, …)`: https://learn.microsoft.com/kusto/query/pack-function */
function packed({ args }: Site): Value | null {
  const entries = new Map<string, Value>();
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [name, value] = [args[at], args[at + 1]];
    if (name?.kind !== 'literal' || typeof name.value !== 'string' || value === undefined) return null;
    entries.set(name.value, value);
  }
  return { kind: 'bag', entries, others: null };
}

function holdsFor(property: FieldValue): Pick<Truth, 'holds' | 'isTwoValued' | 'scopes'> {
  const holds = compare(property.field, 'exists', [], { collection: property.collection });
  return { holds, isTwoValued: true, scopes: property.scopes };
}

function logic(truth: Truth): LogicValue {
  return { kind: 'logic', truth };
}

function arrayLength({ args: [value] }: Site): Value | null {
  if (value?.kind === 'values') return literal(value.items.length);
  if (value?.kind === 'json') return literal(Array.isArray(value.value) ? value.value.length : null);
  return value?.kind === 'field' ? whole(transformed(value, 'number', 'length')) : null;
}

function contains({ args: [list, value] }: Site): Value | null {
  const truth = elementTruth(list, value);
  return truth === null ? null : logic(truth);
}

/** Is the constant an element of the list? Texts are compared with their letter case. Null where the list is no list. */
function elementTruth(list: Value | undefined, value: Value | undefined): Truth | null {
  if (value?.kind !== 'literal' || value.value === null) return null;
  if (list?.kind !== 'field') return null;
  const element = fieldPath('', { scope: 'element' });
  const holds = some(list.field, compare(element, 'eq', [value.value], { collection: 'whole' }), 'whole');
  const exists = compare(list.field, 'exists', [], { collection: 'whole' });
  return { holds, fails: all([exists, not(any([holds]))]), isTwoValued: false, scopes: list.scopes };
}
