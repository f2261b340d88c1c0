/** What is asked of the elements of an expanded list, as a condition on the event. */
import { all, always, any, compare, not, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fold } from '../../condition/fold.ts';
import { simplify } from '../../condition/simplify.ts';
import type { Branch, ExpandedList } from './model.ts';

/**
 * Of the lists that the event holds, or that a group collected.
 *
 * An expanded list whose elements must satisfy something. A row whose list is missing stays, with a null for the element
 * (https://learn.microsoft.com/kusto/query/mv-expand-operator), so what holds for a missing element holds for it.
 */
export function expandedConditions(
  branch: Branch,
  parent: string | null,
  group: string | null = null,
): readonly Condition[] {
  return branch.expansions
    .filter((list) => list.parent === parent && list.group === group)
    .flatMap((list): readonly Condition[] => {
      const nested = expandedConditions(branch, list.scope);
      if (list.conditions.length === 0 && nested.length === 0 && !list.dropsEmpty) return [];
      const of = all([...list.conditions, ...nested]);
      const found = some(list.list, of, list.collection);
      if (list.dropsEmpty) return [found];
      const ofNothing = simplify(withoutElement(of));
      if (ofNothing.kind === 'never') return [found];
      return [any([found, all([isMissing(list), ofNothing])])];
    });
}

function isMissing({ list, collection }: ExpandedList): Condition {
  return compare(list, 'is_null', [], { collection });
}

/** What a condition on an element says where there is none. */
function withoutElement(condition: Condition): Condition {
  return fold<Condition>(condition, {
    all,
    any,
    not,
    always: () => always,
    never: () => ({ kind: 'never' }),
    from: (node) => node,
    some: (of, node) =>
      node.field.scope === 'element' ? { kind: 'never' } : some(node.field, of, node.collection),
    compare: (node) => {
      if (node.field.scope !== 'element' && node.other?.scope !== 'element') return node;
      return node.operator === 'ne' || node.operator === 'is_null' ? always : { kind: 'never' };
    },
    opaque: (node) => node,
  });
}
