/** Dynamic values: properties of bags and elements of lists (https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic). */
import type { FieldPath } from '../../condition/field-path.ts';
import type { FieldValue, Value } from './model.ts';
import {
  fieldsOf,
  jsonValue,
  literal,
  opaqueValue,
  otherColumn,
  scopesOf,
  transformed,
  whole,
} from './value.ts';

/** `bag.name`, `bag["name"]` */
export function propertyOf(value: Value, name: string): Value {
  switch (value.kind) {
    case 'field':
      return fieldProperty(value, name);
    case 'json': {
      const bag = value.value as Readonly<Record<string, unknown>>;
      return Array.isArray(bag) ? literal(null) : jsonValue(Object.hasOwn(bag, name) ? bag[name] : null);
    }
    case 'choice':
      return {
        kind: 'choice',
        cases: value.cases.map((each) => ({ when: each.when, value: propertyOf(each.value, name) })),
        otherwise: propertyOf(value.otherwise, name),
      };
    case 'opaque':
      return value;
    case 'bag': {
      const found = value.entries.get(name);
      if (found !== undefined) return found;
      return value.others === null ? literal(null) : otherColumn(value.others, name, 'unknown');
    }
    case 'concat':
    case 'duration':
    case 'list':
    case 'literal':
    case 'logic':
    case 'table':
    case 'time':
    case 'values':
      return opaqueValue(
        'unsupported_expression',
        'a property of a value that is no bag',
        fieldsOf(value),
        scopesOf(value),
      );
  }
}

/** `list[0]`, `list[-1]`, `bag["name"]` */
export function elementOf(value: Value, index: Value): Value {
  if (index.kind === 'literal' && typeof index.value === 'string') return propertyOf(value, index.value);
  const fromEnd = placeFromEnd(value, index);
  if (fromEnd !== null) return elementOf(value, literal(fromEnd));
  if (index.kind !== 'literal' || typeof index.value !== 'number') {
    return opaqueValue(
      'unsupported_expression',
      'an element whose index is not constant',
      fieldsOf(value),
      scopesOf(value),
    );
  }
  const at = index.value;
  if (value.kind === 'json')
    return jsonValue(Array.isArray(value.value) ? (value.value as unknown[]).at(at) : null);
  if (value.kind === 'opaque') return value;
  if (value.kind === 'values') return value.items.at(at) ?? literal(null);
  if (value.kind === 'choice') {
    return {
      kind: 'choice',
      cases: value.cases.map((each) => ({ when: each.when, value: elementOf(each.value, index) })),
      otherwise: elementOf(value.otherwise, index),
    };
  }
  if (value.kind !== 'field') {
    return opaqueValue(
      'unsupported_expression',
      'an element of a value that is no list',
      fieldsOf(value),
      scopesOf(value),
    );
  }
  return fieldElement(value, at);
}

/** `list[array_length(list) - 1]`: the last one. */
function placeFromEnd(list: Value, index: Value): number | null {
  if (list.kind !== 'field' || index.kind !== 'field') return null;
  const [length, less, ...more] = index.field.transforms.slice(list.field.transforms.length);
  const [count] = less?.args ?? [];
  if (length?.name !== 'length' || less?.name !== 'subtract' || more.length > 0 || typeof count !== 'number')
    return null;
  const { transforms: _of, ...base } = list.field;
  const { transforms, ...counted } = index.field;
  const same =
    JSON.stringify([base, list.field.transforms]) === JSON.stringify([counted, transforms.slice(0, -2)]);
  return same && Number.isInteger(count) && count > 0 ? -count : null;
}

/** A path of the event as long as nothing was done to it; then a function on what was made. */
function fieldProperty(value: FieldValue, name: string): Value {
  if (value.parts !== undefined) {
    const regex = value.parts.regexes[name];
    if (regex !== undefined) return transformed(value.parts.of, 'string', 'extract', regex, 1);
    return opaqueValue(
      'unsupported_function',
      `the part ${name} cannot be expressed`,
      [value.field],
      value.scopes,
    );
  }
  if (value.field.transforms.length > 0) return whole(transformed(value, 'dynamic', 'key', name));
  return { ...dynamicField(value), field: extended(value.field, name) };
}

function fieldElement(value: FieldValue, at: number): FieldValue {
  if (value.field.transforms.length > 0) return whole(transformed(value, 'dynamic', 'at', at));
  return { ...dynamicField(value), field: extended(value.field, String(at)) };
}

function dynamicField({ scopes, field }: FieldValue): FieldValue {
  return { kind: 'field', field, collection: 'whole', type: 'dynamic', scopes };
}

function extended(field: FieldPath, key: string): FieldPath {
  const native = field.native === '' ? key : `${field.native}.${key}`;
  return Object.freeze({ ...field, native, name: native, segments: [...field.segments, key] });
}
