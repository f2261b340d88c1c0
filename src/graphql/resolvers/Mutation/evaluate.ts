import { isEvent, refusedEvent } from '../../event-input.ts';
import { refuseUnstorableText } from '../../errors.ts';
import type { MutationResolvers } from '../../generated/resolvers.ts';
import { ruleIdsOf } from '../../../store/read/rules.ts';

export const evaluate: NonNullable<MutationResolvers['evaluate']> = async (
  _mutation,
  { input },
  { db, evaluator },
) => {
  const { event, schema, logSource, filter } = input;
  const refused = refusedEvent(event);
  if (refused !== null) return refused;
  if (!isEvent(event)) throw new Error('an event that is not refused is an object');
  refuseUnstorableText(filter);
  const ruleIds = filter ? new Set((await ruleIdsOf(db, filter)).map(({ id }) => id)) : null;
  const result = (await evaluator()).evaluate(event, {
    schema: schema ?? null,
    logSource: logSource
      ? {
          product: logSource.product ?? null,
          category: logSource.category ?? null,
          service: logSource.service ?? null,
        }
      : null,
    ruleIds,
  });
  return { __typename: 'Evaluation', ...result };
};
