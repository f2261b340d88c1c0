/** Functions of lists and bags: https://learn.microsoft.com/kusto/query/scalar-functions#dynamicarray-functions */
import { all, any, compare, not, some } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import { propertyOf } from './dynamic.ts';
import type { FieldValue, LogicValue, ScalarFunction, Site, Truth, Value } from './model.ts';
import { literal, transformed, whole } from './value.ts';

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
  pack_array: ({ args }) => {
    const constants = args.map((arg) =>
      arg.kind === 'literal' ? arg.value : arg.kind === 'json' ? arg.value : undefined,
    );
    return constants.every((each) => each !== undefined) ? { kind: 'json', value: constants } : null;
  },
  array_concat: ({ args }) => {
    const lists = args.map((arg) =>
      arg.kind === 'json' && Array.isArray(arg.value) ? (arg.value as unknown[]) : null,
    );
    return lists.every((each) => each !== null) ? { kind: 'json', value: lists.flat() } : null;
  },
  strcat_array: ({ args: [list, separator] }) => {
    if (list?.kind !== 'field' || separator?.kind !== 'literal' || typeof separator.value !== 'string')
      return null;
    return whole(transformed(list, 'string', 'join', separator.value));
  },
};

function holdsFor(property: FieldValue): Pick<Truth, 'holds' | 'isTwoValued' | 'scopes'> {
  const holds = compare(property.field, 'exists', [], { collection: property.collection });
  return { holds, isTwoValued: true, scopes: property.scopes };
}

function logic(truth: Truth): LogicValue {
  return { kind: 'logic', truth };
}

function arrayLength({ args: [value] }: Site): Value | null {
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
