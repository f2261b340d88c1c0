// field, fields
import type { QueryResolvers } from '../../generated/resolvers.ts';
import { connection, pageRequest } from '../../pagination.ts';
import { countFields, listFields } from '../../../store/read/fields.ts';

export const field: NonNullable<QueryResolvers['field']> = (_query, { name }, { loaders }) =>
  loaders.field.load(name);

const KEY_TYPES = { ruleCount: 'int', name: 'text' } as const;

export const fields: NonNullable<QueryResolvers['fields']> = async (_query, args, { db }) => {
  const filter = args.filter ?? {};
  const by = args.orderBy?.field ?? 'ruleCount';
  const direction = args.orderBy?.direction ?? 'desc';
  const order = { list: 'fields', order: `${by} ${direction}`, keys: [KEY_TYPES[by], 'text'] as const };
  const page = await listFields(db, filter, { by, direction }, pageRequest(order, args));
  return connection({
    order,
    args,
    page,
    keysOf: (row) => [row[by], row.name],
    node: (row) => row,
    count: () => countFields(db, filter),
  });
};
