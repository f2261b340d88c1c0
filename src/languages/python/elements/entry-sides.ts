/** Loops over an object's entries that ask for their keys, or for their values, alone; and loops over places that ask for the elements alone. */
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { mapFields } from '../../../condition/fold.ts';
import { binderOf } from '../conditions/same-field.ts';

/** The list that a loop over entries goes through, and its conditions, where they ask for keys or values only. */
export function withoutEntries(
  list: FieldPath,
  binder: number,
  held: readonly Condition[],
): { readonly list: FieldPath; readonly held: readonly Condition[] } {
  const opened = list.transforms.at(-1)?.name;
  if (opened === 'places') return withoutPlaces(list, binder, held);
  if (opened !== 'items') return { list, held };
  const sides = new Set(held.flatMap((one) => sidesNamed(one, binder)));
  const [only] = sides;
  if (sides.size > 1 || only === undefined || only === '') {
    return sides.size === 0 ? { list: sideOf(list, 'values'), held } : { list, held };
  }
  return {
    list: sideOf(list, only === 'key' ? 'keys' : 'values'),
    held: held.map((one) => mapFields(one, (path) => (binderOf(path) === binder ? shortened(path) : path))),
  };
}

function withoutPlaces(
  list: FieldPath,
  binder: number,
  held: readonly Condition[],
): { readonly list: FieldPath; readonly held: readonly Condition[] } {
  if (held.flatMap((one) => sidesNamed(one, binder)).some((side) => side !== 'value')) return { list, held };
  const plain = Object.freeze({ ...list, transforms: list.transforms.slice(0, -1) });
  return {
    list: plain,
    held: held.map((one) => mapFields(one, (path) => (binderOf(path) === binder ? shortened(path) : path))),
  };
}

function sideOf(list: FieldPath, side: 'keys' | 'values'): FieldPath {
  return withTransform(Object.freeze({ ...list, transforms: list.transforms.slice(0, -1) }), side);
}

/** `key`, `value`, and the empty text where the entry itself is named. */
function sidesNamed(of: Condition, binder: number): readonly string[] {
  const named: string[] = [];
  mapFields(of, (path) => {
    if (binderOf(path) === binder) named.push(path.segments[0] ?? '');
    return path;
  });
  return named;
}

function shortened(path: FieldPath): FieldPath {
  const segments = path.segments.slice(1);
  const native = segments.join('.');
  return Object.freeze({ ...path, segments, native, name: `@${binderOf(path) ?? 0}.${native}` });
}
