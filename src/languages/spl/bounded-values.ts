/** How large values may grow: what is computed from what was computed before it doubles with each step where it takes it up twice. */
import type { Condition } from '../../condition/condition.ts';
import type { Arithmetic } from '../../rule/stage.ts';
import { answered, NO_FACTS, withFact } from './facts.ts';
import type { Facts } from './facts.ts';
import { breadth, opaqueValue } from './values.ts';
import type { ChoiceValue, Truth, Value } from './values.ts';

/** More plain values than any person's choices are between: it would have too many alternatives. */
const MAX_BREADTH = 128;

const MAX_NODES = 2000;

/** The choice; opaque where it is between too many values, or where their conditions are too large. */
export function choiceOf(said: ChoiceValue, text: string): Value {
  const choice = settled(said, NO_FACTS);
  if (choice.kind !== 'choice') return choice;
  const isLarge =
    breadth(choice) > MAX_BREADTH ||
    [...choice.branches.map((branch) => branch.value), choice.otherwise].some(isTooLarge) ||
    choice.branches.some(({ when }) => nodesOf(when.holds) > MAX_NODES);
  return isLarge ? opaqueValue('too_large', text, [choice.otherwise]) : choice;
}

/** Longer than any search: a text that is put together from itself doubles with each step. */
const MAX_TEXT = 20_000;

/** The value; opaque where it is larger than any person's is, since what is computed from it would grow on. */
export function bounded(value: Value, text: string): Value {
  return isLarger(value) ? opaqueValue('too_large', text, [value]) : value;
}

function isLarger(value: Value): boolean {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' && value.value.length > MAX_TEXT;
    case 'truth':
      return nodesOf(value.of.holds) > MAX_NODES || nodesOf(value.of.fails) > MAX_NODES;
    case 'several':
      return breadth(value) > MAX_BREADTH || value.of.some(isLarger);
    case 'choice':
      return (
        breadth(value) > MAX_BREADTH ||
        value.branches.some(({ when, value: of }) => nodesOf(when.holds) > MAX_NODES || isLarger(of)) ||
        isLarger(value.otherwise)
      );
    case 'opaque':
      return value.arithmetic !== null && sizeOf(value.arithmetic) > MAX_NODES;
    case 'field':
      return value.path.transforms.length > MAX_BREADTH;
    case 'null':
      return false;
  }
}

const sizes = new WeakMap<Arithmetic, number>();

/** Nodes, shared parts written out. */
function sizeOf(arithmetic: Arithmetic): number {
  const known = sizes.get(arithmetic);
  if (known !== undefined) return known;
  const parts =
    'left' in arithmetic ? [arithmetic.left, arithmetic.right] : 'of' in arithmetic ? [arithmetic.of] : [];
  const size = parts.reduce((sum, part) => Math.min(sum + sizeOf(part), 1e9), 1);
  sizes.set(arithmetic, size);
  return size;
}

/** What was given up once is not begun anew: an eval after the other would grow to the limit again and again. */
function isTooLarge(value: Value): boolean {
  return value.kind === 'opaque' && value.reason === 'too_large';
}

/** The value without the branches whose conditions the ones around them answer. */
function settled(value: Value, facts: Facts): Value {
  if (value.kind === 'several') return { ...value, of: value.of.map((each) => settled(each, facts)) };
  if (value.kind !== 'choice') return value;
  const branches: { readonly when: Truth; readonly value: Value }[] = [];
  let known = facts;
  for (const { when, value: of } of value.branches) {
    const holds = answered(when.holds, known);
    if (holds.kind === 'never') continue;
    const inside = settled(of, withFact(known, when.holds, true));
    if (holds.kind === 'always')
      return branches.length === 0 ? inside : { ...value, branches, otherwise: inside };
    branches.push({ when: { ...when, holds }, value: inside });
    known = withFact(known, when.holds, false);
  }
  const otherwise = settled(value.otherwise, known);
  return branches.length === 0 ? otherwise : { ...value, branches, otherwise };
}

const counted = new WeakMap<Condition, number>();

/** Nodes of a condition with its shared parts written out, each of which is counted once. */
function nodesOf(condition: Condition): number {
  const known = counted.get(condition);
  if (known !== undefined) return known;
  const children =
    condition.kind === 'all' || condition.kind === 'any'
      ? condition.of
      : condition.kind === 'not' || condition.kind === 'some'
        ? [condition.of]
        : [];
  const count = children.reduce((sum, child) => Math.min(sum + nodesOf(child), 1e9), 1);
  counted.set(condition, count);
  return count;
}
