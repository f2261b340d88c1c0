/** The one element of a list that a condition is about: the first, or last, of those that satisfy another condition. */
import type { ElementPick } from '../../condition/condition.ts';
import type { Judgement } from '../verdict.ts';

/** The candidates in the order in which they are asked. */
export function inPickingOrder(pick: ElementPick, elements: readonly unknown[]): readonly unknown[] {
  return pick.place === 'last' ? elements.toReversed() : elements;
}

/** What holds of the first candidate that is among those asked for; where it is not certain which that is, all that may be it must agree. */
export function pickedJudgement(
  candidates: readonly unknown[],
  isAmong: (element: unknown) => Judgement,
  holds: (element: unknown) => Judgement,
): Judgement {
  let possible: Judgement | null = null;
  for (const element of candidates) {
    const among = isAmong(element);
    if (among === 'unmatched') continue;
    const one = holds(element);
    const isOpen = one !== 'matched' && one !== 'unmatched';
    if (isOpen || (possible !== null && one !== possible)) return 'undecided';
    if (among === 'matched') return one;
    possible = one;
  }
  return possible === 'matched' ? 'undecided' : 'unmatched';
}
