/** The first of several elements, those of the event's lists among them. */
import { always } from '../../condition/condition.ts';
import type { Located } from './ast.ts';
import { choice } from './choice.ts';
import type { Machine } from './machine.ts';
import { picked } from './picks.ts';
import { anyPart } from './truth.ts';
import type { Part, Value } from './values.ts';

/** The first of the elements, `otherwise` where there is none; null where the elements cannot be told. */
export function firstValue(
  m: Machine,
  parts: readonly Part[],
  otherwise: Value,
  node: Located,
): Value | null {
  const [first, ...rest] = parts;
  if (first === undefined) return otherwise;
  if (first.kind === 'item' && first.when.kind === 'always') return first.value;
  const following = firstValue(m, rest, otherwise, node);
  if (following === null) return null;
  if (first.kind === 'item') return choice(first.when, first.value, following);
  const [last] = first.parts.slice(-1);
  if (last === undefined) return following;
  const when = anyPart(m, first.parts, () => always, node);
  const inner = firstValue(m, first.parts.slice(0, -1), lastValue(m, last, node), node);
  const value = inner === null ? null : picked(m, first, when, inner, node);
  return value === null ? null : choice(m.some(first, when, node), value, following);
}

/** The value of a part that is there. */
function lastValue(m: Machine, part: Part, node: Located): Value {
  if (part.kind === 'item') return part.value;
  return firstValue(m, [part], m.opaque('first_of_list', node), node) ?? m.opaque('first_of_list', node);
}
