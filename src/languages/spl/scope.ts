/** What names stand for at one place of a pipeline. Every command makes a new scope of the one before it. */
import { compare } from '../../condition/condition.ts';
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { decided, fieldValue, NULL, reachOf, truthOf } from './values.ts';
import type { Value } from './values.ts';

export interface Scope {
  /** Columns that commands made or renamed, in order. */
  readonly columns: ReadonlyMap<string, Value>;
  /** Every other name. */
  readonly rest: (name: string) => Value;
  /** There are no other names: after stats, table, fields. */
  readonly isClosed: boolean;
}

/** An event's field by the name that Splunk gives it: `{}` stands behind a list (`riskFactors{}.severity`), which paths go through anyhow. */
export function eventField(name: string): FieldPath {
  const native = name.replaceAll('{}', '').replace(/^\.+|\.+$/g, '');
  if (native === '_raw') return fieldPath('*', { match: 'glob' });
  return native.includes('*') ? fieldPath(native, { match: 'glob' }) : fieldPath(native);
}

export const EVENT_SCOPE: Scope = {
  columns: new Map(),
  rest: (name) => fieldValue(eventField(name)),
  isClosed: false,
};

export function valueOf(scope: Scope, name: string): Value {
  return scope.columns.get(name) ?? scope.rest(name);
}

export function withColumns(scope: Scope, columns: Iterable<readonly [string, Value]>): Scope {
  return { ...scope, columns: new Map([...scope.columns, ...columns]) };
}

export function closedScope(columns: Iterable<readonly [string, Value]>): Scope {
  return { columns: new Map(columns), rest: () => NULL, isClosed: true };
}

/** Every name that is no column stands for something else from here on. */
export function withRest(scope: Scope, rest: (name: string) => Value): Scope {
  return { ...scope, rest };
}

/** `old` where a value for `name` is found in it, else what the name stood for before. */
export function preferred(value: Value, before: Value): Value {
  const present = truthOf(value, (plain) =>
    plain.kind === 'field'
      ? decided(compare(plain.path, 'exists'), plain.reach)
      : decided(compare(fieldPath(''), 'exists'), reachOf(plain)),
  );
  return value.kind === 'field'
    ? { kind: 'choice', branches: [{ when: present, value }], otherwise: before }
    : value;
}

/**
 * A key inside of a JSON text: what parsing has already made of it, or an element of a list (which JSON events hold as an object), is gone into as
 * it is.
 */
export function jsonKey(path: FieldPath, dotted: string): FieldPath {
  const keys = dotted
    .replaceAll('{}', '')
    .split('.')
    .filter((key) => key !== '');
  if (path.scope === 'element' && path.transforms.length === 0)
    return fieldPath([...path.segments, ...keys].join('.'), { scope: 'element' });
  const isParsed = path.transforms.some(({ name }) => name === 'parse_json');
  const parsed = isParsed ? path : withTransform(path, 'parse_json');
  return keys.reduce((field, key) => withTransform(field, 'key', key), parsed);
}

/** `a*b` as a test of names, giving what the star stands for. */
export function wildcardName(pattern: string): (name: string) => string | null {
  const at = pattern.indexOf('*');
  if (at < 0) return (name) => (name === pattern ? '' : null);
  const head = pattern.slice(0, at);
  const tail = pattern.slice(at + 1);
  return (name) =>
    name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail)
      ? name.slice(head.length, name.length - tail.length)
      : null;
}
