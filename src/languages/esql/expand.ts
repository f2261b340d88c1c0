/**
 * MV_EXPAND makes a row of each value of a list (https://www.elastic.co/docs/reference/query-languages/esql/commands/mv_expand): what the later
 * conditions ask of the column, one element must satisfy all of. A missing field stays one row, in which the column is null.
 */
import { all, always, any, compare, never, some } from '../../condition/condition.ts';
import type { Compare, Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { leaves, mapLeaves } from '../../condition/fold.ts';
import { simplify } from '../../condition/simplify.ts';

/** The element that rows hold in the place of the list. */
export const ELEMENT = fieldPath('', { scope: 'element' });

function isElement(field: FieldPath | null): boolean {
  return field?.scope === 'element' && field.native === '';
}

/** The field itself, for what is computed over all rows. */
export function ofList(field: FieldPath, list: FieldPath | null): FieldPath {
  if (list === null || !isElement(field)) return field;
  return { ...list, transforms: [...list.transforms, ...field.transforms] };
}

function asksElement(condition: Condition): boolean {
  return leaves(condition).some(
    ({ node }) =>
      (node.kind === 'compare' && (isElement(node.field) || isElement(node.other))) ||
      (node.kind === 'opaque' && node.fields.some(isElement)),
  );
}

/** The conditions of one row as conditions on the event. */
export function ofEvent(conditions: readonly Condition[], list: FieldPath | null): readonly Condition[] {
  if (list === null || !conditions.some(asksElement)) return conditions;
  const plain = conditions.filter((each) => !asksElement(each));
  const asking = simplify(all(conditions.filter(asksElement)));
  const withNull = simplify(mapLeaves(asking, (leaf) => (leaf.kind === 'compare' ? ofNull(leaf) : leaf)));
  const ofElements = spread(asking, list) ?? some(list, asking);
  if (withNull.kind === 'never') return [...plain, ofElements];
  return [...plain, any([ofElements, all([compare(list, 'is_null'), withNull])])];
}

function ofNull(leaf: Compare): Condition {
  if (!isElement(leaf.field)) return isElement(leaf.other) ? never : leaf;
  return leaf.operator === 'is_null' || leaf.operator === 'ne' ? always : never;
}

/** Alternatives that ask one thing each of an element ask it of any element: without `some` it reads as other languages say it. */
function spread(condition: Condition, list: FieldPath): Condition | null {
  if (condition.kind === 'any') {
    const of = condition.of.map((child) => (asksElement(child) ? spread(child, list) : child));
    return of.includes(null) ? null : any(of.filter((child) => child !== null));
  }
  if (condition.kind !== 'compare' || !isElement(condition.field) || condition.other !== null) return null;
  if (condition.operator === 'ne' || condition.operator === 'is_null') return null;
  return Object.freeze({ ...condition, field: ofList(condition.field, list), collection: 'any' });
}
