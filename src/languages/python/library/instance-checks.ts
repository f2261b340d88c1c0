/** `isinstance`: the type that a value of the event must have. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { onWalk } from '../values/field-equality.ts';
import { hasType, isEvent, test } from '../values/fields.ts';
import { either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import type { Field, Value } from '../values/values.ts';

/** Python's types (and abstract ones) as types of JSON. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  str: ['string'],
  int: ['number', 'boolean'],
  float: ['number'],
  bool: ['boolean'],
  list: ['list'],
  tuple: [],
  set: [],
  bytes: [],
  dict: ['object'],
  Mapping: ['object'],
  Sequence: ['list', 'string'],
  Iterable: ['list', 'string', 'object'],
  Collection: ['list', 'string', 'object'],
  NoneType: ['null'],
  PantherEvent: [],
  ImmutableCaseInsensitiveDict: ['object'],
  ImmutableList: ['list'],
  object: ['string', 'number', 'boolean', 'list', 'object', 'null'],
};

export function isInstance(m: Machine, value: Value, types: Value, node: Located): Value {
  const names = typeNames(types);
  if (names === null) return m.opaque('unsupported_type', node, [value]);
  return m.each(value, (leaf) => {
    const own = byKind(OWN_TYPES, null, leaf);
    if (own !== null)
      return {
        kind: 'truth',
        condition: names.some((name) => name === own || (TYPES[name] ?? []).includes(own)) ? always : never,
      };
    if (leaf.kind === 'field') return { kind: 'truth', condition: fieldType(m, leaf, names, node) };
    if (leaf.kind === 'instance')
      return { kind: 'truth', condition: names.includes(leaf.of.name) ? always : never };
    return m.opaque('unsupported_type', node, [leaf]);
  });
}

function fieldType(
  m: Machine,
  of: Extract<Value, { kind: 'field' }>,
  names: readonly string[],
  node: Located,
): Condition {
  if (isEvent(of))
    return names.some((name) => name === 'dict' || name === 'Mapping' || name === 'PantherEvent')
      ? always
      : never;
  if (names.some((name) => PLAIN.has(name)) && !isPlain(m, of)) {
    const others = names.filter((name) => !PLAIN.has(name));
    const covered = new Set(others.flatMap((name) => TYPES[name] ?? []));
    const open = names.some((name) => PLAIN.has(name) && !covered.has(name === 'dict' ? 'object' : 'list'));
    // Where an element comes from is not known.
    if (open && of.field.scope === 'element') return m.truth(m.opaque('unsupported_type', node, [of]), node);
    return fieldType(m, of, others, node);
  }
  const known = [...new Set(names.flatMap((name) => TYPES[name] ?? []))].filter((type) => type !== 'null');
  if (known.length === 0) return never;
  if (of.walk !== null) return walkType(m, of, known, node);
  if (known.length === 5) return always;
  return hasType(of.field, known);
}

/** deep_walk gives the only value itself, and a list of several distinct ones. */
function walkType(m: Machine, of: Field, known: readonly string[], node: Located): Condition {
  const types = known.filter((type) => type !== 'list');
  const single = types.length === 0 ? never : onWalk(m, of, (path) => hasType(path, types), node);
  if (!known.includes('list') || of.walk !== 'all') return single;
  return either(single, negate(onWalk(m, of, (path) => test(path, 'exists'), node)));
}

const PLAIN: ReadonlySet<string> = new Set(['list', 'dict']);
const KEEPS_TYPE: ReadonlySet<string> = new Set(['key', 'at', 'values']);

/**
 * Is a list or object of the event a `list` or `dict`? Panther gives a rule its own read-only types, which are neither; what deep_walk finds,
 * what json.loads makes and what a policy sees are plain.
 */
function isPlain(m: Machine, { field, walk }: Extract<Value, { kind: 'field' }>): boolean {
  const made = field.transforms.some(({ name }) => !KEEPS_TYPE.has(name));
  return m.context.entry === 'policy' || walk !== null || made;
}

function typeNames(types: Value): readonly string[] | null {
  if (types.kind === 'sequence') {
    const names = types.parts.map((part) => (part.kind === 'item' ? typeNames(part.value) : null));
    const known = names.filter((one) => one !== null);
    return known.length === names.length ? known.flat() : null;
  }
  if (types.kind === 'class') return [types.name];
  if (types.kind !== 'native') return null;
  const name = types.name.split('.').at(-1) ?? '';
  return TYPES[name] === undefined && name !== 'MagicMock' && !/^[A-Z]/.test(name) ? null : [name];
}

/** The Python type of a value that is not the event's. */
const OWN_TYPES: ByKind<null, [], string> = {
  constant: (_, { value }) => {
    if (value === null) return 'NoneType';
    return typeof value === 'string' || typeof value === 'boolean' ? typeof value : 'number';
  },
  truth: () => 'boolean',
  text: () => 'string',
  sequence: (_, { type }) => type,
  dictionary: () => 'object',
  lookup: () => 'object',
  function: () => 'function',
  native: () => 'native',
  class: () => 'class',
  module: () => 'module',
  pattern: () => 'pattern',
  found: () => 'found',
  address: () => 'address',
  time: () => 'datetime',
  duration: () => 'timedelta',
  count: () => 'number',
  difference: () => 'number',
};
