/** The first (or last) of several elements, those of the event's lists among them. */
import { always } from '../../../condition/condition.ts';
import type { ElementPick } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { choice } from './choice.ts';
import type { Machine } from '../machine/machine.ts';
import { picked } from '../elements/picks.ts';
import { anyPart } from './truth.ts';
import type { Part, Value } from './values.ts';

type Place = ElementPick['place'];

/** The first of the elements, `otherwise` where there is none; null where the elements cannot be told. */
export function firstValue(
  m: Machine,
  parts: readonly Part[],
  otherwise: Value,
  node: Located,
  place: Place = 'first',
): Value | null {
  const [first, ...rest] = place === 'first' ? parts : [...parts].reverse();
  const others = place === 'first' ? rest : rest.reverse();
  if (first === undefined) return otherwise;
  if (first.kind === 'item' && first.when.kind === 'always') return first.value;
  const following = firstValue(m, others, otherwise, node, place);
  if (following === null) return null;
  if (first.kind === 'item') return choice(first.when, first.value, following);
  if (first.parts.length === 0) return following;
  const when = anyPart(m, first.parts, () => always, node);
  const inner = presentValue(m, first.parts, node, place);
  const value = inner === null ? null : picked(m, first, place, when, inner, node);
  return value === null ? null : choice(m.some(first, when, node), value, following);
}

/** The first of parts of which one at least is there. */
function presentValue(m: Machine, parts: readonly Part[], node: Located, place: Place): Value | null {
  const surest = place === 'first' ? parts.at(-1) : parts[0];
  if (surest === undefined) return null;
  const others = place === 'first' ? parts.slice(0, -1) : parts.slice(1);
  return firstValue(m, others, valueOf(m, surest, node, place), node, place);
}

/** The value of a part that is there. */
function valueOf(m: Machine, part: Part, node: Located, place: Place): Value {
  if (part.kind === 'item') return part.value;
  const unknown = m.opaque('first_of_list', node);
  return firstValue(m, [part], unknown, node, place) ?? unknown;
}
