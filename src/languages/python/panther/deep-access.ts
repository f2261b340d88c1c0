/** Paths into the event: `get`, `[…]`, `deep_get`, `deep_walk`. */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { choice } from '../values/choice.ts';
import { absent, entryOf } from '../values/dictionaries.ts';
import { child, element, hasType, isEvent, isMissing, optional, test } from '../values/fields.ts';
import { fieldElements } from '../values/iteration.ts';
import { both, either, negate } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { valueBeside } from '../elements/object-entries.ts';
import { picked } from '../elements/picks.ts';
import { field, NONE } from '../values/values.ts';
import type { Dictionary, Field, Value } from '../values/values.ts';

/** `x.get(key, default)` on a dictionary of the event or a constant one. */
export function get(m: Machine, of: Value, key: Value, otherwise: Value, node: Located): Value {
  return m.each(key, (one) => {
    if (of.kind === 'dictionary' || of.kind === 'lookup') {
      const { found, value } = entryOf(m, of, one, node);
      return value === null ? otherwise : choice(found, value, otherwise);
    }
    if (of.kind === 'field' && of.walk === null) {
      const beside = valueBeside(m, of.field, one);
      if (beside !== null) return optional(beside, otherwise);
    }
    if (of.kind !== 'field' || one.kind !== 'constant') return m.opaque('computed_key', node, [of, one]);
    if (m.catching() && of.walk === null && !isEvent(of))
      m.raise('AttributeError', negate(hasType(of.field, ['object'])));
    return readAt(m, of, keyPath(m, of, String(one.value)), otherwise);
  });
}

function keyPath(m: Machine, of: Field, key: string): FieldPath {
  const path = child(of.field, key);
  m.noteRead(path, isEvent(of) ? null : of.field);
  return path;
}

function readAt(m: Machine, of: Field, path: FieldPath, otherwise: Value): Value {
  if (of.walk === null) return optional(path, otherwise);
  m.step();
  return choice(test(path, 'is_null', [], { collection: 'any' }), otherwise, field(path, of.walk));
}

/** `x[key]`: raises where there is none. */
export function entry(m: Machine, of: Value, key: Value, node: Located): Value {
  if (of.kind === 'dictionary' || of.kind === 'lookup') {
    const { found, value } = entryOf(m, of, key, node);
    m.raise('KeyError', absent(found));
    return value ?? NONE;
  }
  const beside = of.kind === 'field' && of.walk === null ? valueBeside(m, of.field, key) : null;
  if (beside !== null && beside.segments.length === 0) m.raise('KeyError', isMissing(beside));
  if (beside !== null) return optional(beside);
  if (of.kind !== 'field' || key.kind !== 'constant') return m.opaque('computed_key', node, [of, key]);
  const path = keyPath(m, of, String(key.value));
  // The attributes of a policy's resource are always there, often null; an event's keys may be missing.
  if (m.context.entry === 'policy' && !m.catching()) return readAt(m, of, path, NONE);
  m.raise('KeyError', isMissing(path));
  return field(path, of.walk);
}

/** `x[key]` that is compared with None: who asks that knows the key to be there, with null, which is missing to us. */
export function nullableEntry(m: Machine, of: Value, key: Value, node: Located): Value {
  if (m.catching() || of.kind !== 'field' || of.walk !== null) return entry(m, of, key, node);
  if (key.kind !== 'constant' || typeof key.value !== 'string') return entry(m, of, key, node);
  return readAt(m, of, keyPath(m, of, key.value), NONE);
}

/** Panther's deep_get: the value at the end of the keys, the default where anything on the way is missing or no dictionary. */
export function deepGet(
  m: Machine,
  of: Value,
  keys: readonly Value[],
  otherwise: Value,
  node: Located,
): Value {
  const [first, ...rest] = keys;
  return m.each(of, (leaf) => {
    if (first === undefined) return leaf.kind === 'constant' && leaf.value === null ? otherwise : leaf;
    if (leaf.kind === 'opaque' || leaf.kind === 'pending') return m.opaque('unknown_value', node, [leaf]);
    if (leaf.kind !== 'field' && leaf.kind !== 'dictionary' && leaf.kind !== 'lookup') return otherwise;
    return m.each(first, (key) => {
      if (leaf.kind === 'dictionary' || leaf.kind === 'lookup') {
        const { found, value } = entryOf(m, leaf, key, node);
        return choice(found, deepGet(m, value ?? NONE, rest, otherwise, node), otherwise);
      }
      const beside = leaf.walk === null ? valueBeside(m, leaf.field, key) : null;
      if (beside !== null)
        return rest.length === 0
          ? optional(beside, otherwise)
          : deepGet(m, optional(beside), rest, otherwise, node);
      if (key.kind !== 'constant') return m.opaque('computed_key', node, [leaf, key]);
      const next = field(keyPath(m, leaf, String(key.value)), leaf.walk);
      return rest.length === 0
        ? readAt(m, leaf, next.field, otherwise)
        : deepGet(m, next, rest, otherwise, node);
    });
  });
}

