/** A rule's own tests, judged by the catalog's engine. */
import type { TestAgreement } from '../analysis/facts.ts';
import type { Condition } from '../condition/condition.ts';
import type { SourceRule } from '../platforms/platform.ts';
import type { Rule, RuleTest } from '../rule/rule.ts';

/** Does the condition match the test's event? Null: undecided. */
export type TestJudge = (
  rule: Pick<Rule, 'eventSchema' | 'logSources'>,
  condition: Condition,
  event: unknown,
) => boolean | null;

/** `conditionFor`: what a test is about; tests with the same mocks are about the same condition. */
export function judgeTests(
  rule: Rule,
  source: SourceRule,
  judge: TestJudge,
  conditionFor: (test: RuleTest) => Condition,
): readonly TestAgreement[] {
  const conditions = new Map<string, Condition>();
  // Results of a query before the rule come from no log source: only their fields count.
  const logSources = source.stages.some(({ precedes }) => precedes === true) ? [] : rule.logSources;
  return rule.tests.map((test) => {
    const mocks = JSON.stringify(test.mocks);
    const condition = conditions.get(mocks) ?? conditionFor(test);
    conditions.set(mocks, condition);
    const actual = judge({ eventSchema: rule.eventSchema, logSources }, condition, test.event);
    const agreement = actual === null ? 'undecided' : actual === test.expected ? 'agrees' : 'disagrees';
    return { name: test.name, expected: test.expected, actual, agreement };
  });
}
