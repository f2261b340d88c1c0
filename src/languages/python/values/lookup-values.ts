/** The values of a dictionary whose keys the event decides: of pairs with one key the last counts. */
import { never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { equalTo } from './equality.ts';
import { both, negate } from '../conditions/logic.ts';
import { sideOf } from './lookups.ts';
import type { Machine } from '../machine/machine.ts';
import { anyPart } from './truth.ts';
import { NONE } from './values.ts';
import type { Lookup, Part, Value } from './values.ts';

export function lookupValues(m: Machine, of: Lookup, node: Located): readonly Part[] {
  return of.parts.map((part, at) =>
    remaining(m, part, of.parts.slice(at + 1), repeats(m, of, part, node), node),
  );
}

/** Does an element of the same list put another value in the place of this one's? */
function repeats(m: Machine, of: Lookup, part: Part, node: Located): Condition {
  const values = part.kind === 'item' ? [] : constantsOf(part);
  if (values !== null && new Set(values).size <= 1) return never;
  return m.truth(m.opaque('dict_of_elements', node, [of]), node);
}

/** The constants that the pairs hold; null where one is none. */
function constantsOf(part: Part): readonly unknown[] | null {
  if (part.kind === 'item') {
    const value = sideOf(part.value, 1);
    return value.kind === 'constant' ? [value.value] : null;
  }
  const inner = part.parts.map(constantsOf);
  return inner.includes(null) ? null : inner.flatMap((one) => one ?? []);
}

function remaining(m: Machine, part: Part, later: readonly Part[], repeated: Condition, node: Located): Part {
  if (part.kind === 'each')
    return { ...part, parts: part.parts.map((one) => remaining(m, one, later, repeated, node)) };
  const key = sideOf(part.value, 0);
  const replaced = anyPart(m, later, (pair: Value) => equalTo(m, sideOf(pair, 0), key, node), node);
  const when = both(part.when, negate(replaced), negate(repeated));
  return { ...part, when, value: part.value.kind === 'pending' ? NONE : sideOf(part.value, 1) };
}
