/** Comparisons of texts, in which what TO_LOWER and TO_UPPER make is a comparison that ignores letter case. */
import { compare, never } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import type { FieldValue } from './value.ts';

/** A comparison with texts; `to_lower(field) == "text"` is one of the field that ignores letter case. */
export function textComparison(field: FieldValue, operator: Operator, values: readonly Scalar[]): Condition {
  const { path, collection } = field;
  const folded = foldedPath(path);
  if (folded === null) return compare(path, operator, values, { collection });
  const reachable = values.filter((value) => typeof value !== 'string' || folded.fits(value));
  if (reachable.length === 0) return never;
  const only = operator === 'in' && reachable.length === 1 ? 'eq' : operator;
  return compare(folded.path, only, reachable, { collection, caseSensitive: false });
}

/** The field before the `to_lower` or `to_upper` at its end, and the texts that can come of those. */
export function foldedPath(
  path: FieldPath,
): { readonly path: FieldPath; fits: (text: string) => boolean } | null {
  const last = path.transforms.at(-1)?.name;
  if (last !== 'lower' && last !== 'upper') return null;
  return {
    path: { ...path, transforms: path.transforms.slice(0, -1) },
    fits: (text) => text === (last === 'lower' ? text.toLowerCase() : text.toUpperCase()),
  };
}
