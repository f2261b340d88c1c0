import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHash } from '../../src/condition/canonical.ts';
import { all, any, not } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fold, leaves, mapFields, mapLeaves } from '../../src/condition/fold.ts';
import { conditionKey } from '../../src/condition/key.ts';
import { printCondition } from '../../src/condition/print.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { evaluateCondition, explainCondition } from '../../src/engine/evaluate/compile.ts';
import { condition, event } from './arbitrary.ts';

const runs = { numRuns: 3_000 };

/** The same condition with children and values in another order. */
function reversed(of: Condition): Condition {
  switch (of.kind) {
    case 'all':
      return all(of.of.map(reversed).reverse());
    case 'any':
      return any(of.of.map(reversed).reverse());
    case 'not':
      return not(reversed(of.of));
    case 'some':
      return { ...of, of: reversed(of.of), pick: of.pick && { ...of.pick, among: reversed(of.pick.among) } };
    case 'compare':
      return { ...of, values: [...of.values].reverse() };
    case 'always':
    case 'never':
    case 'from':
    case 'opaque':
      return of;
  }
}

describe('simplify', () => {
  it('never changes the verdict', () => {
    fc.assert(
      fc.property(condition, event, (of, on) => {
        expect(evaluateCondition(simplify(of), on)).toBe(evaluateCondition(of, on));
      }),
      runs,
    );
  });

  it('finds nothing to do the second time', () => {
    fc.assert(
      fc.property(condition, (of) => {
        const once = simplify(of);
        // A copy: what came out of it is known to be simple.
        expect(conditionKey(simplify(structuredClone(once)))).toBe(conditionKey(once));
        expect(simplify(once)).toBe(once);
      }),
      runs,
    );
  });
});

describe('negation', () => {
  const opposite = { matched: 'unmatched', unmatched: 'matched', undecided: 'undecided' } as const;

  it('turns the verdict round, simplified or not', () => {
    fc.assert(
      fc.property(condition, event, (of, on) => {
        const verdict = opposite[evaluateCondition(of, on)];
        expect(evaluateCondition(not(of), on)).toBe(verdict);
        expect(evaluateCondition(simplify(not(of)), on)).toBe(verdict);
      }),
      runs,
    );
  });

  it('De Morgan', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 3 }), event, (of, on) => {
        expect(evaluateCondition(not(all(of)), on)).toBe(evaluateCondition(any(of.map(not)), on));
      }),
      runs,
    );
  });
});

describe('the order of children and values', () => {
  it('makes no difference to verdict and canonical hash', () => {
    fc.assert(
      fc.property(condition, event, (of, on) => {
        expect(evaluateCondition(reversed(of), on)).toBe(evaluateCondition(of, on));
        expect(canonicalHash(reversed(of))).toBe(canonicalHash(of));
      }),
      runs,
    );
  });
});

describe('conditions of one canonical hash', () => {
  it('have one verdict', () => {
    const seen = new Map<string, Condition>();
    fc.assert(
      fc.property(condition, fc.array(event, { minLength: 3, maxLength: 3 }), (of, events) => {
        const other = seen.get(canonicalHash(of)) ?? of;
        seen.set(canonicalHash(of), of);
        for (const on of events) expect(evaluateCondition(of, on)).toBe(evaluateCondition(other, on));
      }),
      runs,
    );
  });
});

describe('walks', () => {
  it('fold and the maps give back the same condition', () => {
    fc.assert(
      fc.property(condition, (of) => {
        expect(mapLeaves(of, (leaf) => leaf)).toEqual(of);
        expect(mapFields(of, (field) => field)).toEqual(of);
        const count = fold<number>(of, {
          all: (counts) => counts.reduce((sum, each) => sum + each, 0),
          any: (counts) => counts.reduce((sum, each) => sum + each, 0),
          not: (each) => each,
          some: (each, _node, among) => each + (among ?? 0),
          always: () => 0,
          never: () => 0,
          from: () => 0,
          compare: () => 1,
          opaque: () => 1,
        });
        expect(leaves(of)).toHaveLength(count);
      }),
      runs,
    );
  });
});

describe('print', () => {
  it('tells conditions apart, and takes any', () => {
    fc.assert(
      fc.property(condition, (of) => {
        expect(printCondition(of)).toBe(printCondition(structuredClone(of)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an explanation', () => {
  it('has the verdict of the quick way', () => {
    fc.assert(
      fc.property(condition, event, (of, on) => {
        expect(explainCondition(of, on).verdict).toBe(evaluateCondition(of, on));
      }),
      runs,
    );
  });
});
