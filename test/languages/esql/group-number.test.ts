import { expect, it } from 'vitest';
import { decidingComputedColumns } from '../../../src/analysis/computed-columns.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { esql } from '../../../src/languages/esql/index.ts';
import type { AggregateStage, Arithmetic } from '../../../src/rule/stage.ts';

const STATS =
  'n = count(*), hosts = count_distinct(host.name), bytes = sum(b), mean = avg(b), low = min(b), first = min(@timestamp), last = max(@timestamp)';

function aggregateOf(text: string): AggregateStage {
  const { stages } = esql.lower({ language: 'esql', text, line: 1, column: 1, context: null });
  const found = stages.find((stage) => stage.kind === 'aggregate');
  if (found === undefined) throw new Error('no aggregation');
  return found;
}

const after = (rest: string): AggregateStage => aggregateOf(`FROM x | STATS ${STATS} BY u | ${rest}`);

function printed(arithmetic: Arithmetic): string {
  if (arithmetic.kind === 'number') return String(arithmetic.value);
  if (arithmetic.kind === 'column') return arithmetic.name;
  return `${arithmetic.kind}(${printed(arithmetic.left)}, ${printed(arithmetic.right)})`;
}

function arithmeticOf(expression: string): string | null {
  const columns = after(`EVAL x = ${expression} | WHERE x > 2`).columns.filter(
    (column) => column.function === 'computed',
  );
  const arithmetic = columns.at(-1)?.arithmetic;
  return arithmetic === undefined ? null : printed(arithmetic);
}

it.each([
  ['n / hosts', 'integer_divide(n, hosts)'],
  ['n / 2', 'integer_divide(n, 2)'],
  ['n * 1.0 / hosts', 'divide(multiply(n, 1), hosts)'],
  ['n * 1 / hosts', 'integer_divide(multiply(n, 1), hosts)'],
  ['n / 2.0', 'divide(n, 2)'],
  ['n + hosts', 'add(n, hosts)'],
  ['n % hosts', 'modulo(n, hosts)'],
  ['n - bytes', 'subtract(n, bytes)'],
  ['mean / n', 'divide(mean, n)'],
  ['to_double(n) / hosts', 'divide(n, hosts)'],
  ['date_diff("seconds", first, last)', 'integer_divide(subtract(last, first), 1)'],
  ['date_diff("minute", first, last)', 'integer_divide(subtract(last, first), 60)'],
  [
    '(to_long(last) - to_long(first)) / 1000',
    'integer_divide(subtract(multiply(last, 1000), multiply(first, 1000)), 1000)',
  ],
])('%s is arithmetic: %s', (expression, arithmetic) => {
  expect(arithmeticOf(expression)).toBe(arithmetic);
});

it.each([
  'bytes / n',
  'low / 2',
  'to_long(mean) + n',
  'to_double(low) / n',
  'round(n * 1.0 / hosts, 2)',
  'date_diff("month", first, last)',
  'date_diff("minute", first, now())',
])('%s stays text, since its types or functions leave it open', (expression) => {
  expect(arithmeticOf(expression)).toBeNull();
});

const having = (rest: string): string => printCondition(simplify(aggregateOf(rest).having));
const FLAG = 'FROM x | STATS f = max(case(a == 1, 1, 0)) BY u';

it('a greatest of ones and zeros is a count above zero', () => {
  const stage = aggregateOf(`${FLAG} | WHERE f == 1`);
  expect(decidingComputedColumns([stage])).toEqual([]);
  const counted = stage.columns.find((column) => column.function === 'count');
  expect(counted?.condition && printCondition(counted.condition)).toBe('a eq 1');
  expect(having(`${FLAG} | WHERE f == 1`)).toBe('rows of max(case(a == 1, 1, 0)) gt 0');
  expect(having(`${FLAG} | WHERE f > 0`)).toBe('rows of max(case(a == 1, 1, 0)) gt 0');
  expect(having(`${FLAG} | WHERE f == 0`)).toBe('not (rows of max(case(a == 1, 1, 0)) gt 0)');
});

it('a flag over a part of the rows, or of other values, stays text', () => {
  for (const flag of ['max(case(a == 1, 1, 0)) WHERE b == 2', 'max(case(a == 1, 2, 0))']) {
    const stage = aggregateOf(`FROM x | STATS f = ${flag} BY u | WHERE f == 1`);
    expect(decidingComputedColumns([stage])).toEqual(['f']);
  }
});

it('a flag of an earlier INLINE STATS is not counted over the later groups', () => {
  const { stages } = esql.lower({
    language: 'esql',
    text: `FROM x | INLINE STATS f = max(case(a == 1, 1, 0)) BY u | INLINE STATS n = count(*) BY v | WHERE f == 1`,
    line: 1,
    column: 1,
    context: null,
  });
  expect(decidingComputedColumns(stages)).not.toEqual([]);
});
