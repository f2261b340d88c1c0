/** `some element of the list …`, where conditions may speak of the elements of several loops. */
import { always, never, some } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { both, either, negate } from '../conditions/logic.ts';
import { closed } from './closed-loops.ts';
import { hoisted, whereNone } from './commuted-picks.ts';
import type { Hoisted } from './commuted-picks.ts';
import { keyedLoop } from './keyed-values.ts';
import type { KeyedLoop } from './keyed-values.ts';
import { mentions, onlyThis } from './named-loops.ts';

/**
 * There is an element of the list for which `of` holds. What does not speak of the element is taken out. Null where the IR cannot say it: one
 * comparison that names the elements of two loops.
 */
export function someElement(
  list: FieldPath,
  collection: 'any' | 'whole',
  binder: number,
  of: Condition,
): Condition | null {
  if (of.kind === 'never') return never;
  const inside = hoisted(of, binder);
  if (inside !== null) return inside === 'several' ? null : insidePick(list, collection, binder, inside);
  const keyed = keyedLoop(list, binder, of);
  if (keyed !== null)
    return keyed === 'several' || collection === 'any' ? null : keyedElement(list, binder, keyed);
  if (of.kind === 'any') {
    if (onlyThis(of, binder)) return closed(list, collection, binder, of);
    return joined(
      of.of.map((part) => someElement(list, collection, binder, part)),
      either,
    );
  }
  if (of.kind === 'all') {
    const inside = of.of.filter((part) => mentions(part, binder));
    const outside = of.of.filter((part) => !mentions(part, binder));
    const rest = inside.length === 0 ? always : both(...inside);
    if (rest.kind === 'all' && !onlyThis(rest, binder))
      return distributed(list, collection, binder, rest.of, outside);
    const within =
      rest.kind === 'all'
        ? closed(list, collection, binder, rest)
        : someElement(list, collection, binder, rest);
    return within === null ? null : both(...outside, within);
  }
  if (!mentions(of, binder)) return both(of, closed(list, collection, binder, always));
  if (onlyThis(of, binder)) return closed(list, collection, binder, of);
  const pushed = of.kind === 'not' ? pushNot(of.of) : null;
  return pushed === null ? null : someElement(list, collection, binder, pushed);
}

/** The loop goes inside of a pick; where nothing is picked, it stands alone. */
function insidePick(
  list: FieldPath,
  collection: 'any' | 'whole',
  binder: number,
  { node, picked, none }: Hoisted,
): Condition | null {
  if (list.scope !== 'event') return null;
  // What speaks of the picked element alone stays outside of the loop: that is seen where negations are carried inwards.
  const within = someElement(list, collection, binder, inwards(picked));
  const alone = someElement(list, collection, binder, none);
  if (within === null || alone === null) return null;
  return either(some(node.field, within, node.collection, node.pick), both(whereNone(node), alone));
}

function keyedElement(list: FieldPath, binder: number, { entries, others }: KeyedLoop): Condition | null {
  return joined(
    [someElement(entries.list, 'whole', binder, entries.of), someElement(list, 'whole', binder, others)],
    either,
  );
}

/** A conjunct that mixes loops is opened where it is an `or`. */
function distributed(
  list: FieldPath,
  collection: 'any' | 'whole',
  binder: number,
  inside: readonly Condition[],
  outside: readonly Condition[],
): Condition | null {
  const mixed = inside.find((part) => !onlyThis(part, binder));
  const open = mixed?.kind === 'not' ? pushNot(mixed.of) : mixed;
  if (mixed === undefined || open?.kind !== 'any') return null;
  const others = inside.filter((part) => part !== mixed);
  const found = joined(
    open.of.map((part) => someElement(list, collection, binder, both(part, ...others))),
    either,
  );
  return found === null ? null : both(...outside, found);
}

function inwards(of: Condition): Condition {
  if (of.kind === 'all') return both(...of.of.map(inwards));
  if (of.kind === 'any') return either(...of.of.map(inwards));
  const pushed = of.kind === 'not' ? pushNot(of.of) : null;
  return pushed === null ? of : inwards(pushed);
}

function pushNot(of: Condition): Condition | null {
  if (of.kind === 'all') return either(...of.of.map(negate));
  if (of.kind === 'any') return both(...of.of.map(negate));
  return null;
}

function joined(
  parts: readonly (Condition | null)[],
  join: (...of: Condition[]) => Condition,
): Condition | null {
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length ? join(...known) : null;
}
