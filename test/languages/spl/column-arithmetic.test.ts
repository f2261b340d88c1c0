/** What a search computes from the columns of its aggregations: as arithmetic where it is exactly that, as text else. */
import { describe, expect, it } from 'vitest';
import { decidingComputedColumns } from '../../../src/analysis/computed-columns.ts';
import { spl } from '../../../src/languages/spl/index.ts';
import type { Arithmetic, Stage } from '../../../src/rule/stage.ts';

const STATISTICS =
  'sourcetype=a | stats count dc(dest) as dests values(src) as srcs min(size) as low max(size) as high by user' +
  ' | eventstats avg(count) as avg stdev(count) as stdev';

function stagesOf(commands: string): readonly Stage[] {
  const text = `${STATISTICS} | ${commands}`;
  return spl.lower({ language: 'spl', text, line: 1, column: 1, context: null }).stages;
}

function computedBy(commands: string): readonly string[] {
  return stagesOf(commands)
    .flatMap((stage) => (stage.kind === 'aggregate' ? stage.columns : []))
    .filter((column) => column.function === 'computed')
    .map(({ name, arithmetic }) => `${name}: ${arithmetic === undefined ? 'text' : written(arithmetic)}`);
}

const SIGNS = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  integer_divide: '//',
  modulo: '%',
} as const;

function written(arithmetic: Arithmetic): string {
  if (arithmetic.kind === 'number') return String(arithmetic.value);
  if (arithmetic.kind === 'column') return arithmetic.name;
  if (arithmetic.kind === 'size') return `size(${arithmetic.name})`;
  if (arithmetic.kind === 'now') return 'now';
  if (arithmetic.kind === 'round') return `round(${written(arithmetic.of)}, ${arithmetic.digits})`;
  return `(${written(arithmetic.left)} ${SIGNS[arithmetic.kind]} ${written(arithmetic.right)})`;
}

describe('is arithmetic', () => {
  it.each([
    ['eval limit=avg+stdev*2 | where count > limit', 'limit: (avg + (stdev * 2))'],
    ['eval limit=(avg+stdev)*2 | where count > limit', 'limit: ((avg + stdev) * 2)'],
    ['where count > avg + 3*stdev', 'avg + 3*stdev: (avg + (stdev * 3))'],
    ['eval ratio=dests/count | where ratio > 0.5', 'ratio: (dests / count)'],
    ['eval left=count % dests | search left > 1', 'left: (count % dests)'],
    ['eval share=100/count | where share < 5', 'share: (100 / count)'],
    ['eval limit=-(avg-stdev) | where count > limit', 'limit: ((avg - stdev) * -1)'],
    ['eval k=3 | eval limit=avg+k*stdev | where count > limit', 'limit: (avg + (stdev * 3))'],
    ['eval mean=avg | rename stdev as sd | eval limit=mean+sd | where count > limit', 'limit: (avg + stdev)'],
    [
      'eval limit=exact(avg+stdev) | eval isOut=if(count > limit, 1, 0) | where isOut=1',
      'limit: (avg + stdev)',
    ],
    ['eval span=high-low | where span > 9', 'span: (high - low)'],
    ['eval share=round(dests/count, 2) | where share > 0.5', 'share: round((dests / count), 2)'],
    ['eval limit=round(avg) | where count > limit', 'limit: round(avg, 0)'],
    ['where high > now()-3600', 'now()-3600: (now - 3600)'],
    [
      'where high > relative_time(now(), "-24h@h")',
      'relative_time(now(), "-24h@h"): (((now - 86400) // 3600) * 3600)',
    ],
    ['where high > relative_time(low, "+2d")', 'relative_time(low, "+2d"): (low + 172800)'],
  ])('%s', (commands, said) => {
    expect(computedBy(commands)).toEqual([said]);
    expect(decidingComputedColumns(stagesOf(commands))).toEqual([]);
  });
});

describe('is text', () => {
  it.each([
    ['a function that changes it', 'eval limit=sqrt(avg+stdev*2) | where count > limit', ['limit']],
    ['a function of its text', 'eval digits=len(avg+stdev) | where digits > 3', ['digits']],
    ['a sum that passes over null', 'eval total=sum(avg, stdev) | where total > 3', ['total']],
    ['two that may be texts', 'eval both=low+high | where both > 3', ['both']],
    ['a list', 'eval product=srcs*avg | where product > 3', ['product']],
    ['a field that is grouped by', 'eval sum=user+count | where sum > 3', ['sum']],
    ['a column of the same name', 'eval count=count+avg | where count > 3', ['count']],
    ['a name with two meanings', 'eval x=avg+stdev | where x > 1 | eval x=avg-stdev | where x > 2', ['x']],
    [
      'a name of two aggregations',
      'rename count as c | stats count sum(c) as c by dests | eval x=count*c | where x > 2',
      ['x'],
    ],
    ['what streamstats computes', 'streamstats sum(count) as so | eval x=so*avg | where x > 2', ['x']],
  ])('%s', (_what, commands, deciding) => {
    expect(decidingComputedColumns(stagesOf(commands))).toEqual(deciding);
  });
});
