/**
 * `d[x]`, x an element of another list that a loop goes through: while the loop is open, the value is named as what stands in d at the element.
 * Where the loop is closed it becomes one over d's entries, of those whose key is in the list; and, where the rule asks for elements that are no
 * key of d, one over the list as well.
 */
import { always, never } from '../../../condition/condition.ts';
import type { Compare, Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { mapFields } from '../../../condition/fold.ts';
import { binderOf, LOOKED_UP, lookedUpIn } from '../conditions/same-field.ts';
import { both, either, negate } from '../conditions/logic.ts';

/** The value at an element of the list that the loop goes through; null for another key. */
export function valueAtElement(of: FieldPath, key: FieldPath): FieldPath | null {
  const isElement = key.segments.length === 0 && key.transforms.length === 0;
  if (!isElement || binderOf(key) === null || binderOf(of) === binderOf(key) || lookedUpIn(of) !== null)
    return null;
  return withTransform(key, 'key', `${LOOKED_UP}${JSON.stringify(of)}`);
}

/** The object that a value was looked up in; null for any other field. */
function objectOf(path: FieldPath, binder: number): string | null {
  return binderOf(path) === binder ? lookedUpIn(path) : null;
}

export interface KeyedLoop {
  /** The loop over the object's entries. */
  readonly entries: { readonly list: FieldPath; readonly of: Condition };
  /** What is left to ask of elements that are no key of the object. */
  readonly others: Condition;
}

/** Null: no value was looked up by the loop's element. `several`: the IR cannot say it. */
export function keyedLoop(list: FieldPath, binder: number, of: Condition): KeyedLoop | 'several' | null {
  const objects = new Set<string>();
  const others: FieldPath[] = [];
  mapFields(of, (path) => {
    const object = objectOf(path, binder);
    if (object !== null) objects.add(object);
    else if (binderOf(path) === binder) others.push(path);
    return path;
  });
  const [object] = objects;
  if (object === undefined) return null;
  // What has fields of its own is no key.
  if (objects.size > 1 || others.some(({ segments }) => segments.length > 0)) return 'several';
  const looked = JSON.parse(object) as FieldPath;
  const own = Object.freeze({ ...list, ...elementOf(binder), transforms: [] });
  const isIn = (path: FieldPath, other: FieldPath): Compare => ({ ...IN, field: path, other });
  const entry = mapFields(of, (path) => inEntry(path, binder));
  return {
    entries: {
      list: withTransform(looked, 'items'),
      of: both(isIn(inEntry(own, binder), list), entry),
    },
    others: both(negate(isIn(own, withTransform(looked, 'keys'))), withoutValue(of, binder)),
  };
}

/** Keys are found whatever their case. */
const IN: Omit<Compare, 'field' | 'other'> = {
  kind: 'compare',
  operator: 'field_in',
  values: [],
  quantifier: 'any',
  caseSensitive: false,
  collection: 'whole',
  strict: true,
};

function elementOf(binder: number): Pick<FieldPath, 'name' | 'native' | 'segments' | 'scope' | 'match'> {
  return { name: `@${binder}.`, native: '', segments: [], scope: 'element', match: 'path' };
}

/** The element as the entry's key, what was looked up by it as the entry's value. */
function inEntry(path: FieldPath, binder: number): FieldPath {
  if (binderOf(path) !== binder) return path;
  if (objectOf(path, binder) === null) return named(path, ['key'], path.transforms, binder);
  const rest = path.transforms.slice(1);
  const depth = rest.findIndex(({ name }) => name !== 'key');
  const keys = rest.slice(0, depth === -1 ? rest.length : depth);
  return named(path, ['value', ...keys.map(({ args }) => String(args[0]))], rest.slice(keys.length), binder);
}

function named(
  path: FieldPath,
  segments: readonly string[],
  transforms: FieldPath['transforms'],
  binder: number,
): FieldPath {
  const native = segments.join('.');
  return Object.freeze({ ...path, native, segments, transforms, name: `@${binder}.${native}` });
}

/** The condition where there is nothing at the element's key. */
function withoutValue(of: Condition, binder: number): Condition {
  const isLooked = (path: FieldPath | null): boolean => path !== null && objectOf(path, binder) !== null;
  switch (of.kind) {
    case 'all':
      return both(...of.of.map((part) => withoutValue(part, binder)));
    case 'any':
      return either(...of.of.map((part) => withoutValue(part, binder)));
    case 'not':
      return negate(withoutValue(of.of, binder));
    case 'some':
      return isLooked(of.field) ? never : of;
    case 'compare':
      if (isLooked(of.other)) return never;
      return isLooked(of.field) ? ofNothing(of) : of;
    case 'always':
    case 'never':
    case 'from':
    case 'opaque':
      return of;
  }
}

/** A comparison with a value that is not there. */
function ofNothing({ field, operator, values }: Compare): Condition {
  const last = field.transforms.at(-1)?.name;
  const value = last === 'truthy' ? false : last === 'type_name' ? 'null' : null;
  const holds =
    operator === 'is_null'
      ? value === null
      : operator === 'ne'
        ? value === null || !values.includes(value)
        : (operator === 'eq' || operator === 'in') && value !== null && values.includes(value);
  return holds ? always : never;
}

/** The path with the object that it is looked up in replaced. */
export function withObject(path: FieldPath, replace: (object: FieldPath) => FieldPath): FieldPath {
  const object = lookedUpIn(path);
  const [, ...rest] = path.transforms;
  if (object === null) return path;
  const args = [`${LOOKED_UP}${JSON.stringify(replace(JSON.parse(object) as FieldPath))}`];
  return Object.freeze({ ...path, transforms: [{ name: 'key' as const, args }, ...rest] });
}
