// Lists of indicators and of exclusions: the same but for their table.
import { countPredicates, listPredicates } from '../store/read/predicates.ts';
import type { Polarity, PredicateFilter, PredicateOrder, PredicateRow } from '../store/read/predicates.ts';
import type { GraphqlContext } from './context.ts';
import { connection, pageRequest } from './pagination.ts';
import type { Connection, PageArgs } from './pagination.ts';

interface ListArgs extends PageArgs {
  readonly filter?: PredicateFilter | null | undefined;
  readonly field?: PredicateFilter['field'];
  readonly kind?: PredicateFilter['kind'];
  readonly orderBy?:
    | {
        readonly field: PredicateOrder['by'];
        readonly direction?: PredicateOrder['direction'] | null | undefined;
      }
    | null
    | undefined;
}

const KEY_TYPES = { ruleCount: 'int', platformCount: 'int', keyFolded: 'text' } as const;

export async function predicateList(
  polarity: Polarity,
  args: ListArgs,
  { db }: GraphqlContext,
): Promise<Connection<PredicateRow>> {
  const filters = [args.filter ?? {}, { field: args.field, kind: args.kind }];
  const by = args.orderBy?.field ?? 'ruleCount';
  const direction = args.orderBy?.direction ?? 'desc';
  const order = {
    list: `${polarity}s`,
    order: `${by} ${direction}`,
    keys: [KEY_TYPES[by], 'int'] as const,
  };
  const page = await listPredicates(db, polarity, filters, { by, direction }, pageRequest(order, args));
  return connection({
    order,
    args,
    page,
    keysOf: (row) => [row[by], row.rowId],
    node: (row) => row,
    count: () => countPredicates(db, polarity, filters),
  });
}
