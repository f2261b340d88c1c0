/** Panther's `Tests` → the rule's own test events. */
import type { RuleTest } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { booleanOf, isRecord, recordsOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { YamlRecord } from './yaml-file.ts';

export interface RuleTests {
  readonly tests: readonly RuleTest[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A policy's `ExpectedResult: true` means that the resource complies, so that the policy does not alert. A log without `p_log_type` gets
 * it as Panther's own test runner gives it: from the test's LogType, else from the rule's first log type.
 */
export function ruleTests(record: YamlRecord, logTypes: readonly string[], inverted: boolean): RuleTests {
  const tests: RuleTest[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, test] of recordsOf(record.value['Tests']).entries()) {
    const name = textOf(test['Name']) ?? `#${index + 1}`;
    const result = booleanOf(test['ExpectedResult']);
    const event = test['Log'] ?? test['Resource'];
    if (result === null || event === undefined) {
      const missing = result === null ? 'ExpectedResult' : 'Log';
      const message = `Test "${name}" has no ${missing}: it is left out.`;
      diagnostics.push(diagnostic('missing_field', message, record.spanOf('Tests'), 'warning', record.path));
      continue;
    }
    const expected = inverted ? !result : result;
    tests.push({
      name,
      expected,
      event: inverted ? event : withLogType(event, test, logTypes),
      mocks: mocks(test),
    });
  }
  return { tests, diagnostics };
}

function withLogType(event: unknown, test: PlainRecord, logTypes: readonly string[]): unknown {
  if (!isRecord(event)) return event;
  const logType = textOf(test['LogType']) ?? textOf(event['p_log_type']) ?? logTypes[0];
  return logType === undefined ? event : { ...event, p_log_type: logType };
}

/** Later mocks of one name replace earlier ones, as patches do. */
function mocks(test: PlainRecord): Readonly<Record<string, unknown>> {
  const named = recordsOf(test['Mocks']).flatMap((mock) => {
    const name = textOf(mock['objectName']);
    return name === null ? [] : [[name, mock['returnValue'] ?? null] as const];
  });
  return Object.fromEntries(named);
}
