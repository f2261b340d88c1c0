/** Whether two paths lead to the same value, or one through the other. */
import type { FieldPath } from '../../../condition/field-path.ts';

export function sameTransform(
  a: FieldPath['transforms'][number],
  b: FieldPath['transforms'][number] | undefined,
): boolean {
  return (
    b !== undefined &&
    a.name === b.name &&
    a.args.length === b.args.length &&
    a.args.every((arg, index) => arg === b.args[index])
  );
}

/** Same root, and the path of `tested` leads to (or through) that of `deeper`. */
export function sameBase(deeper: FieldPath, tested: FieldPath): boolean {
  return (
    deeper.scope === tested.scope &&
    binderOf(deeper) === binderOf(tested) &&
    deeper.match === tested.match &&
    tested.segments.length <= deeper.segments.length &&
    tested.segments.every((segment, index) => segment === deeper.segments[index])
  );
}

export function sameField(a: FieldPath, b: FieldPath): boolean {
  return (
    a.segments.length === b.segments.length &&
    sameBase(a, b) &&
    a.transforms.length === b.transforms.length &&
    a.transforms.every((transform, index) => sameTransform(transform, b.transforms[index]))
  );
}

/** Must `outer` be there for `inner` to be? */
export function covers(outer: FieldPath, inner: FieldPath): boolean {
  const [first, ...more] = outer.transforms;
  const index = first?.name === 'at' && more.length === 0 ? first.args[0] : null;
  if (typeof index === 'number' && inner.segments[outer.segments.length] === String(index)) {
    return sameBase(inner, outer);
  }
  if (!sameBase(inner, outer)) return false;
  if (inner.segments.length > outer.segments.length) return outer.transforms.length === 0;
  return outer.transforms.every((transform, index) => sameTransform(transform, inner.transforms[index]));
}

export function entersObject(tested: FieldPath, deeper: FieldPath): boolean {
  if (!sameBase(deeper, tested) || tested.transforms.length !== 1) return false;
  const next = deeper.segments[tested.segments.length];
  return next !== undefined && !/^-?\d+$/.test(next);
}

/** The loop variable that an element's field belongs to: kept in the name until the loop is closed. */
export function binderOf(field: FieldPath): number | null {
  if (field.scope !== 'element') return null;
  const [, digits] = /^@(\d+)\./.exec(field.name) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** No key of an event begins so: the object that a value is looked up in by a loop's element is written behind it (keyed-values.ts). */
export const LOOKED_UP = '\u0000';

/** The object that a value is looked up in by a loop's element; null for any other field. */
export function lookedUpIn(path: FieldPath): string | null {
  const [first] = path.transforms;
  const key = first?.name === 'key' ? first.args[0] : undefined;
  return typeof key === 'string' && key.startsWith(LOOKED_UP) ? key.slice(LOOKED_UP.length) : null;
}

/** The loop variable that the object belongs to. */
export function innerBinderOf(path: FieldPath): number | null {
  const object = lookedUpIn(path);
  return object === null ? null : binderOf(JSON.parse(object) as FieldPath);
}

/** Does the path speak of that loop's element? */
export function isOfBinder(path: FieldPath, binder: number): boolean {
  return path.scope === 'element' && (binderOf(path) === binder || innerBinderOf(path) === binder);
}
