import type { Evaluation } from '../../../engine/evaluation.ts';
import { isEvent, refusedEvent } from '../../event-input.ts';
import { filteredRules } from '../../filtered-rules.ts';
import type { LogSourceInput, MutationResolvers } from '../../generated/resolvers.ts';
import type { LogSource } from '../../../rule/log-source.ts';

export const evaluate: NonNullable<MutationResolvers['evaluate']> = async (_mutation, { input }, context) => {
  const { event, schema, logSource, filter } = input;
  const refused = refusedEvent(event);
  if (refused !== null) return refused;
  if (!isEvent(event)) throw new Error('an event that is not refused is an object');
  const rules = await filteredRules(filter, context);
  const { engine, corpusVersion } = await context.engine();
  const options = {
    ...(schema ? { schema } : {}),
    ...(logSource ? { logSource: logSourceOf(logSource) } : {}),
    ...(rules ? { ruleIds: rules.ids } : {}),
  };
  let explained: Evaluation | undefined;
  return {
    __typename: 'Evaluation',
    corpusVersion,
    evaluation: engine.evaluate(event, options),
    explained: () => (explained ??= engine.evaluate(event, { ...options, explain: true })),
  };
};

function logSourceOf({ product, category, service }: LogSourceInput): LogSource {
  return { product: product ?? null, category: category ?? null, service: service ?? null };
}
