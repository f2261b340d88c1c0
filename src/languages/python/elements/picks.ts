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
import { mentions } from '../values/fields.ts';
import { withObject } from './keyed-values.ts';
import { commuted } from './commuted-picks.ts';
import { binderOf, isOfBinder } from '../conditions/same-field.ts';
import { both, either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import type { Each, Part, Picked, Value } from '../values/values.ts';

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
  const inner = (one: Value): Value | null => movedValue(one, from, to);
  switch (value.kind) {
    case 'field':
      return { ...value, field: movedField(value.field, from, to) };
    case 'truth':
      return { ...value, condition: movedCondition(value.condition, from, to) };
    case 'choice': {
      const then = inner(value.then);
      const otherwise = inner(value.otherwise);
      if (then === null || otherwise === null) return null;
      return { ...value, when: movedCondition(value.when, from, to), then, otherwise };
    }
    case 'sequence': {
      const parts = value.parts.map((part): Part | null => {
        const of = part.kind === 'item' ? inner(part.value) : null;
        return part.kind === 'item' && of !== null
          ? { ...part, when: movedCondition(part.when, from, to), value: of }
          : null;
      });
      const known = parts.filter((part) => part !== null);
      return known.length === parts.length ? { ...value, parts: known } : null;
    }
    case 'dictionary': {
      const entries = value.entries.map((entry) => {
        const [key, of] = [inner(entry.key), inner(entry.value)];
        const when = movedCondition(entry.when, from, to);
        return key === null || of === null ? null : { key, when, value: of };
      });
      const known = entries.filter((entry) => entry !== null);
      return known.length === entries.length ? { ...value, entries: known } : null;
    }
    case 'text': {
      const parts = value.parts.map((part) => (typeof part === 'string' ? part : inner(part)));
      const known = parts.filter((part) => part !== null);
      return known.length === parts.length ? { ...value, parts: known } : null;
    }
    case 'opaque':
      return {
        ...value,
        fields: value.fields.map((one) => movedField(one, from, to)),
        ...(value.place === undefined
          ? {}
          : { place: { ...value.place, element: movedField(value.place.element, from, to) } }),
      };
    case 'found': {
      const text = value.of === null ? null : inner(value.of.text);
      if (value.of === null || text === null) return value.of === null ? value : null;
      return text.kind === 'field' || text.kind === 'constant'
        ? { ...value, of: { ...value.of, text } }
        : null;
    }
    case 'address': {
      const of = inner(value.of);
      return of?.kind === 'field' || of?.kind === 'constant' ? { ...value, of } : null;
    }
    case 'constant':
    case 'native':
    case 'function':
    case 'pattern':
      return value;
    case 'picked':
      return movedPick(value, from, to);
    case 'lookup':
    case 'method':
    case 'module':
    case 'class':
    case 'instance':
    case 'count':
    case 'difference':
    case 'time':
    case 'duration':
    case 'pending':
      return null;
  }
}

/** An element of a list that the named element holds. */
function movedPick(of: Picked, from: number, to: number): Picked | null {
  const value = movedValue(of.value, from, to);
  if (value === null || of.part.parts.length > 0 || of.part.pick !== undefined) return null;
  const part = {
    ...of.part,
    list: movedField(of.part.list, from, to),
    when: movedCondition(of.part.when, from, to),
  };
  const [when, doubt] = [movedCondition(of.when, from, to), movedCondition(of.doubt, from, to)];
  return { ...of, part, when, value, doubt };
}
