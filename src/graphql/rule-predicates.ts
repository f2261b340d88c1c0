// A rule's predicates, put together from the rows of their values.
import type { RulePredicateRow } from '../store/read/predicates.ts';

export interface RulePredicate {
  /** Says all that the values share. */
  readonly head: RulePredicateRow;
  readonly rows: readonly RulePredicateRow[];
}

/** `rows` in the order of (predicate, position). */
export function predicatesOf(rows: readonly RulePredicateRow[]): readonly RulePredicate[] {
  const groups = new Map<number, RulePredicateRow[]>();
  for (const row of rows) {
    const group = groups.get(row.predicate);
    if (group === undefined) groups.set(row.predicate, [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => {
    const [head] = group;
    return head === undefined ? [] : [{ head, rows: group }];
  });
}
