/**
 * How much there is of a value, all that it holds counted as often as it stands in it: `x = x + x` doubles it, `x = [x, x]` as well, though the same
 * objects are shared. What goes through a value goes through all of that.
 */
import { TooLarge } from '../conditions/too-large.ts';
import type { Part, Value } from './values.ts';

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

/** Of what objects hold it is known from when they were weighed themselves. */
function weightOf(value: Value): number {
  switch (value.kind) {
    case 'constant':
      return textWeight(typeof value.value === 'string' ? value.value.length : 0);
    case 'sequence':
    case 'lookup':
      return remembered(value, () => partsWeight(value.parts));
    case 'dictionary':
      return remembered(value, () =>
        value.entries.reduce((sum, entry) => sum + weightOf(entry.key) + weightOf(entry.value), 1),
      );
    case 'text':
      return remembered(value, () =>
        value.parts.reduce(
          (sum, part) => sum + (typeof part === 'string' ? textWeight(part.length) : weightOf(part)),
          1,
        ),
      );
    case 'choice':
      // How many alternatives there may be is bounded where they are gone through (choice.ts).
      return remembered(value, () => 1 + Math.max(weightOf(value.then), weightOf(value.otherwise)));
    case 'picked':
      return 1 + weightOf(value.value);
    case 'count':
      return weightOf(value.of);
    case 'field':
    case 'truth':
    case 'function':
    case 'native':
    case 'method':
    case 'module':
    case 'class':
    case 'instance':
    case 'pattern':
    case 'found':
    case 'address':
    case 'difference':
    case 'time':
    case 'duration':
    case 'pending':
    case 'opaque':
      return 1;
  }
}

function textWeight(characters: number): number {
  return 1 + characters / CHARACTERS;
}

function partsWeight(parts: readonly Part[]): number {
  return parts.reduce(
    (sum, part) => sum + (part.kind === 'item' ? weightOf(part.value) : partsWeight(part.parts)),
    1,
  );
}

function remembered(value: Value, weigh: () => number): number {
  const known = weights.get(value);
  if (known !== undefined) return known;
  const weight = weigh();
  weights.set(value, weight);
  return weight;
}
