/** What a source never records does not hold, and its negation is open: as if every `not` stood at a predicate. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, any, compare, not, some } from '../../../src/condition/condition.ts';
import type { Condition, Operator } from '../../../src/condition/condition.ts';
import { fieldPath, withTransform } from '../../../src/condition/field-path.ts';
import { nativeView } from '../../../src/engine/event/event-view.ts';
import type { EventView } from '../../../src/engine/event/event-view.ts';
import type { Reading } from '../../../src/engine/event/look-up.ts';
import { compileCondition } from '../../../src/engine/evaluate/compile.ts';
import { judgedLeaves } from '../../../src/engine/evaluate/trace.ts';
import type { Verdict } from '../../../src/engine/verdict.ts';

const READINGS: Readonly<Record<string, Reading>> = {
  here: ['x'],
  gone: [],
  open: 'unmapped_field',
  unseen: 'not_observable',
};

function viewOfReadings(): EventView {
  return { ...nativeView({}), read: ({ field }) => READINGS[field.native] ?? [] };
}

function verdict(condition: Condition): Verdict {
  return compileCondition(condition).verdict(viewOfReadings());
}

const is = (field: string, operator: Operator = 'eq'): Condition =>
  compare(fieldPath(field), operator, operator === 'exists' || operator === 'is_null' ? [] : ['x']);

const leaf = fc
  .tuple(
    fc.constantFrom(...Object.keys(READINGS)),
    fc.constantFrom<Operator>('eq', 'ne', 'exists', 'is_null', 'contains', 'in'),
  )
  .map(([field, operator]) => is(field, operator));

const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(all),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(any),
    tie('tree').map(not),
  ),
})).tree;

const TURNED: Readonly<Record<Verdict, Verdict>> = {
  matched: 'unmatched',
  unmatched: 'matched',
  undecided: 'undecided',
};

/** Every `not` pushed down to the predicates, Kleene's logic above: slow, and obvious. */
function pushed(node: Condition, negated: boolean): Verdict {
  switch (node.kind) {
    case 'not':
      return pushed(node.of, !negated);
    case 'all':
    case 'any': {
      const verdicts = node.of.map((child) => pushed(child, negated));
      const decisive = (node.kind === 'all') === negated ? 'matched' : 'unmatched';
      if (verdicts.includes(decisive)) return decisive;
      return verdicts.includes('undecided') ? 'undecided' : TURNED[decisive];
    }
    case 'compare': {
      const asksForAbsence = node.operator === 'ne' || node.operator === 'is_null';
      if (node.field.native === 'unseen') return asksForAbsence === negated ? 'unmatched' : 'undecided';
      const one = verdict(node);
      return negated ? TURNED[one] : one;
    }
    case 'some':
    case 'always':
    case 'never':
    case 'from':
    case 'opaque':
      throw new Error(node.kind);
  }
}

describe('a predicate on what the source never records', () => {
  it.each<[string, Condition, Verdict]>([
    ['does not hold', is('unseen'), 'unmatched'],
    ['is open where it is negated', not(is('unseen')), 'undecided'],
    ['is open where it asks for another value', is('unseen', 'ne'), 'undecided'],
    ['is open where it asks for none', is('unseen', 'is_null'), 'undecided'],
    ['does not hold under two negations', not(not(is('unseen'))), 'unmatched'],
    ['does not hold where absence is negated', not(is('unseen', 'is_null')), 'unmatched'],
    ['decides an alternative with what does not hold', any([is('unseen'), is('gone')]), 'unmatched'],
    ['decides a conjunction with what is open', all([is('unseen'), is('open')]), 'unmatched'],
    ['leaves open what is open beside it', any([is('unseen'), is('open')]), 'undecided'],
    ['keeps no other from holding', any([is('unseen'), is('here')]), 'matched'],
    ['is open where an empty text is asked for', compare(fieldPath('unseen'), 'in', ['', 'x']), 'undecided'],
    [
      'is open behind a function that gives a missing value one',
      compare(withTransform(fieldPath('unseen'), 'truthy'), 'eq', [false]),
      'undecided',
    ],
    ['has no elements that hold', some(fieldPath('unseen'), is('here')), 'unmatched'],
    [
      'has no elements, of which none is sure to hold',
      not(some(fieldPath('unseen'), is('here'))),
      'undecided',
    ],
  ])('%s', (_title, of, expected) => {
    expect(verdict(of)).toBe(expected);
  });

  it('is judged as if every negation stood at a predicate', () => {
    fc.assert(
      fc.property(condition, (of) => {
        expect(verdict(of)).toBe(pushed(of, false));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is explained as it is judged, each predicate in its polarity', () => {
    fc.assert(
      fc.property(condition, (of) => {
        const view = viewOfReadings();
        const { explain } = compileCondition(of);
        const trace = explain(view);
        expect(trace.verdict).toBe(pushed(of, false));
        for (const { node, negated, verdict: judged } of judgedLeaves(trace)) {
          if (node.kind !== 'compare') continue;
          const shown = negated ? TURNED[judged] : judged;
          expect(shown).toBe(pushed(node, negated));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
