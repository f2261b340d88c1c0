/**
 * How much there is of a value, all that it holds counted as often as it stands in it: `x = x + x` doubles it, `x = [x, x]` as well, though the same
 * objects are shared. What goes through a value goes through all of that.
 */
import { TooLarge } from '../conditions/too-large.ts';
import { childrenOf, holdsValues } from './children.ts';
import type { Constant, Value } from './values.ts';

/** Far above the longest list that a person wrote. */
const MAX_WEIGHT = 100_000;
/** So many characters weigh as much as an element. */
const CHARACTERS = 10;

const weights = new WeakMap<object, number>();

/** The value, where it is of a size that can be followed. */
export function sized(value: Value): Value {
  if (weightOf(value) > MAX_WEIGHT) throw new TooLarge('A value grows too large.');
  return value;
}

function weightOf(value: Value): number {
  if (value.kind === 'constant') return textWeight(value.value);
  if (!holdsValues(value)) return 1;
  const known = weights.get(value);
  if (known !== undefined) return known;
  const inner = childrenOf(value).values.map(weightOf);
  // How many alternatives there may be is bounded where they are gone through (choice.ts).
  const weight =
    value.kind === 'choice'
      ? 1 + Math.max(...inner)
      : inner.reduce((sum, one) => sum + one, ownWeight(value));
  weights.set(value, weight);
  return weight;
}

function ownWeight(value: Value): number {
  if (value.kind !== 'text') return 1;
  return value.parts.reduce<number>(
    (sum, part) => sum + (typeof part === 'string' ? textWeight(part) : 0),
    1,
  );
}

function textWeight(of: Constant['value']): number {
  return typeof of === 'string' ? 1 + of.length / CHARACTERS : 1;
}
