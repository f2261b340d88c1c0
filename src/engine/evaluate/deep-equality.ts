/** Equality of lists and objects, as two fields of one event are compared with each other. */
import { isMissing, isObject } from '../../events/json-object.ts';
import type { JsonObject } from '../../events/json-object.ts';
import type { KeyFinder } from '../../events/keys.ts';
import { LIMITS } from '../limits.ts';
import type { Answer } from '../verdict.ts';
import { equalsOneOf } from './value-tests.ts';
import type { Manner } from './value-tests.ts';

export function equalsDeeply(
  left: unknown,
  right: unknown,
  manner: Manner,
  keys: KeyFinder,
  depth = 0,
): Answer {
  if (depth > LIMITS.depth) return 'event_too_large';
  if (isMissing(left) || isMissing(right)) return isMissing(left) && isMissing(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    const other: readonly unknown[] = right;
    if (left.length !== other.length) return false;
    return everyAnswer(left.length, (at) => equalsDeeply(left[at], other[at], manner, keys, depth + 1));
  }
  if (isObject(left) && isObject(right)) return equalObjects(left, right, manner, keys, depth);
  return equalsOneOf([right], manner)(left, keys);
}

function equalObjects(
  left: JsonObject,
  right: JsonObject,
  manner: Manner,
  keys: KeyFinder,
  depth: number,
): Answer {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return everyAnswer(names.length, (at) => {
    const name = names[at] ?? '';
    return Object.hasOwn(right, name) && equalsDeeply(left[name], right[name], manner, keys, depth + 1);
  });
}

function everyAnswer(count: number, answerAt: (at: number) => Answer): Answer {
  if (count > LIMITS.values) return 'event_too_large';
  let open: Answer = true;
  for (let at = 0; at < count; at++) {
    const answer = answerAt(at);
    if (answer === false) return false;
    if (answer !== true) open = answer;
  }
  return open;
}
