/**
 * MV_EXPAND makes a row of each value of a list (https://www.elastic.co/docs/reference/query-languages/esql/commands/mv_expand): what the later
 * conditions ask of the column, one element must satisfy all of. A missing field stays one row, in which the column is null. Of several
 * lists the rows are all combinations, so each list has its own element.
 */
import { all, always, any, compare, never, some } from '../../condition/condition.ts';
import type { Compare, Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { leaves, mapLeaves } from '../../condition/fold.ts';
import { simplify } from '../../condition/simplify.ts';

/** The element that rows hold in the place of a list; its name tells of which. */
export function elementOf(list: FieldPath): FieldPath {
  return fieldPath('', { name: keyOf(list), scope: 'element' });
}

function keyOf(list: FieldPath): string {
  return JSON.stringify([list.native, list.transforms]);
}

function listOf(field: FieldPath | null, lists: readonly FieldPath[]): FieldPath | null {
  if (field?.scope !== 'element') return null;
  return lists.find((list) => keyOf(list) === field.name) ?? null;
}

/** The list itself, for what is computed over all rows. */
export function ofList(field: FieldPath, lists: readonly FieldPath[]): FieldPath {
  const list = listOf(field, lists);
  return list === null ? field : { ...list, transforms: [...list.transforms, ...field.transforms] };
}

/** The lists whose elements a condition asks about. */
export function listsAsked(condition: Condition, lists: readonly FieldPath[]): readonly FieldPath[] {
  const found = leaves(condition).flatMap(({ node }) =>
    node.kind === 'compare' ? [listOf(node.field, lists), listOf(node.other, lists)] : [],
  );
  return [...new Set(found.filter((list) => list !== null))];
}

/** The conditions of one row as conditions on the event; each asks about one list at most. */
export function ofEvent(conditions: readonly Condition[], lists: readonly FieldPath[]): readonly Condition[] {
  if (lists.length === 0) return conditions;
  const flat = conditions.flatMap((each) => (each.kind === 'all' ? each.of : [each]));
  const plain = flat.filter((each) => listsAsked(each, lists).length === 0);
  const ofLists = lists.flatMap((list) => {
    const asking = flat.filter((each) => listsAsked(each, lists).includes(list));
    return asking.length === 0 ? [] : [ofOneList(asking, list)];
  });
  return [...plain, ...ofLists];
}

function ofOneList(conditions: readonly Condition[], list: FieldPath): Condition {
  const asking = simplify(all(conditions));
  const withNull = simplify(
    mapLeaves(asking, (leaf) => (leaf.kind === 'compare' ? ofNull(leaf, list) : leaf)),
  );
  const ofElements = spread(asking, list) ?? some(list, unnamed(asking));
  return withNull.kind === 'never'
    ? ofElements
    : any([ofElements, all([compare(list, 'is_null'), unnamed(withNull)])]);
}

function ofNull(leaf: Compare, list: FieldPath): Condition {
  if (listOf(leaf.field, [list]) === null) return listOf(leaf.other, [list]) === null ? leaf : never;
  return leaf.operator === 'is_null' || leaf.operator === 'ne' ? always : never;
}

/** Inside `some` an element needs no name. */
function unnamed(condition: Condition): Condition {
  const plain = (field: FieldPath): FieldPath =>
    field.scope === 'element' && field.native === '' ? { ...field, name: '' } : field;
  return mapLeaves(condition, (leaf) =>
    leaf.kind === 'compare'
      ? { ...leaf, field: plain(leaf.field), other: leaf.other === null ? null : plain(leaf.other) }
      : leaf,
  );
}

/** Alternatives that ask one thing each of an element ask it of any element: without `some` it reads as other languages say it. */
function spread(condition: Condition, list: FieldPath): Condition | null {
  if (condition.kind === 'any') {
    const of = condition.of.map((child) =>
      listsAsked(child, [list]).length > 0 ? spread(child, list) : child,
    );
    return of.includes(null) ? null : any(of.filter((child) => child !== null));
  }
  if (condition.kind !== 'compare' || listOf(condition.field, [list]) === null || condition.other !== null)
    return null;
  if (condition.operator === 'ne' || condition.operator === 'is_null') return null;
  return Object.freeze({ ...condition, field: ofList(condition.field, [list]), collection: 'any' });
}
