/**
 * What is known to hold, or not to, where a branch of a choice is looked at: in `if(a, if(a, x, y), z)` the inner question is answered. Expressions of eval
 * have no other truth than that, so a condition and its opposite together hold nowhere.
 */
import { all, always, any, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { conditionKey } from '../../condition/key.ts';

/** By the condition's key: does it hold? */
export type Facts = ReadonlyMap<string, boolean>;

export const NO_FACTS: Facts = new Map();

/** The same facts, and that the condition holds, or does not. */
export function withFact(facts: Facts, condition: Condition, holds: boolean): Facts {
  const found = new Map(facts);
  note(found, condition, holds);
  return found;
}

function note(found: Map<string, boolean>, condition: Condition, holds: boolean): void {
  if (condition.kind === 'not') {
    note(found, condition.of, !holds);
    return;
  }
  found.set(conditionKey(condition), holds);
  if (condition.kind === (holds ? 'all' : 'any')) for (const each of condition.of) note(found, each, holds);
}

/** Conditions that are larger stay as they are. */
const MAX_STEPS = 4000;

/** What is left of the condition where the facts are known. */
export function answered(condition: Condition, facts: Facts): Condition {
  return facts.size === 0 ? condition : answer(condition, facts, { steps: 0 });
}

function answer(condition: Condition, facts: Facts, budget: { steps: number }): Condition {
  if (++budget.steps > MAX_STEPS) return condition;
  const known = facts.get(conditionKey(condition));
  if (known !== undefined && condition.kind !== 'opaque') return known ? always : never;
  switch (condition.kind) {
    case 'all':
      return conjunction(condition.of, facts, budget);
    case 'any': {
      const of = condition.of
        .map((each) => answer(each, facts, budget))
        .filter(({ kind }) => kind !== 'never');
      if (of.some(({ kind }) => kind === 'always')) return always;
      return of.length === 0 ? never : of.length === 1 ? (of[0] ?? never) : any(of);
    }
    case 'not': {
      const of = answer(condition.of, facts, budget);
      return of.kind === 'always' ? never : of.kind === 'never' ? always : not(of);
    }
    case 'always':
    case 'never':
    case 'from':
    case 'compare':
    case 'some':
    case 'opaque':
      return condition;
  }
}

/** Of terms that must all hold each is looked at with what the ones before it say. */
function conjunction(terms: readonly Condition[], facts: Facts, budget: { steps: number }): Condition {
  const left: Condition[] = [];
  let known = facts;
  for (const term of terms) {
    const open = answer(term, known, budget);
    if (open.kind === 'never') return never;
    if (open.kind === 'always') continue;
    left.push(open);
    known = withFact(known, open, true);
  }
  return left.length === 0 ? always : left.length === 1 ? (left[0] ?? always) : all(left);
}

/** Terms that must all hold, without what one of them answers of another. */
export function allOf(terms: readonly Condition[]): Condition {
  return conjunction(terms, NO_FACTS, { steps: 0 });
}
