// All rules that a filter lets through, for what narrows something else by it: a search, an evaluation.
import type { RuleFilter } from '../store/read/rule-filter.ts';
import { ruleIdsOf } from '../store/read/rules.ts';
import type { GraphqlContext } from './context.ts';
import { checkArguments } from './errors.ts';

export interface FilteredRules {
  readonly rowIds: readonly number[];
  readonly ids: ReadonlySet<string>;
}

/** Null: the filter is left out. Throws BAD_USER_INPUT. */
export async function filteredRules(
  filter: RuleFilter | null | undefined,
  { db, cached }: Pick<GraphqlContext, 'db' | 'cached'>,
): Promise<FilteredRules | null> {
  if (!filter) return null;
  checkArguments(filter);
  const read = async (): Promise<FilteredRules> => {
    const rules = await ruleIdsOf(db, filter);
    return { rowIds: rules.map(({ rowId }) => rowId), ids: new Set(rules.map(({ id }) => id)) };
  };
  // A source's licence may change while none of its rules does.
  return filter.licences ? read() : cached(`rules of ${JSON.stringify(filter)}`, read);
}
