/**
 * What is asked of a value that is chosen (`iff`, `case`, `coalesce`), as a condition: one case or the other holds. What a case says is told under its
 * own condition, so that a choice of choices does not say the same over and over; one that is still too large is left open.
 */
import { all, always, any, never, not } from '../../condition/condition.ts';
import type { Compare, Condition, Operator } from '../../condition/condition.ts';
import { leaves } from '../../condition/fold.ts';
import { conditionKey } from '../../condition/key.ts';
import { simplify } from '../../condition/simplify.ts';
import type { ChoiceValue, Truth, Value } from './model.ts';
import { unionScopes } from './value.ts';

/** Far above what a person would follow, far below what makes a rule slow. */
const MAX_COMPARISONS = 80;

/** The first case that holds: its value, and none of the cases before it. Null: it has too many of them. */
export function distribute(choice: ChoiceValue, judge: (value: Value) => Truth): Truth | null {
  // A case whose condition is null is passed over as one that is false.
  const before: Condition[] = [];
  const cases: Case[] = [];
  let size = 0;
  for (const { when, value } of [...choice.cases, { when: null, value: choice.otherwise }]) {
    const earlier = before.length === 0 ? [] : [not(any(before))];
    const guard = simplify(all([...earlier, ...(when === null ? [] : [when.holds])]));
    const each = caseUnder(guard, judge(value));
    size += leaves(each.holds).length;
    if (size > MAX_COMPARISONS) return null;
    cases.push(each);
    if (when !== null) before.push(when.holds);
  }
  const holds = simplify(any(cases.map((each) => each.holds)));
  const isTwoValued = cases.every((each) => each.isTwoValued);
  const fails = simplify(any(cases.map((each) => each.fails)));
  return {
    holds,
    fails: isTwoValued ? shorter(fails, simplify(not(holds))) : fails,
    isTwoValued,
    scopes: unionScopes(...cases.map(({ scopes }) => scopes), ...choice.cases.map(({ when }) => when.scopes)),
  };
}

function shorter(one: Condition, other: Condition): Condition {
  return leaves(other).length < leaves(one).length ? other : one;
}

type Case = Pick<Truth, 'holds' | 'fails' | 'isTwoValued' | 'scopes'>;

function caseUnder(guard: Condition, { holds, fails, isTwoValued, scopes }: Truth): Case {
  const known = new Map<string, boolean>();
  learn(known, guard, true);
  const under = (result: Condition): Condition => simplify(all([guard, assuming(known, result)]));
  return { holds: under(holds), fails: under(fails), isTwoValued, scopes };
}

const OPPOSITE: Partial<Record<Operator, Operator>> = {
  eq: 'ne',
  ne: 'eq',
  exists: 'is_null',
  is_null: 'exists',
};

/** What is known of comparisons when the condition holds, or does not. Of what is opaque nothing is. */
function learn(known: Map<string, boolean>, condition: Condition, holds: boolean): void {
  switch (condition.kind) {
    case 'not':
      learn(known, condition.of, !holds);
      break;
    case 'all':
      if (holds) for (const child of condition.of) learn(known, child, true);
      break;
    case 'any':
      if (!holds) for (const child of condition.of) learn(known, child, false);
      break;
    case 'compare':
      known.set(conditionKey(condition), holds);
      break;
    case 'always':
    case 'never':
    case 'from':
    case 'some':
    case 'opaque':
      break;
  }
}

/** The condition where that is known. */
function assuming(known: ReadonlyMap<string, boolean>, condition: Condition): Condition {
  switch (condition.kind) {
    case 'not':
      return not(assuming(known, condition.of));
    case 'all':
      return all(condition.of.map((child) => assuming(known, child)));
    case 'any':
      return any(condition.of.map((child) => assuming(known, child)));
    case 'compare': {
      const holds = knownOf(known, condition);
      if (holds === undefined) return condition;
      return holds ? always : never;
    }
    case 'always':
    case 'never':
    case 'from':
    case 'some':
    case 'opaque':
      return condition;
  }
}

function knownOf(known: ReadonlyMap<string, boolean>, condition: Compare): boolean | undefined {
  const itself = known.get(conditionKey(condition));
  const opposite = OPPOSITE[condition.operator];
  if (itself !== undefined || opposite === undefined || condition.values.length > 1) return itself;
  const other = known.get(conditionKey(Object.freeze({ ...condition, operator: opposite })));
  return other === undefined ? undefined : !other;
}
