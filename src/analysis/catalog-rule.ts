/** A rule with all that is derived from it alone: what the importer hands to the store. */
import type { Rule } from '../rule/rule.ts';
import type { RuleFacts, TestAgreement } from './facts.ts';

export interface CatalogRule {
  readonly rule: Rule;
  readonly facts: RuleFacts;
  /** In the order of `rule.tests`. */
  readonly testAgreements: readonly TestAgreement[];
  /** One conjunct a line (src/condition/print.ts). */
  readonly conditionText: string;
  /** SHA-256 of the condition's canonical form, hex: equal for rules that say the same. */
  readonly canonicalHash: string;
  /** SHA-256 of all that the rule is made from, hex: equal means unchanged. */
  readonly contentHash: string;
}
