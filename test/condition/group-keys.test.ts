/** Keys of groups: what a condition asks beside them, and when they need no asking. */
import { expect, it } from 'vitest';
import { all, any, compare, not } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { canonicalHash } from '../../src/condition/canonical.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { printCondition } from '../../src/condition/print.ts';
import { simplify } from '../../src/condition/simplify.ts';

const key = (field: string): Condition => compare(fieldPath(field), 'is_key');
const is = (field: string): Condition => compare(fieldPath(field), 'eq', ['x']);

it('asks no key of which something else must hold', () => {
  expect(printCondition(simplify(all([is('a'), key('a'), key('b')])))).toBe('a eq "x"\nb is_key');
  expect(printCondition(simplify(all([not(is('a')), key('a')])))).toBe('a ne "x"\na is_key');
  expect(printCondition(simplify(all([any([is('a'), is('b')]), key('a')])))).toBe(
    '(a eq "x" or b eq "x")\na is_key',
  );
});

it('says the same with keys and without', () => {
  expect(canonicalHash(all([is('a'), key('b')]))).toBe(canonicalHash(is('a')));
  expect(canonicalHash(key('b'))).toBe(canonicalHash({ kind: 'always' }));
  expect(canonicalHash(all([is('a'), compare(fieldPath('b'), 'exists')]))).not.toBe(canonicalHash(is('a')));
});
