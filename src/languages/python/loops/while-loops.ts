/**
 * `while j < len(xs) and …: j += 1`, j a place of xs: behind it stands the first place for which the condition no longer holds, or the end of the
 * list. Other loops are not followed.
 */
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { choice } from '../values/choice.ts';
import { negate } from '../conditions/logic.ts';
import type { Machine, Outcome } from '../machine/machine.ts';
import { NEXT } from '../statements/outcome.ts';
import { picked } from '../elements/picks.ts';
import { placeOf, placesFrom } from '../elements/places.ts';
import { field } from '../values/values.ts';
import type { Place, Value } from '../values/values.ts';

/** Null: another loop. */
export function skippingLoop(m: Machine, node: StatementOf<'While'>): Outcome | null {
  const name = counterOf(node);
  const start = name === null ? undefined : m.read(name);
  if (name === null || start === undefined || node.orelse.length > 0) return null;
  const place = placeOf(m, start);
  const from = place === null ? null : placesFrom(m, place);
  if (from === null) return null;
  const here = placeValue(m, from.place, node);
  const { result: goesOn, raises } = m.collecting(() => {
    m.write(name, here);
    return m.truth(m.evaluate(node.test), node.test);
  });
  m.write(name, start);
  if (raises.length > 0) return null;
  const ends = negate(goesOn);
  const reached = picked(m, from.part, 'first', ends, here, node);
  if (reached === null) return null;
  m.write(
    name,
    choice(someEnds(m, from, ends, node), reached, field(withTransform(from.place.list, 'length'))),
  );
  return NEXT;
}

function someEnds(
  m: Machine,
  from: NonNullable<ReturnType<typeof placesFrom>>,
  ends: Condition,
  node: StatementOf<'While'>,
): Condition {
  return m.some(from.part, ends, node);
}

/** The variable that the body does nothing but count up by one. */
function counterOf({ body }: StatementOf<'While'>): string | null {
  const [only, ...more] = body;
  if (only?.nodeType !== 'AugAssign' || more.length > 0 || only.op.nodeType !== 'Add') return null;
  const { target, value } = only;
  return target.nodeType === 'Name' && value.nodeType === 'Constant' && value.value === 1 ? target.id : null;
}

function placeValue(m: Machine, place: Place, node: StatementOf<'While'>): Value {
  const value = m.opaque('index_of_element', node.test, [field(place.element)]);
  return value.kind === 'opaque' ? { ...value, place } : value;
}
