/** Pass 6: everything that is derived from a rule whose condition stands. */
import { actionsOf } from '../analysis/actions.ts';
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import { fieldMapping } from '../analysis/field-mapping.ts';
import { fieldsRead } from '../analysis/fields-read.ts';
import { conditionsOfStage } from '../analysis/parse-status.ts';
import { exclusionsOf, indicatorsOf } from '../analysis/predicates.ts';
import { canonicalHash } from '../condition/canonical.ts';
import { all } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { printCondition } from '../condition/print.ts';
import { simplify } from '../condition/simplify.ts';
import { knowledgeOfField } from '../fields/name-field.ts';
import type { SourceRule } from '../platforms/platform.ts';
import type { RuleTest } from '../rule/rule.ts';
import type { CompleteRule } from './complete-rule.ts';
import type { Compiler } from './compiler.ts';
import { judgeTests } from './judge-tests.ts';
import { lowerQuery } from './lower-query.ts';
import { fieldNamer } from './name-fields.ts';
import type { FieldNamer } from './name-fields.ts';
import { namedCondition } from './name-rule.ts';

export function deriveFacts(
  { rule, tested }: CompleteRule,
  source: SourceRule,
  compiler: Compiler,
): CatalogRule {
  const name = fieldNamer(rule);
  const stageConditions = rule.stages.slice(1).flatMap(conditionsOfStage);
  return {
    rule,
    facts: {
      indicators: indicatorsOf(rule.condition),
      exclusions: exclusionsOf(rule.condition),
      fields: fieldsRead(rule.condition, rule.outputFields, (native) => nameNative(native, name)),
      fieldMapping: fieldMapping(rule, (native, logSources) =>
        knowledgeOfField(native, rule.eventSchema, logSources),
      ),
      actions: actionsOf(source.operationsOf ?? rule.logSources, rule.condition),
      techniques: compiler.canonicaliseAttack(rule.attack),
    },
    testAgreements: judgeTests(rule, source, compiler.judge, (test) =>
      Object.keys(test.mocks).length === 0 ? tested : mockedCondition(source, test, compiler, name),
    ),
    conditionText: printCondition(rule.condition),
    canonicalHash: canonicalHash(
      stageConditions.length === 0 ? rule.condition : all([rule.condition, ...stageConditions]),
    ),
    contentHash: source.contentHash,
  };
}

function nameNative(native: string, name: (field: FieldPath) => FieldPath): string {
  return name({
    name: native,
    native,
    segments: native.split('.'),
    scope: 'event',
    match: 'path',
    transforms: [],
  }).name;
}

/** The condition with the test's mocks in place, where the language knows mocks. */
function mockedCondition(
  source: SourceRule,
  test: RuleTest,
  compiler: Compiler,
  name: FieldNamer,
): Condition {
  const conditions = source.queries.map((query) => {
    const language = compiler.languages.get(query.language);
    return language?.lowerForTest?.(query, test) ?? lowerQuery(query, compiler.languages).condition;
  });
  return simplify(namedCondition(source, conditions, name));
}
