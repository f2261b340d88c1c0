import type { TestAgreement } from '../enums.ts';
import type { RuleTestResolvers } from '../generated/resolvers.ts';

export const RuleTest: RuleTestResolvers = {
  agreement: (row) => row.agreement as TestAgreement | null,
};
