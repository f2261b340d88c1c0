import type { Evaluation } from '../../../engine/evaluation.ts';
import { isEvent, refusedEvent } from '../../event-input.ts';
import { refuseUnstorableText } from '../../errors.ts';
import type { LogSourceInput, MutationResolvers } from '../../generated/resolvers.ts';
import type { LogSource } from '../../../rule/log-source.ts';
import { ruleIdsOf } from '../../../store/read/rules.ts';

export const evaluate: NonNullable<MutationResolvers['evaluate']> = async (
  _mutation,
  { input },
  { db, engine: loadEngine },
) => {
  const { event, schema, logSource, filter } = input;
  const refused = refusedEvent(event);
  if (refused !== null) return refused;
  if (!isEvent(event)) throw new Error('an event that is not refused is an object');
  refuseUnstorableText(filter);
  const ruleIds = filter ? new Set((await ruleIdsOf(db, filter)).map(({ id }) => id)) : null;
  const { engine, corpusVersion } = await loadEngine();
  const options = {
    ...(schema ? { schema } : {}),
    ...(logSource ? { logSource: logSourceOf(logSource) } : {}),
    ...(ruleIds ? { ruleIds } : {}),
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
