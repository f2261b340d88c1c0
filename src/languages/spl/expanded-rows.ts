/**
 * After `mvexpand` each value of a list is a row of its own: all that is asked of it is asked of one and the same value, and a `NOT` turns round what is
 * said of a row, not of the event. So a predicate on expanded fields is about one element as a whole, and the next one is about the same element.
 * A row that has no value of the field stays a row. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Mvexpand
 */
import { all, any, compare, never, not, some } from '../../condition/condition.ts';
import type { Condition, Some } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { simplify } from '../../condition/simplify.ts';

/** Nodes that stand for a row of an expanded list. */
const rows = new WeakSet<Condition>();

export function ofExpanded(list: FieldPath, condition: Condition): Condition {
  const row = some(list, condition);
  rows.add(row);
  return row;
}

export function isSameField(one: FieldPath, other: FieldPath): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** One row of one list for the whole predicate; null where it asks for rows of several lists. */
export function asOneRow(condition: Condition): Condition | null {
  const lists = listsIn(condition);
  const [list, ...more] = lists;
  if (list === undefined) return condition;
  if (more.some((each) => !isSameField(each, list))) return null;
  const whole = ofExpanded(
    list,
    replaceRows(condition, (row) => row.of),
  );
  const without = simplify(replaceRows(condition, () => never));
  return without.kind === 'never' ? whole : any([whole, all([not(compare(list, 'exists')), without])]);
}

/** Predicates that must all hold, those on rows of one list joined: one row must satisfy them all. */
export function joinRows(conditions: readonly Condition[]): readonly Condition[] {
  const joined: Condition[] = [];
  for (const condition of conditions) {
    const row = rowOf(condition);
    const at = joined.findIndex((each) => row !== null && isRowOf(each, row.field));
    const before = rowOf(joined[at]);
    if (row === null || before === null) joined.push(condition);
    else joined[at] = ofExpanded(row.field, all([before.of, row.of]));
  }
  return joined;
}

function isRowOf(condition: Condition, list: FieldPath): boolean {
  const row = rowOf(condition);
  return row !== null && isSameField(row.field, list);
}

function rowOf(condition: Condition | undefined): Some | null {
  return condition?.kind === 'some' && rows.has(condition) ? condition : null;
}

function listsIn(condition: Condition): readonly FieldPath[] {
  const row = rowOf(condition);
  if (row !== null) return [row.field];
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(listsIn);
    case 'not':
      return listsIn(condition.of);
    case 'always':
    case 'never':
    case 'from':
    case 'compare':
    case 'some':
    case 'opaque':
      return [];
  }
}

function replaceRows(condition: Condition, by: (row: Some) => Condition): Condition {
  const row = rowOf(condition);
  if (row !== null) return by(row);
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map((each) => replaceRows(each, by)));
    case 'any':
      return any(condition.of.map((each) => replaceRows(each, by)));
    case 'not':
      return not(replaceRows(condition.of, by));
    case 'always':
    case 'never':
    case 'from':
    case 'compare':
    case 'some':
    case 'opaque':
      return condition;
  }
}
