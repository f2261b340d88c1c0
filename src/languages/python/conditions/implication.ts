/** Does one condition hold wherever another does? Sound, not complete: a `no` only means that we cannot see it. */
import type { Condition, Some } from '../../../condition/condition.ts';
import { conditionKey } from '../../../condition/key.ts';
import { compareExcludes, compareImplies, opposite } from './compare-implication.ts';
import { areUnrelated } from './facts.ts';
import { covers, sameField } from './same-field.ts';
import { TooLarge } from './too-large.ts';

const MAX_DEPTH = 6;

/** Comparisons that one question may cost. */
const FUEL = 600;

/** What all questions about one rule may cost: beyond that the rule is too large. */
const EFFORT = 4_000_000;

let fuel = 0;
let effort = 0;

/** Begins a new rule, or a part of one that is worth only some of that. */
export function restartEffort(share = 1): void {
  effort = EFFORT * (1 - share);
}

export function implies(given: Condition, wanted: Condition): boolean {
  if (areUnrelated(given, wanted)) return false;
  fuel = FUEL;
  return follows(given, wanted, 0);
}

function follows(given: Condition, wanted: Condition, depth: number): boolean {
  if (--fuel < 0) return false;
  if (++effort > EFFORT) throw new TooLarge('Its conditions take too long to compare.');
  if (given === wanted || wanted.kind === 'always' || given.kind === 'never') return true;
  if (given.kind === 'always' || wanted.kind === 'never' || depth > MAX_DEPTH) return false;
  if (isSame(given, wanted)) return true;
  const next = depth + 1;
  if (wanted.kind === 'all') return wanted.of.every((part) => follows(given, part, next));
  if (given.kind === 'any') return given.of.every((part) => follows(part, wanted, next));
  if (given.kind === 'all' && given.of.some((part) => follows(part, wanted, next))) return true;
  if (wanted.kind === 'any') return wanted.of.some((part) => follows(given, part, next));
  if (given.kind === 'not') return impliesFromNot(given.of, wanted, next);
  if (wanted.kind === 'not') return excludes(given, wanted.of, next);
  if (wanted.kind === 'compare') {
    if (given.kind === 'compare') return compareImplies(given, wanted);
    if (given.kind === 'some') {
      const reaches = given.collection === 'whole' || wanted.collection === 'any';
      return reaches && wanted.operator === 'exists' && covers(wanted.field, given.field);
    }
  }
  return given.kind === 'some' && wanted.kind === 'some' && someImplies(given, wanted, next);
}

/** Node for node; most that differ do so at a glance. */
export function isSame(a: Condition, b: Condition): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'all':
    case 'any':
      return b.kind === a.kind && a.of.length === b.of.length && conditionKey(a) === conditionKey(b);
    case 'not':
      return b.kind === 'not' && isSame(a.of, b.of);
    case 'some':
      return b.kind === 'some' && a.field.native === b.field.native && conditionKey(a) === conditionKey(b);
    case 'compare':
      return (
        b.kind === 'compare' &&
        a.operator === b.operator &&
        a.field.native === b.field.native &&
        a.values.length === b.values.length &&
        a.values[0] === b.values[0] &&
        conditionKey(a) === conditionKey(b)
      );
    case 'opaque':
      return b.kind === 'opaque' && a.text === b.text && a.reason === b.reason;
    case 'always':
    case 'never':
      return a.kind === b.kind;
    case 'from':
      return b.kind === 'from' && conditionKey(a) === conditionKey(b);
  }
}

/** What is picked satisfies both conditions. What is wanted of a picked element is known of the same one only. */
function someImplies(given: Some, wanted: Some, depth: number): boolean {
  if (!sameField(given.field, wanted.field) || given.collection !== wanted.collection) return false;
  if (wanted.pick !== null && !samePick(given, wanted)) return false;
  return (
    follows(given.of, wanted.of, depth) ||
    (given.pick !== null && follows(given.pick.among, wanted.of, depth))
  );
}

function samePick(a: Some, b: Some): boolean {
  if (a.pick === null || b.pick === null) return false;
  return a.pick.place === b.pick.place && conditionKey(a.pick.among) === conditionKey(b.pick.among);
}

/** From `not of`: everything that `of` would follow from is out as well. */
function impliesFromNot(of: Condition, wanted: Condition, depth: number): boolean {
  if (of.kind === 'any') return of.of.some((part) => impliesFromNot(part, wanted, depth + 1));
  if (wanted.kind === 'not') return follows(wanted.of, of, depth);
  if (wanted.kind === 'compare') {
    const denied = opposite(wanted);
    return denied !== null && follows(denied, of, depth);
  }
  return false;
}

/** Does `given` rule `denied` out? */
function excludes(given: Condition, denied: Condition, depth: number): boolean {
  if (denied.kind === 'any') return denied.of.every((part) => excludes(given, part, depth + 1));
  if (denied.kind === 'all') return denied.of.some((part) => excludes(given, part, depth + 1));
  if (denied.kind === 'not') return follows(given, denied.of, depth + 1);
  if (given.kind === 'some' && denied.kind === 'some')
    return (
      sameField(given.field, denied.field) &&
      given.collection === denied.collection &&
      samePick(given, denied) &&
      excludes(given.of, denied.of, depth + 1)
    );
  if (given.kind !== 'compare') return false;
  if (denied.kind === 'some') {
    const reached = given.collection === 'any' || denied.collection === 'whole';
    return reached && given.operator === 'is_null' && covers(given.field, denied.field);
  }
  return denied.kind === 'compare' && compareExcludes(given, denied);
}
