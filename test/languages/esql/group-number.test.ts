import { expect, it } from 'vitest';
import { decidingComputedColumns } from '../../../src/analysis/computed-columns.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { esql } from '../../../src/languages/esql/index.ts';
import type { AggregateStage, Arithmetic } from '../../../src/rule/stage.ts';

const STATS =
  'n = count(*), hosts = count_distinct(host.name), bytes = sum(b), mean = avg(b), low = min(b), first = min(@timestamp), last = max(@timestamp), users = values(user.name)';

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
  if (arithmetic.kind === 'now') return 'now';
  if (arithmetic.kind === 'size') return `size(${arithmetic.name})`;
  if (arithmetic.kind === 'round') return `round(${printed(arithmetic.of)}, ${arithmetic.digits})`;
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
  ['n / 2.0 + hosts', 'add(divide(n, 2), hosts)'],
  ['n + hosts', 'add(n, hosts)'],
  ['n % hosts', 'modulo(n, hosts)'],
  ['n - bytes', 'subtract(n, bytes)'],
  ['mean / n', 'divide(mean, n)'],
  ['to_double(n) / hosts', 'divide(n, hosts)'],
  ['date_diff("seconds", first, last)', 'integer_divide(subtract(last, first), 1)'],
  ['date_diff("minute", first, last)', 'integer_divide(subtract(last, first), 60)'],
  ['date_diff("minute", first, now())', 'integer_divide(subtract(now, first), 60)'],
  ['date_diff("hours", last, now() - 1 day)', 'integer_divide(subtract(subtract(now, 86400), last), 3600)'],
  ['round(n * 1.0 / hosts, 2)', 'round(divide(multiply(n, 1), hosts), 2)'],
  ['round(mean)', 'round(mean, 0)'],
  ['mv_count(users)', 'size(users)'],
  ['mv_count(users) * 1.0 / n', 'divide(multiply(size(users), 1), n)'],
  ['coalesce(hosts, 0) / n', 'integer_divide(hosts, n)'],
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
  'round(bytes, 2)',
  'round(n * 1.0 / hosts, hosts)',
  'date_diff("month", first, last)',
  'date_diff("minute", mean, now())',
  'date_diff("minute", first, now() - 1 month)',
  'now() - first',
  'mv_count(u)',
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

it('a flag over a part of the rows, or of other values, is a greatest of values by cases', () => {
  for (const flag of ['max(case(a == 1, 1, 0)) WHERE b == 2', 'max(case(a == 1, 2, 0))']) {
    const stage = aggregateOf(`FROM x | STATS f = ${flag} BY u | WHERE f == 1`);
    const [column] = stage.columns;
    expect(column?.function).toBe('max');
    expect(column?.cases?.map(({ literal }) => literal)).toHaveLength(2);
  }
});

const casesOf = (columns: string): readonly string[] =>
  aggregateOf(`FROM x | ${columns}`).columns.flatMap(({ cases = [] }) =>
    cases.map(({ when, field, literal }) =>
      [printCondition(when), field?.native ?? JSON.stringify(literal)].join(' → '),
    ),
  );

it.each([
  [
    'STATS n = count_distinct(case(p == "a", "x", p == "b", "y", "z")) BY u',
    ['p eq "a" → "x"', 'p eq "b" → "y"', 'always → "z"'],
  ],
  ['STATS n = values(coalesce(p, q)) BY u', ['p exists → p', 'always → q']],
  ['EVAL k = coalesce(p, "none") | STATS n = count(*) BY k', ['p exists → p', 'always → "none"']],
  [
    'STATS n = values(case(p == "a", case(q == 1, "x"), "y")) BY u',
    ['p eq "a"\nq eq 1 → "x"', 'p eq "a" → null', 'always → "y"'],
  ],
  ['STATS n = count_distinct(p == "a") BY u', ['p eq "a" → true', 'p exists\np ne "a" → false']],
])('%s computes over values by cases', (columns, cases) => {
  expect(casesOf(columns)).toEqual(cases);
});

it('a value that cannot be said leaves a column text', () => {
  const stage = aggregateOf(
    'FROM x | STATS n = count_distinct(case(p == "a", hash("md5", p), "y")) BY u | WHERE n > 2',
  );
  expect(decidingComputedColumns([stage])).toEqual(['n']);
});

it.each([
  ['mv_concat(users, ",") like "*root*"', 'users contains "root"'],
  ['to_lower(mv_concat(users, ",")) like "*root*"', 'users contains~ "root"'],
  ['contains(mv_concat(users, ","), "root")', 'users contains "root"'],
  ['locate(mv_concat(users, ","), "root") > 0', 'users contains "root"'],
  ['locate(mv_concat(users, ","), "root") == 0', 'users exists\nnot (users contains "root")'],
  ['locate(mv_concat(ips, ","), source.ip) > 0', 'ips field_contains source.ip'],
])('a text within joined values is in one of them: %s', (asked, condition) => {
  const text = 'FROM x | STATS users = values(user.name), ips = values(host.ip) BY source.ip';
  expect(having(`${text} | WHERE ${asked}`)).toBe(condition);
});

it.each([
  'mv_concat(users, ",") like "*a,b*"',
  'mv_concat(users, ",") like "root*"',
  'mv_concat(users, "") like "*root*"',
  'locate(mv_concat(users, ","), "root") > 4',
])('what the order of joined values decides is not told: %s', (asked) => {
  expect(having(`FROM x | STATS users = values(user.name) BY host.name | WHERE ${asked}`)).toContain(
    'opaque',
  );
});

it('a text that may hold the separator is not looked for in each value', () => {
  const stage = aggregateOf(
    'FROM x | STATS users = values(user.name) BY host.name | WHERE locate(mv_concat(users, ","), host.name) > 0',
  );
  expect(decidingComputedColumns([stage])).toHaveLength(1);
});

it('the age of a group is arithmetic with the time of the search', () => {
  const stage = aggregateOf(
    'FROM x | STATS last = max(case(a == 1, @timestamp)) BY u | WHERE last > now() - 1 hour',
  );
  const age = stage.columns.find((column) => column.function === 'computed');
  expect(age?.arithmetic && printed(age.arithmetic)).toBe('subtract(now, last)');
  expect(printCondition(stage.having)).toBe('seconds from last to NOW() lt 3600');
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

it('a column of the group over a real number is that column with a function applied', () => {
  expect(printCondition(after('EVAL x = n / 2.0 | WHERE x > 2').having)).toBe('divide(n, 2) gt 2');
});
