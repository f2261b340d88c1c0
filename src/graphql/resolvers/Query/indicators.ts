// indicator, indicators, rulesSharingIndicator
import type { QueryResolvers } from '../../generated/resolvers.ts';
import { connection, pageRequest } from '../../pagination.ts';
import type { ListOrder } from '../../pagination.ts';
import { predicateList } from '../../predicate-lists.ts';
import { predicateByKey } from '../../../store/read/predicates.ts';
import { countRules, listRules } from '../../../store/read/rules.ts';

export const indicator: NonNullable<QueryResolvers['indicator']> = (_query, key, { db }) =>
  predicateByKey(db, 'indicator', key);

export const indicators: NonNullable<QueryResolvers['indicators']> = (_query, args, context) =>
  predicateList('indicator', args, context);

const byTitle: ListOrder<readonly ['text', 'int']> = {
  list: 'rulesSharingIndicator',
  order: '',
  keys: ['text', 'int'],
};

export const rulesSharingIndicator: NonNullable<QueryResolvers['rulesSharingIndicator']> = async (
  _query,
  { field, kind, value, ...args },
  { db },
) => {
  const filters = [{ indicator: { field, kind, value } }];
  const order = { by: 'titleFolded', direction: 'asc' } as const;
  const page = await listRules(db, filters, order, pageRequest(byTitle, args));
  return connection({
    order: byTitle,
    args,
    page,
    keysOf: (row) => [row.titleFolded, row.rowId],
    node: (row) => row,
    count: () => countRules(db, filters),
  });
};
