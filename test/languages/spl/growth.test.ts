/** A value that is made of the one before it, twice, doubles with each step: what is kept of it stays small, and that it was given up is said once. */
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/condition/condition.ts';
import { leaves } from '../../../src/condition/fold.ts';
import { spl } from '../../../src/languages/spl/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';

const STEPS = 60;

function lower(search: string): Lowered {
  return spl.lower({ language: 'spl', text: search, line: 1, column: 1, context: null });
}

/** Nodes and fields; what a tree shares counts as often as it stands there. */
function sizeOf({ condition, stages }: Lowered): number {
  const having = stages.flatMap((stage) => (stage.kind === 'aggregate' ? [stage.having] : []));
  const ofLeaves = [condition, ...having]
    .flatMap((each: Condition) => leaves(each))
    .reduce(
      (sum, { node }) => sum + 1 + (node.kind === 'opaque' ? node.fields.length : node.values.length),
      0,
    );
  return ofLeaves + JSON.stringify(stages).length / 100;
}

const GROWING: readonly (readonly [
  what: string,
  first: string,
  step: (of: string) => string,
  test: string,
])[] = [
  ['texts put together', 'src . dest', (of) => `${of} . ${of}`, '= "a"'],
  ['a text that is known', '"ab"', (of) => `${of} . ${of}`, '= "a"'],
  ['values in one field', 'mvappend(src, dest)', (of) => `mvappend(${of}, ${of})`, '= "a"'],
  ['choices', 'if(a="1", src, dest)', (of) => `if(a=${of}, ${of}, ${of} . "x")`, '= "a"'],
  ['truths', 'src = "a"', (of) => `(${of} AND b="1") OR (${of} AND c="1")`, ''],
  ['numbers', 'src + dest', (of) => `${of} * ${of}`, '> 5'],
  ['times', 'now()', (of) => `${of} + ${of}`, '> 5'],
];

describe('a search', () => {
  it.each(GROWING)('of %s', (_what, first, step, test) => {
    const evals = Array.from({ length: STEPS }, (_, at) => `eval x${at + 1}=${step(`x${at}`)}`);
    const lowered = lower(`index=main | eval x0=${first} | ${evals.join(' | ')} | where x${STEPS} ${test}`);
    expect(sizeOf(lowered)).toBeLessThan(1000);
    const codes = lowered.diagnostics.map(({ code }) => code);
    expect(codes).toHaveLength(1);
  });

  it('of a column that a regular expression takes out of itself', () => {
    const rex = Array.from({ length: STEPS }, (_, at) => `rex field=x "(?<x>a${at})"`);
    const lowered = lower(`index=main x=* | ${rex.join(' | ')} | where x="a"`);
    expect(sizeOf(lowered)).toBeLessThan(1000);
  });

  it('of a field that is filled again and again', () => {
    const fills = Array.from({ length: STEPS }, (_, at) => `fillnull value=${at} x`);
    const lowered = lower(`index=main | eval x=if(a="1", src, dest) | ${fills.join(' | ')} | where x="a"`);
    expect(sizeOf(lowered)).toBeLessThan(1000);
  });

  it('of numbers of a group', () => {
    const evals = Array.from({ length: STEPS }, (_, at) => `eval x${at + 1}=x${at}*x${at}`);
    const lowered = lower(
      `index=main | stats count as x0 by user | ${evals.join(' | ')} | where x${STEPS}>5`,
    );
    expect(sizeOf(lowered)).toBeLessThan(1000);
    expect(lowered.diagnostics).toEqual([]);
  });
});
