// action, actions
import type { QueryResolvers } from '../../generated/resolvers.ts';
import { connection, pageRequest } from '../../pagination.ts';
import { actionByKey, countActions, listActions } from '../../../store/read/actions.ts';

export const action: NonNullable<QueryResolvers['action']> = (
  _query,
  { logSource, qualifier, operation },
  { db },
) => actionByKey(db, logSource, qualifier ?? null, operation);

const KEY_TYPES = { ruleCount: 'int', operationFolded: 'text' } as const;

export const actions: NonNullable<QueryResolvers['actions']> = async (_query, args, { db }) => {
  const filters = [args.filter ?? {}, { logSource: args.logSource }];
  const by = args.orderBy?.field ?? 'ruleCount';
  const direction = args.orderBy?.direction ?? 'desc';
  const order = { list: 'actions', order: `${by} ${direction}`, keys: [KEY_TYPES[by], 'int'] as const };
  const page = await listActions(db, filters, { by, direction }, pageRequest(order, args));
  return connection({
    order,
    args,
    page,
    keysOf: (row) => [row[by], row.rowId],
    node: (row) => row,
    count: () => countActions(db, filters),
  });
};
