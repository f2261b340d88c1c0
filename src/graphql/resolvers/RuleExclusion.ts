import type { Operator } from '../../condition/condition.ts';
import type { Quantifier } from '../enums.ts';
import type { RuleExclusionResolvers, RuleExclusionValueResolvers } from '../generated/resolvers.ts';

export const RuleExclusion: RuleExclusionResolvers = {
  field: ({ head }) => head.value.field,
  nativeField: ({ head }) => head.nativeField,
  kind: ({ head }) => head.kind as Operator,
  quantifier: ({ head }) => head.quantifier as Quantifier,
  caseSensitive: ({ head }) => head.caseSensitive,
  values: ({ rows }) => rows,
};

export const RuleExclusionValue: RuleExclusionValueResolvers = {
  value: (row) => row.nativeValue,
  ruleCount: (row) => row.value.ruleCount,
  otherRuleCount: (row) => row.value.ruleCount - 1,
  platformCount: (row) => row.value.platformCount,
  exclusion: (row) => row.value,
};
