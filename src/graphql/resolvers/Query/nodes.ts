// node, nodes
import type { GraphqlContext } from '../../context.ts';
import { requestError } from '../../errors.ts';
import type { QueryResolvers, ResolversTypes } from '../../generated/resolvers.ts';
import { readGlobalId } from '../../global-id.ts';
import type { NodeRef } from '../../global-id.ts';

const MAX_NODES = 100;

export const node: NonNullable<QueryResolvers['node']> = (_query, { id }, context) =>
  load(readGlobalId(id), context);

export const nodes: NonNullable<QueryResolvers['nodes']> = (_query, { ids }, context) => {
  if (ids.length > MAX_NODES) {
    throw requestError('BAD_USER_INPUT', `ids has more than ${MAX_NODES} ids`, { maximum: MAX_NODES });
  }
  return Promise.all(ids.map(readGlobalId).map((ref) => load(ref, context)));
};

type Node = ResolversTypes['Node'];

async function load({ type, key }: NodeRef, { loaders }: GraphqlContext): Promise<Node | null> {
  switch (type) {
    case 'Rule':
      return typed(type, await loaders.ruleById.load(key));
    case 'Indicator':
      return typed(type, await loaders.predicateById('indicator').load(key));
    case 'Exclusion':
      return typed(type, await loaders.predicateById('exclusion').load(key));
    case 'Action':
      return typed(type, await loaders.actionById.load(key));
    case 'Tactic':
      return typed(type, await loaders.tactic.load(key));
    case 'Technique':
      return typed(type, await loaders.technique.load(key));
    case 'Field':
      return typed(type, await loaders.field.load(key));
    case 'Platform':
      return typed(type, await loaders.platform.load(key));
    case 'Source':
      return typed(type, await loaders.source.load(key));
    case 'LogSource':
      return typed(type, await loaders.logSource.load(key));
  }
}

function typed<Type extends string, Row extends object>(
  __typename: Type,
  row: Row | null,
): (Row & { readonly __typename: Type }) | null {
  return row === null ? null : { ...row, __typename };
}
