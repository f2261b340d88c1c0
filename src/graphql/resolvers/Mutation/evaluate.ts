import type { EvaluateOptions } from '../../../engine/evaluation.ts';
import { checkArguments, requestError } from '../../errors.ts';
import { refusedEvent } from '../../event-input.ts';
import { filteredRules } from '../../filtered-rules.ts';
import type { FilteredRules } from '../../filtered-rules.ts';
import type { EvaluateInput, LogSourceInput, MutationResolvers } from '../../generated/resolvers.ts';
import type { LogSource } from '../../../rule/log-source.ts';

/** So many rules are explained at once. */
const MAX_NAMED_RULES = 100;

export const evaluate: NonNullable<MutationResolvers['evaluate']> = async (_mutation, { input }, context) => {
  const refused = refusedEvent(input.event, input.record);
  if (refused !== null) return refused;
  const named = namedRules(input);
  const rules = await filteredRules(input.filter, context);
  const { engine, corpusVersion } = await context.engine();
  const unknown = (named ?? []).filter((id) => !engine.hasRule(id));
  if (unknown.length > 0) return unknownRules(unknown);
  const evaluation = engine.evaluate(input.event, optionsOf(input, named, rules));
  return { __typename: 'Evaluation', corpusVersion, evaluation, named: named ?? [] };
};

/** Each once; null: the evaluation is by all. Throws BAD_USER_INPUT. */
function namedRules({ ruleIds }: EvaluateInput): readonly string[] | null {
  if (!ruleIds) return null;
  checkArguments(ruleIds);
  if (ruleIds.length > MAX_NAMED_RULES)
    throw requestError('BAD_USER_INPUT', `ruleIds has more than ${MAX_NAMED_RULES} elements`, {
      maximum: MAX_NAMED_RULES,
    });
  return [...new Set(ruleIds)];
}

function optionsOf(
  { record, schema, logSource, filter, includeRetired }: EvaluateInput,
  named: readonly string[] | null,
  rules: FilteredRules | null,
): EvaluateOptions {
  const ruleIds = named === null ? rules?.ids : named.filter((id) => rules?.ids.has(id) !== false);
  return {
    explain: true,
    // Who names retired rules asks for them.
    includeRetired:
      includeRetired === true || named !== null || filter?.statuses?.includes('deprecated') === true,
    ...(typeof record === 'number' ? { record } : {}),
    ...(schema ? { schema } : {}),
    ...(logSource ? { logSource: logSourceOf(logSource) } : {}),
    ...(ruleIds ? { ruleIds: new Set(ruleIds) } : {}),
  };
}

function unknownRules(ruleIds: readonly string[]) {
  return {
    __typename: 'UnknownRules',
    code: 'UNKNOWN_RULES',
    message: `the catalog has no rule ${ruleIds.join(', ')}`,
    path: ['input', 'ruleIds'],
    ruleIds,
  } as const;
}

function logSourceOf({ product, category, service }: LogSourceInput): LogSource {
  return { product: product ?? null, category: category ?? null, service: service ?? null };
}
