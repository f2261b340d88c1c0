/** A rule that could not be compiled: all but its logic, and why. */
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import { canonicalHash } from '../condition/canonical.ts';
import { opaque } from '../condition/condition.ts';
import { printCondition } from '../condition/print.ts';
import type { SourceRule } from '../platforms/platform.ts';
import type { Rule } from '../rule/rule.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { headOf } from './rule-head.ts';

export function ruleWithoutLogic(source: SourceRule, code: string, message: string): CatalogRule {
  const condition = opaque(source.body, code);
  const rule: Rule = {
    ...headOf(source),
    condition,
    stages: [{ kind: 'filter', condition, source: source.body }],
    outputFields: source.outputFields,
    diagnostics: [...source.diagnostics, diagnostic(code, message)],
    parseStatus: 'OPAQUE',
  };
  return {
    rule,
    facts: { indicators: [], exclusions: [], fields: [], fieldMapping: [], actions: [], techniques: [] },
    testAgreements: rule.tests.map(({ name, expected }) => ({
      name,
      expected,
      actual: null,
      agreement: 'undecided',
    })),
    conditionText: printCondition(condition),
    canonicalHash: canonicalHash(condition),
    contentHash: source.contentHash,
  };
}
