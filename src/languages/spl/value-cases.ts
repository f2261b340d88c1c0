/** What an aggregation computes over, or groups by, where that is more than a field: values by cases, values of expanded lists. */
import { all, always } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { ColumnCase } from '../../rule/stage.ts';
import { isGathered } from './multivalue.ts';
import type { FieldValue, Value } from './values.ts';

/** `sum(if(…, 1, 0))`. */
export function isOneOrNothing(cases: readonly ColumnCase[]): boolean {
  const [one, nothing, ...more] = cases;
  return (
    more.length === 0 &&
    one?.field === null &&
    Number(one.literal) === 1 &&
    nothing?.field === null &&
    nothing.when.kind === 'always' &&
    Number(nothing.literal) === 0
  );
}

/** The values that a row may have, each with its condition, the first that holds being the one; null: some of them cannot be said. */
export function casesOf(value: Value, among: Condition = always): readonly ColumnCase[] | null {
  switch (value.kind) {
    case 'literal':
      return [{ when: among, field: null, literal: value.value }];
    case 'null':
      return [{ when: among, field: null, literal: null }];
    case 'field':
      return [{ when: among, field: wholeField(value), literal: null }];
    case 'choice': {
      const branches = value.branches.map(({ when, value: of }) =>
        casesOf(of, among.kind === 'always' ? when.holds : all([among, when.holds])),
      );
      const found = [...branches, casesOf(value.otherwise, among)];
      return found.includes(null) ? null : found.flatMap((each) => each ?? []);
    }
    case 'truth':
    case 'several':
    case 'opaque':
      return null;
  }
}

/** The field of all rows together: of an expanded list that of its elements. */
export function wholeField({ path, list }: FieldValue): FieldPath {
  if (list === null) return path;
  if (list.transforms.length === 0) {
    const segments = [...list.segments, ...path.segments];
    return fieldPath(segments.join('.'), { segments, transforms: path.transforms, scope: list.scope });
  }
  const keys = path.segments.map((key) => ({ name: 'key', args: [key] }) as const);
  const opened = isGathered(list) ? [{ name: 'each', args: [] } as const] : [];
  return Object.freeze({ ...list, transforms: [...list.transforms, ...opened, ...keys, ...path.transforms] });
}
