// rulesMatchingValue, rulesSuppressing; exclusions, which say what can be suppressed
import type { GraphqlContext } from '../../context.ts';
import { requestError } from '../../errors.ts';
import type { QueryResolvers } from '../../generated/resolvers.ts';
import { pageRequest } from '../../pagination.ts';
import type { Connection, PageArgs } from '../../pagination.ts';
import { predicateList } from '../../predicate-lists.ts';
import { orderedByRowId, rulePage } from '../../rule-connection.ts';
import { satisfiedValues, valueTest } from '../../satisfied-values.ts';
import type { ValueTest } from '../../satisfied-values.ts';
import {
  ORDERINGS,
  catalogNames,
  containedCandidates,
  countRulesWithValues,
  rulesWithValues,
  testedCandidates,
} from '../../../store/read/matching-rules.ts';
import type { Polarity } from '../../../store/read/predicates.ts';
import type { RuleRow } from '../../../store/read/rules.ts';

export const exclusions: NonNullable<QueryResolvers['exclusions']> = (_query, args, context) =>
  predicateList('exclusion', args, context);

export const rulesMatchingValue: NonNullable<QueryResolvers['rulesMatchingValue']> = (
  _query,
  args,
  context,
) => matchingRules('indicator', args.value, args.field ?? null, args, context);

export const rulesSuppressing: NonNullable<QueryResolvers['rulesSuppressing']> = (_query, args, context) =>
  matchingRules('exclusion', args.value, args.field, args, context);

const MAX_VALUE_LENGTH = 10_000;

async function matchingRules(
  polarity: Polarity,
  value: string,
  field: string | null,
  args: PageArgs,
  context: GraphqlContext,
): Promise<Connection<RuleRow>> {
  if (value.length > MAX_VALUE_LENGTH) {
    throw requestError('BAD_USER_INPUT', `value is longer than ${MAX_VALUE_LENGTH} characters`);
  }
  const order = orderedByRowId(polarity === 'indicator' ? 'rulesMatchingValue' : 'rulesSuppressing');
  const { first, after } = pageRequest(order, args);
  const { db } = context;
  const matched = satisfiedValues(value, await valueTests(polarity, value, field, context));
  const page = await rulesWithValues(db, polarity, matched, field, { first, after: after?.[0] ?? null });
  return rulePage(order, args, page, context, () => countRulesWithValues(db, polarity, matched, field));
}

/** Of the stored values those that the asked one may satisfy. */
async function valueTests(
  polarity: Polarity,
  value: string,
  field: string | null,
  { db, cached }: GraphqlContext,
): Promise<readonly ValueTest[]> {
  const tested = await cached(`tested values of ${polarity}s`, async () =>
    (await testedCandidates(db, polarity)).map(valueTest),
  );
  const names = field === null ? null : await catalogNames(db, field);
  const contained = (await containedCandidates(db, polarity, value, names)).map(valueTest);
  const isAsked = ({ candidate }: ValueTest): boolean =>
    names === null ? !ORDERINGS.includes(candidate.kind) : names.includes(candidate.field);
  return [...contained, ...tested.filter(isAsked)];
}
