/**
 * What a rule takes from one element of an event's list: the first (or last) that satisfies a condition. Where the order is not known, what
 * holds for all such elements is known, what holds for some only is not.
 */
import { never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { mapFields } from '../../../condition/fold.ts';
import type { Located } from '../syntax/ast.ts';
import { mentionsBinder } from '../values/dependence.ts';
import { mentions } from './named-loops.ts';
import { withObject } from './keyed-values.ts';
import { commuted } from './commuted-picks.ts';
import { binderOf, isOfBinder } from '../conditions/same-field.ts';
import { both, either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { childrenOf, withChildren } from '../values/children.ts';
import type { Each, Picked, Value } from '../values/values.ts';

/** The value that one element of the list gives, `when` saying which elements come into question; null where it cannot be said. */
export function picked(
  m: Machine,
  part: Each,
  place: Picked['place'],
  when: Condition,
  value: Value,
  node: Located,
): Value | null {
  if (!mentionsBinder(value, part.binder)) return value;
  const binder = m.newBinder();
  const entries = m.entries.get(part.binder);
  if (entries !== undefined) m.entries.set(binder, entries);
  const places = m.places.get(part.binder);
  if (places !== undefined) m.places.set(binder, places);
  const moved = movedValue(value, part.binder, binder);
  if (moved === null) return null;
  const doubt = m.truth(m.opaque('first_of_list', node, [value]), node);
  return {
    kind: 'picked',
    part: { ...part, binder, parts: [] },
    place,
    when: movedCondition(when, part.binder, binder),
    value: moved,
    doubt,
    node,
    scope: m.scope(),
  };
}

/** A condition on the value: known where all elements that come into question agree. There is at least one of them. */
export function pickedHolds(m: Machine, of: Picked, holds: Condition): Condition {
  if (!mentions(holds, of.part.binder)) return holds;
  if (speaksWithin(holds, of.part.binder)) {
    const held = commuted(of, holds);
    if (held !== null) return both(of.part.when, held);
  }
  const some = (when: Condition): Condition =>
    m.inScope(of.scope, () => m.some(of.part, both(of.when, when), of.node));
  const yes = some(holds);
  const no = some(negate(holds));
  if (yes.kind === 'never') return never;
  if (no.kind === 'never') return yes;
  const known =
    of.place === null
      ? null
      : m.inScope(of.scope, () => m.pick(of.part, of.place ?? 'first', of.when, holds));
  return known ?? both(yes, either(negate(no), of.doubt));
}

/** Is a value of the element's looked up by the element of another loop? */
function speaksWithin(of: Condition, binder: number): boolean {
  let found = false;
  mapFields(of, (path) => {
    if (binderOf(path) !== binder && isOfBinder(path, binder)) found = true;
    return path;
  });
  return found;
}

/** What was made from the value is again of that element. */
export function ofPicked(m: Machine, of: Picked, made: Value): Value {
  if (!mentionsBinder(made, of.part.binder)) return made;
  if (made.kind === 'truth') return { kind: 'truth', condition: pickedHolds(m, of, made.condition) };
  return { ...of, value: made };
}

function movedCondition(condition: Condition, from: number, to: number): Condition {
  return mapFields(condition, (one) => movedField(one, from, to));
}

function movedField(one: FieldPath, from: number, to: number): FieldPath {
  if (binderOf(one) === from) return Object.freeze({ ...one, name: `@${to}.${one.native}` });
  return withObject(one, (object) => (binderOf(object) === from ? movedField(object, from, to) : object));
}

/** The value with a loop's element named anew; null for a value that holds what we do not look into. */
function movedValue(value: Value, from: number, to: number): Value | null {
  if (!canMove(value)) return null;
  const moved = (of: Value): Value =>
    withChildren(of, {
      value: moved,
      condition: (one) => movedCondition(one, from, to),
      field: (one) => movedField(one, from, to),
    });
  return moved(value);
}

const MOVABLE: ReadonlySet<Value['kind']> = new Set([
  'address',
  'choice',
  'constant',
  'dictionary',
  'field',
  'found',
  'function',
  'native',
  'opaque',
  'pattern',
  'picked',
  'sequence',
  'text',
  'truth',
]);

function canMove(value: Value): boolean {
  const isOpen =
    value.kind === 'sequence'
      ? value.parts.every((part) => part.kind === 'item')
      : value.kind !== 'picked' || (value.part.parts.length === 0 && value.part.pick === undefined);
  return MOVABLE.has(value.kind) && isOpen && childrenOf(value).values.every(canMove);
}
