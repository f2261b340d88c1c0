import type { Operator } from '../../condition/condition.ts';
import type { Quantifier } from '../enums.ts';
import type { RuleIndicatorResolvers, RuleIndicatorValueResolvers } from '../generated/resolvers.ts';

export const RuleIndicator: RuleIndicatorResolvers = {
  field: ({ head }) => head.value.field,
  nativeField: ({ head }) => head.nativeField,
  kind: ({ head }) => head.kind as Operator,
  quantifier: ({ head }) => head.quantifier as Quantifier,
  caseSensitive: ({ head }) => head.caseSensitive,
  values: ({ rows }) => rows,
};

export const RuleIndicatorValue: RuleIndicatorValueResolvers = {
  value: (row) => row.nativeValue,
  ruleCount: (row) => row.value.ruleCount,
  otherRuleCount: (row) => row.value.ruleCount - 1,
  platformCount: (row) => row.value.platformCount,
  indicator: (row) => row.value,
};
