/**
 * "The first (or last) element of the list that satisfies one condition satisfies another", as a condition. What speaks of another loop's
 * element cannot stand in it: it is decided before, one way and the other.
 */
import { always, never, some } from '../../../condition/condition.ts';
import type { Condition, ElementPick } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { conditionKey } from '../../../condition/key.ts';
import { closing } from './closed-loops.ts';
import { onlyThis } from './named-loops.ts';
import { implies } from '../conditions/implication.ts';
import { openInside } from './commuted-picks.ts';
import { binderOf, lookedUpIn } from '../conditions/same-field.ts';
import { withoutEntries } from './entry-sides.ts';
import { hasOpaque } from '../conditions/facts.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';

export interface PickedList {
  readonly list: FieldPath;
  readonly collection: 'any' | 'whole';
  readonly binder: number;
}

/** How many questions of other loops are decided before. */
const MAX_FOREIGN = 4;

/** Null where the IR cannot say it. */
export function pickElement(
  of: PickedList,
  place: ElementPick['place'],
  among: Condition,
  holds: Condition,
  depth = 0,
): Condition | null {
  if (among.kind === 'never' || holds.kind === 'never') return never;
  if ([among, holds].some((one) => isLookedInto(one, of.binder))) return null;
  const foreign = foreignLeaf(among, of.binder) ?? foreignLeaf(holds, of.binder);
  if (foreign === null) return closedPick(of, place, among, holds);
  if (depth === MAX_FOREIGN || !isWholly(foreign, of.binder)) return null;
  const side = (known: Condition): Condition | null =>
    pickElement(of, place, settled(among, foreign, known), settled(holds, foreign, known), depth + 1);
  const yes = side(always);
  const no = side(never);
  return yes === null || no === null ? null : decide(foreign, yes, no);
}

function closedPick(
  { list, collection, binder }: PickedList,
  place: ElementPick['place'],
  among: Condition,
  holds: Condition,
): Condition {
  const shaped = withoutEntries(list, binder, [among, holds]);
  const close = closing(binder, shaped.held);
  const [candidate = among, held = holds] = shaped.held;
  const plain = !hasOpaque(among) && !hasOpaque(holds);
  if (holds.kind === 'always' || (plain && implies(among, holds)))
    return some(shaped.list, close(candidate), collection);
  if (plain && implies(among, negate(holds))) return never;
  return some(shaped.list, close(held), collection, { place, among: close(candidate) });
}

/** Are values looked up by this element, or in it, or does a pick inside name it? */
function isLookedInto(of: Condition, binder: number): boolean {
  switch (of.kind) {
    case 'all':
    case 'any':
      return of.of.some((part) => isLookedInto(part, binder));
    case 'not':
      return isLookedInto(of.of, binder);
    case 'some':
      return lookedUpIn(of.field) !== null || openInside(of).size > 0 || isLookedInto(of.of, binder);
    case 'compare':
      return [of.field, of.other].some((path) => path !== null && lookedUpIn(path) !== null);
    case 'opaque':
    case 'always':
    case 'never':
    case 'from':
      return false;
  }
}

/** A leaf that names the element of another loop. */
function foreignLeaf(of: Condition, binder: number): Condition | null {
  switch (of.kind) {
    case 'all':
    case 'any':
      return of.of.reduce<Condition | null>((found, part) => found ?? foreignLeaf(part, binder), null);
    case 'not':
      return foreignLeaf(of.of, binder);
    case 'some':
    case 'compare':
      return onlyThis(of, binder) ? null : of;
    case 'opaque':
    case 'always':
    case 'never':
    case 'from':
      return null;
  }
}

/** Does the leaf say nothing of this loop's element? */
function isWholly(leaf: Condition, binder: number): boolean {
  if (leaf.kind === 'some') return binderOf(leaf.field) !== binder;
  if (leaf.kind !== 'compare') return false;
  return binderOf(leaf.field) !== binder && (leaf.other === null || binderOf(leaf.other) !== binder);
}

/** The condition where a leaf of it is known to hold, or not to. */
function settled(of: Condition, leaf: Condition, known: Condition): Condition {
  if (conditionKey(of) === conditionKey(leaf)) return known;
  if (of.kind === 'all') return both(...of.of.map((part) => settled(part, leaf, known)));
  if (of.kind === 'any') return either(...of.of.map((part) => settled(part, leaf, known)));
  return of.kind === 'not' ? negate(settled(of.of, leaf, known)) : of;
}
