/** What names stand for at one place of a pipeline. Every command makes a new scope of the one before it. */
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { fieldValue, hasValue, NULL } from './values.ts';
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
  const native = name.replaceAll('{}', '').replace(/^\.+|(?<!\.)\.+$/g, '');
  if (native === '_raw') return fieldPath(native, { match: 'text' });
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

/** The value where there is one, else what the name stood for before. */
export function preferred(value: Value, before: Value): Value {
  if (value.kind === 'null') return before;
  if (value.kind === 'opaque' || value.kind === 'truth' || value.kind === 'literal') return value;
  return { kind: 'choice', branches: [{ when: hasValue(value), value }], otherwise: before };
}

/**
 * A path of keys inside of a JSON text, `{}` behind a key opens the list that it holds: what parsing has already made of it, or an element of a list
 * (which JSON events hold as an object), is gone into as it is. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Spath
 */
export function jsonKey(path: FieldPath, dotted: string): FieldPath {
  const steps = dotted.split(/\.|(?=\{\d*\})/).filter((step) => step !== '');
  if (path.scope === 'element' && path.transforms.length === 0)
    return fieldPath([...path.segments, ...steps.filter((step) => !step.startsWith('{'))].join('.'), {
      scope: 'element',
    });
  const isParsed = path.transforms.some(({ name }) => name === 'parse_json');
  return steps.reduce(jsonStep, isParsed ? path : withTransform(path, 'parse_json'));
}

/** `{0}` is the first element. */
function jsonStep(path: FieldPath, step: string): FieldPath {
  if (!step.startsWith('{')) return withTransform(path, 'key', step);
  return step === '{}' ? withTransform(path, 'each') : withTransform(path, 'at', Number(step.slice(1, -1)));
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
