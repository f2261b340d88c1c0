// Connections of rules: of whatever a rule hangs on, and in lists ordered by row id.
import { pageOf } from '../store/read/page.ts';
import type { Page } from '../store/read/page.ts';
import type { ParentKey, RuleEdge } from '../store/read/rule-edges.ts';
import type { RuleRow } from '../store/read/rules.ts';
import type { GraphqlContext } from './context.ts';
import { connection, pageRequest } from './pagination.ts';
import type { Connection, ListOrder, PageArgs } from './pagination.ts';

type ByRowId = ListOrder<readonly ['int']>;

/** Cursors of a list of rules in the order in which the catalog first saw them. */
export function orderedByRowId(list: string): ByRowId {
  return { list, order: '', keys: ['int'] };
}

/** Rules that hang on one parent; parents of one query are read together. */
export async function rulesOf(
  edge: RuleEdge,
  parent: ParentKey,
  args: PageArgs,
  context: GraphqlContext,
  count: () => number | Promise<number>,
): Promise<Connection<RuleRow>> {
  const order = orderedByRowId(`${edge}.rules`);
  const { first, after } = pageRequest(order, args);
  const rows = await context.loaders.rulesOf(edge, first, after?.[0] ?? null).load(parent);
  const page = pageOf(
    rows.map(({ rowId }) => rowId),
    first,
  );
  return rulePage(order, args, page, context, count);
}

/** A page that was read as row ids. */
export function rulePage(
  order: ByRowId,
  args: PageArgs,
  page: Page<number>,
  { loaders }: GraphqlContext,
  count: () => number | Promise<number>,
): Connection<RuleRow> {
  return connection({
    order,
    args,
    page,
    keysOf: (rowId) => [rowId],
    node: (rowId) => loaders.rule.load(rowId),
    count,
  });
}
