/** Builds and reads values. */
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath, Scalar, TransformName } from '../../condition/field-path.ts';
import { leaves } from '../../condition/fold.ts';
import type { LiteralType } from './ast.ts';
import type { FieldValue, LiteralValue, OpaqueValue, Row, Scopes, Value, ValueType } from './model.ts';

export function literal(value: Scalar, type: LiteralType = literalType(value)): LiteralValue {
  return { kind: 'literal', type, value };
}

/** Real: 7.0 / 2 is 3.5, 7 / 2 is 3 (https://learn.microsoft.com/kusto/query/numerical-operators). */
export function numberLiteral(value: number, isReal: boolean): LiteralValue {
  return isReal ? { kind: 'literal', type: 'number', value, number: 'real' } : literal(value, 'number');
}

function literalType(value: Scalar): LiteralType {
  if (value === null) return 'null';
  return typeof value as 'string' | 'number' | 'boolean';
}

/** A JSON value as the simplest value that says it. */
export function jsonValue(value: unknown): Value {
  if (value === null || value === undefined) return literal(null);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return literal(value);
  return { kind: 'json', value };
}

/** Columns that hold the event's own time in Log Analytics and in advanced hunting. */
export const EVENT_TIMES: ReadonlySet<string> = new Set(['TimeGenerated', 'Timestamp', 'ingestion_time()']);

/** What belongs to the event that a query begins with. */
const EVENT: Scopes = ['event'];

export function column(name: string, type: ValueType = 'unknown', scopes: Scopes = EVENT): FieldValue {
  const isTime = EVENT_TIMES.has(name);
  const isEventTime = scopes === EVENT && isTime;
  return {
    kind: 'field',
    field: fieldPath(name, { segments: [name] }),
    collection: type === 'dynamic' ? 'whole' : 'any',
    type: isTime ? 'datetime' : type,
    scopes,
    ...(isEventTime ? { isEventTime } : {}),
  };
}

/** A column of a join's other side. */
export function foreignColumn(name: string, prefix: string, scope: string): FieldValue {
  const { isEventTime: _time, ...own } = column(name);
  const field = fieldPath(`${prefix}.${name}`, { segments: [prefix, name] });
  return { ...own, field, scopes: [scope] };
}

export function opaqueValue(
  reason: string,
  message: string,
  fields: readonly FieldPath[] = [],
  scopes: Scopes = [],
): OpaqueValue {
  return { kind: 'opaque', reason, message, fields: [...new Set(fields)], scopes };
}

/** What a name is that no operator gave. */
export function otherColumn(others: Row['others'], name: string, type: ValueType): Value {
  if (others === 'event') return column(name, type);
  if ('prefix' in others) return foreignColumn(name, others.prefix, others.scope);
  if ('scope' in others) return column(name, 'unknown', [others.scope]);
  return opaqueValue(others.reason, others.message, fieldsOf(column(name)));
}

/** The field with one more function applied, which makes a value of that type. */
export function transformed(
  value: FieldValue,
  type: ValueType,
  name: TransformName,
  ...args: readonly Scalar[]
): FieldValue {
  const { isEventTime: _time, missing: _missing, isRead: _read, number: _number, ...rest } = value;
  return { ...rest, field: withTransform(value.field, name, ...args), type };
}

/** Lists and objects as one value, and not each element alone. */
export function whole(value: FieldValue): FieldValue {
  return { ...value, collection: 'whole' };
}

export function unionScopes(...of: readonly Scopes[]): Scopes {
  return [...new Set(of.flat())].sort();
}

/** Every field that a value is made from. */
export function fieldsOf(value: Value): readonly FieldPath[] {
  switch (value.kind) {
    case 'field':
      return [value.field];
    case 'choice':
      return [...value.cases.flatMap((each) => fieldsOf(each.value)), ...fieldsOf(value.otherwise)];
    case 'concat':
      return value.parts.flatMap(fieldsOf);
    case 'values':
      return value.items.flatMap(fieldsOf);
    case 'bag':
      return [...value.entries.values()].flatMap(fieldsOf);
    case 'time':
      return value.of === 'now' ? [] : [value.of.field];
    case 'duration':
      return [value.from.field, value.to.field];
    case 'opaque':
      return value.fields;
    case 'literal':
    case 'json':
    case 'logic':
    case 'table':
    case 'list':
      return [];
  }
}

const sizes = new WeakMap<Value, number>();

/** How much a choice says: its cases, those of its values among them, with what is asked for each; 1 of anything else. */
export function sizeOfChoice(value: Value): number {
  if (value.kind !== 'choice') return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const size = value.cases.reduce(
    (sum, each) => sum + leaves(each.when.holds).length + sizeOfChoice(each.value),
    sizeOfChoice(value.otherwise),
  );
  sizes.set(value, size);
  return size;
}

/** How many values a choice chooses among, those of the choices among them included; 1 of anything else. */
export function valuesOfChoice(value: Value): number {
  if (value.kind !== 'choice') return 1;
  const own = value.cases.reduce((sum, each) => sum + valuesOfChoice(each.value), 0);
  return own + valuesOfChoice(value.otherwise);
}

export function scopesOf(value: Value): Scopes {
  switch (value.kind) {
    case 'field':
    case 'opaque':
      return value.scopes;
    case 'choice':
      return unionScopes(
        ...value.cases.flatMap((each) => [each.when.scopes, scopesOf(each.value)]),
        scopesOf(value.otherwise),
      );
    case 'concat':
      return unionScopes(...value.parts.map(scopesOf));
    case 'values':
      return unionScopes(...value.items.map(scopesOf));
    case 'bag':
      return unionScopes(...[...value.entries.values()].map(scopesOf));
    case 'logic':
      return value.truth.scopes;
    case 'time':
      return value.of === 'now' ? [] : value.of.scopes;
    case 'duration':
      return unionScopes(value.from.scopes, value.to.scopes);
    case 'literal':
    case 'json':
    case 'table':
    case 'list':
      return [];
  }
}