/** Panther's deep_walk: as deep_get, but through lists; one value, or the list of several. */
export function deepWalkCall(m: Machine, of: Value, call: Call): Value {
  const otherwise = call.named.get('default') ?? NONE;
  const pick = call.named.get('return_val');
  const gapped = otherwise.kind !== 'constant' || otherwise.value !== null;
  const place = pick?.kind === 'constant' ? pick.value : null;
  const walk = place === 'first' ? (gapped ? 'gapped_first' : 'first') : place === 'last' ? 'last' : 'all';
  return m.each(of, (leaf) => {
    if (leaf.kind === 'constant') return otherwise;
    if (leaf.kind === 'dictionary') return walkDictionary(m, leaf, call, otherwise);
    const first =
      walk === 'gapped_first' && leaf.kind === 'field' ? firstGiven(m, leaf, call, otherwise) : null;
    if (first !== null) return first;
    if (leaf.kind !== 'field') return m.opaque('unsupported_deep_walk', call.node, [leaf]);
    let path = leaf.field;
    for (const key of call.args) {
      if (key.kind !== 'constant') return m.opaque('computed_key', call.node, [leaf, key]);
      const next = child(path, String(key.value));
      m.noteRead(next, path.segments.length === 0 ? null : path);
      path = next;
    }
    const found = choice(test(path, 'is_null', [], { collection: 'any' }), otherwise, field(path, walk));
    return walk === 'last' && leaf.walk === null ? lastOfList(m, path, found, call.node) : found;
  });
}

/** Of a list at the last key but one, whose elements all have a value of their own: the last of those values, each once. */
function lastOfList(m: Machine, path: FieldPath, otherwise: Value, node: Located): Value {
  const key = path.segments.at(-1);
  if (key === undefined || path.segments.length < 2 || path.transforms.length > 0) return otherwise;
  const segments = path.segments.slice(0, -1);
  const list = segments.reduce(child, Object.freeze({ ...path, segments: [], native: '' }));
  const part = fieldElements(m, list, 'whole');
  const own = child(element(part.binder).field, key);
  const isOther = m.some(part, either(isMissing(own), hasType(own, ['list'])), node);
  const values = ['each', 'key', 'collect', 'unique'] as const;
  const all = values.reduce((at, name) => withTransform(at, name, ...(name === 'key' ? [key] : [])), list);
  const isPlain = both(hasType(list, ['list']), m.some(part, always, node), negate(isOther));
  return choice(isPlain, field(withTransform(all, 'at', -1)), otherwise);
}

/** Of two keys with a list between them: the first of its elements gives its own value, or the default. Lists in that list stay open. */
function firstGiven(m: Machine, of: Field, call: Call, otherwise: Value): Value | null {
  const [outer, inner] = call.args;
  if (call.args.length !== 2 || of.walk !== null || outer?.kind !== 'constant' || inner?.kind !== 'constant')
    return null;
  const list = keyPath(m, of, String(outer.value));
  m.noteRead(child(list, String(inner.value)), list);
  const part = fieldElements(m, list, 'whole');
  const own = child(element(part.binder).field, String(inner.value));
  const value = choice(
    hasType(own, ['list']),
    optional(withTransform(own, 'at', 0), otherwise),
    optional(own, otherwise),
  );
  const first = picked(m, part, 'first', always, value, call.node);
  if (first === null) return null;
  const listed = fieldElements(m, list, 'whole');
  const nested = m.some(listed, hasType(element(listed.binder).field, ['list']), call.node);
  const given = choice(m.some(part, always, call.node), first, otherwise);
  return choice(nested, m.opaque('first_of_several', call.node, [field(list)]), given);
}

/** A dictionary of the rule's own: its values are walked on. An empty list counts as nothing found. */
function walkDictionary(m: Machine, of: Dictionary, call: Call, otherwise: Value): Value {
  const [key, ...rest] = call.args;
  if (key === undefined) return of;
  const { found, value } = entryOf(m, of, key, call.node);
  if (value === null) return otherwise;
  const inner = m.each(value, (leaf) => {
    if (rest.length > 0) return deepWalkCall(m, leaf, { ...call, args: rest });
    if (leaf.kind === 'constant' && leaf.value === null) return otherwise;
    return leaf.kind === 'sequence' && leaf.parts.length === 0 ? otherwise : leaf;
  });
  return choice(found, inner, otherwise);
}
