// Builds catalog rules for tests of the store: a plain one, and what the test wants to be different.
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import type { PredicateFact, RuleAction, RuleFacts } from '../../src/analysis/facts.ts';
import { canonicalHash } from '../../src/condition/canonical.ts';
import { all, compare } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { printCondition } from '../../src/condition/print.ts';
import { logSource } from '../../src/rule/log-source.ts';
import { ruleId } from '../../src/rule/rule.ts';
import type { Rule } from '../../src/rule/rule.ts';

export interface CatalogRuleOptions {
  readonly platform?: string;
  readonly contentHash?: string;
  readonly rule?: Partial<Rule>;
  readonly facts?: Partial<RuleFacts>;
}

export const CLOUDTRAIL = logSource('aws', null, 'cloudtrail');

export function makeCatalogRule(nativeId: string, options: CatalogRuleOptions = {}): CatalogRule {
  const platform = options.platform ?? 'sigma';
  const condition =
    options.rule?.condition ??
    all([compare(fieldPath('eventName'), 'eq', ['CreateImage'], { caseSensitive: true })]);
  const rule: Rule = {
    id: ruleId(platform, nativeId),
    platform,
    nativeId,
    kind: 'rule',
    title: `Rule ${nativeId}`,
    description: null,
    severity: 'medium',
    nativeSeverity: 'Medium',
    status: 'stable',
    logSources: [CLOUDTRAIL],
    eventSchema: 'raw',
    language: 'sigma',
    path: `rules/${nativeId}.yml`,
    authors: [],
    licence: null,
    references: [],
    tags: [],
    falsePositives: [],
    attack: [],
    body: 'eventName: CreateImage',
    bodyFormat: 'yaml',
    created: null,
    modified: null,
    tests: [],
    condition,
    stages: [{ kind: 'filter', condition, source: 'eventName: CreateImage' }],
    outputFields: [],
    parseStatus: 'FULL',
    diagnostics: [],
    ...options.rule,
  };
  return {
    rule,
    facts: {
      indicators: [],
      exclusions: [],
      fields: [],
      fieldMapping: [],
      actions: [],
      techniques: [],
      ...options.facts,
    },
    testAgreements: rule.tests.map(({ name, expected }) => ({
      name,
      expected,
      actual: expected,
      agreement: 'agrees',
    })),
    conditionText: printCondition(condition),
    canonicalHash: canonicalHash(condition),
    contentHash: options.contentHash ?? `${nativeId}-1`,
  };
}

export function predicate(
  field: string,
  values: readonly string[],
  more: Partial<PredicateFact> = {},
): PredicateFact {
  return {
    field,
    nativeField: field,
    kind: values.length > 1 ? 'in' : 'eq',
    keyKind: 'eq',
    values: values.map((value) => ({ value, key: value })),
    quantifier: 'any',
    caseSensitive: true,
    ...more,
  };
}

export function action(operation: string, more: Partial<RuleAction> = {}): RuleAction {
  return { logSource: CLOUDTRAIL, qualifier: 'ec2.amazonaws.com', operation, weak: false, ...more };
}
