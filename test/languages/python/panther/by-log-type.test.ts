import { expect, test } from 'vitest';
import { all, any, compare, never } from '../../../../src/condition/condition.ts';
import type { Condition } from '../../../../src/condition/condition.ts';
import { fieldPath } from '../../../../src/condition/field-path.ts';
import { printConjuncts } from '../../../../src/condition/print.ts';
import {
  joinedByType,
  joinedOrNull,
  OTHER_TYPE,
} from '../../../../src/languages/python/panther/by-log-type.ts';

const is = (name: string): Condition => compare(fieldPath(name), 'eq', [1]);

test('what all types ask stands once, what one asks beside its type', () => {
  const joined = joinedByType(
    new Map<string, Condition>([
      ['A', all([is('x'), is('y')])],
      ['B', all([is('x'), is('z')])],
      ['C', all([is('x'), is('y')])],
      [OTHER_TYPE, never],
    ]),
  );
  expect(printConjuncts(joined)).toEqual([
    'x eq 1',
    '((p_log_type in ["A", "C"] and y eq 1) or (p_log_type eq "B" and z eq 1))',
  ]);
});

test('no type is asked for where it decides nothing', () => {
  const joined = joinedByType(
    new Map<string, Condition>([
      ['A', is('x')],
      [OTHER_TYPE, is('x')],
    ]),
  );
  expect(printConjuncts(joined)).toEqual(['x eq 1']);
});

test('events of any other type are asked what none of the types knows', () => {
  const joined = joinedByType(
    new Map<string, Condition>([
      ['A', is('x')],
      [OTHER_TYPE, is('y')],
    ]),
  );
  expect(printConjuncts(joined)).toEqual([
    '(p_log_type eq "A" and x eq 1) or (p_log_type ne "A" and y eq 1)',
  ]);
});

test('types whose conditions are too large together are not told apart', () => {
  const large = (name: string): Condition =>
    any(Array.from({ length: 9000 }, (_, at) => compare(fieldPath(`${name}${at}`), 'eq', [at])));
  const ofTypes = new Map([
    ['A', large('x')],
    ['B', large('y')],
    [OTHER_TYPE, never],
  ]);
  expect(joinedOrNull(ofTypes)).toBeNull();
});
