/** Variables of a loop over an event's list, as the iterations before may have left them. */
import { choice } from './choice.ts';
import type { Value } from './values.ts';

/** What code finds in the variable: what stood there before the loop, where that is known. */
export function found(value: Value): Value {
  if (value.kind === 'pending') return value.holds ?? value;
  if (value.kind !== 'choice' || !holdsKnown(value)) return value;
  return choice(value.when, found(value.then), found(value.otherwise));
}

function holdsKnown(value: Value): boolean {
  if (value.kind === 'choice') return holdsKnown(value.then) || holdsKnown(value.otherwise);
  return value.kind === 'pending' && value.holds !== undefined;
}

/** May it be what the iterations before left? */
export function isOpen(value: Value): boolean {
  if (value.kind === 'choice') return isOpen(value.then) || isOpen(value.otherwise);
  return value.kind === 'pending';
}
