import { describe, expect, it } from 'vitest';
import { printCondition } from '../../src/condition/print.ts';
import { createCompiler } from '../../src/catalog/compiler.ts';
import { compileSource } from '../../src/importer/compile-source.ts';
import { panther } from '../../src/platforms/panther/index.ts';

const YAML = `AnalysisType: scheduled_rule
Filename: slow.py
RuleID: Slow.Query
Enabled: true
Severity: Low
ScheduledQueries: [Slow]
Tests:
  - Name: a row
    ExpectedResult: true
    Log: { total: 12 }
  - Name: a small row
    ExpectedResult: false
    Log: { total: 2 }
`;
const queryWith = (sql: string): string => `AnalysisType: scheduled_query
QueryName: Slow
Enabled: true
Query: ${sql}
Schedule: { RateMinutes: 60, TimeoutMinutes: 5 }
`;

async function compileWith(python: string, sql = "SELECT count(*) AS total FROM logs WHERE name = 'x'") {
  const files = Object.entries({
    'q/slow.yml': YAML,
    'q/slow.py': python,
    'q/slow_query.yml': queryWith(sql),
  });
  const { rules } = await compileSource(
    panther,
    files.map(([path, text]) => ({ path, text })),
    createCompiler(),
    { known: new Map(), onProgress: () => undefined },
  );
  const [rule] = rules;
  if (rule === undefined) throw new Error('the rule was not read');
  return rule;
}

describe('a stage before the queries', () => {
  it("is the rule's logic, and what the rule asks of its groups is theirs", async () => {
    const { rule, conditionText } = await compileWith(
      "def rule(event):\n    return event.get('total', 0) > 10\n",
    );
    expect(rule.parseStatus).toBe('FULL');
    expect(conditionText).toBe('name eq "x"');
    const [, groups] = rule.stages;
    expect(groups?.kind === 'aggregate' ? printCondition(groups.having) : null).toBe('total gt 10');
  });

  it('is all of the logic where the rule takes every result', async () => {
    const { rule, conditionText } = await compileWith('def rule(_):\n    return True\n');
    expect(rule.parseStatus).toBe('FULL');
    expect(conditionText).toBe('name eq "x"');
  });

  it('stays open where it cannot be read: the rule matches no event for certain', async () => {
    const { rule } = await compileWith('def rule(_):\n    return True\n', 'SELECT FROM WHERE');
    expect(rule.parseStatus).toBe('OPAQUE');
    expect(rule.condition.kind).toBe('opaque');
  });

  it('is not asked by tests, which hold its results', async () => {
    const { testAgreements } = await compileWith("def rule(event):\n    return event.get('total', 0) > 10\n");
    expect(testAgreements.map(({ agreement }) => agreement)).toEqual(['agrees', 'agrees']);
  });
});
