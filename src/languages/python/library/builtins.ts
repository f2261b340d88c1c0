/** Python's built-in functions. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { attribute, classMember } from '../expressions/attributes.ts';
import { choice } from '../values/choice.ts';
import { collection } from './collections.ts';
import { dictionaryOf } from '../expressions/comprehensions.ts';
import { plainItems } from '../values/equality.ts';
import { hasType, isEvent } from '../values/fields.ts';
import { isInstance } from './instance-checks.ts';
import { partsOf } from '../values/iteration.ts';
import { mapParts } from '../values/parts.ts';
import { negate } from '../conditions/logic.ts';
import { lookupOf } from '../values/lookups.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { firstValue } from '../values/first-value.ts';
import { anyPart, everyPart } from '../values/truth.ts';
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import { counted } from './counted-sequences.ts';
import { numberOf, numeric } from './number-functions.ts';
import { constant, field, NONE } from '../values/values.ts';
import { pythonText, text } from '../values/written-text.ts';
import type { Instance, ModuleValue, Part, Value } from '../values/values.ts';

/** Null: no function that we know. */
export function builtinCall(m: Machine, name: string, call: Call): Value | null {
  const [first, second] = call.args;
  const { node } = call;
  const truth = (condition: Condition): Value => ({ kind: 'truth', condition });
  switch (name) {
    case 'any':
    case 'all': {
      if (first === undefined) return null;
      const ofParts = name === 'any' ? anyPart : everyPart;
      return truth(ofParts(m, partsOf(m, first, node), (value) => m.truth(value, node), node));
    }
    case 'bool':
      return first === undefined ? constant(false) : truth(m.truth(first, node));
    case 'len':
      return first === undefined ? null : m.each(first, (value) => length(m, value, call));
    case 'str':
    case 'repr':
      return first === undefined ? constant('') : m.each(first, (value) => stringOf(m, value, call));
    case 'int':
    case 'float':
      return first === undefined ? constant(0) : m.each(first, (value) => numberOf(m, name, value, call));
    case 'isinstance':
      return first === undefined || second === undefined ? null : isInstance(m, first, second, node);
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
    case 'sorted':
    case 'reversed':
    case 'iter':
      return collection(m, name, first, call);
    case 'dict':
      return dictionary(m, first, call);
    case 'map':
      return first === undefined || second === undefined ? null : mapped(m, first, second, call);
    case 'filter':
      return first === undefined || second === undefined ? null : filtered(m, first, second, call);
    case 'next':
      return first === undefined ? null : firstOf(m, first, second, call);
    case 'min':
    case 'max':
    case 'sum':
    case 'abs':
    case 'round':
      return numeric(m, name, call);
    case 'enumerate':
    case 'zip':
    case 'range':
      return counted(m, name, call);
    case 'print':
      return NONE;
    case 'hasattr':
      return first === undefined ? null : m.each(first, (value) => hasAttribute(m, value, second, call));
    case 'getattr':
      return first === undefined ? null : m.each(first, (value) => attributeOf(m, value, second, call));
    default:
      return null;
  }
}

/** `getattr(x, "name", default)` of an object that the rule makes, or of a module of the rules. */
function attributeOf(m: Machine, value: Value, name: Value | undefined, call: Call): Value {
  const isOwn = value.kind === 'instance' || value.kind === 'module';
  if (!isOwn || name?.kind !== 'constant' || typeof name.value !== 'string')
    return m.opaque('unsupported_call', call.node, [...call.args]);
  if (isAttribute(value, name.value) || computesAttributes(value))
    return attribute(m, value, name.value, call.node);
  const [, , otherwise] = call.args;
  if (otherwise === undefined) m.raise('AttributeError', always);
  return otherwise ?? NONE;
}

/** Its `__getattr__` may still say that there is none. */
function computesAttributes(of: Instance | ModuleValue): boolean {
  return of.kind === 'instance' && classMember(of.of, '__getattr__') !== null;
}

function isAttribute(of: Instance | ModuleValue, name: string): boolean {
  if (of.kind === 'module') return of.scope.names.has(name);
  return of.attributes.has(name) || classMember(of.of, name) !== null;
}

/** `get` is what dictionaries have; addresses have what ipaddress gives them. */
function hasAttribute(m: Machine, value: Value, name: Value | undefined, call: Call): Value {
  const wanted = name?.kind === 'constant' ? name.value : null;
  if (value.kind === 'address') return constant(typeof wanted === 'string' && wanted.startsWith('is_'));
  if ((value.kind === 'instance' || value.kind === 'module') && typeof wanted === 'string') {
    const isKnown = isAttribute(value, wanted);
    return !isKnown && computesAttributes(value)
      ? m.opaque('unsupported_call', call.node, [...call.args])
      : constant(isKnown);
  }
  const ofObjects = wanted === 'get' || wanted === 'items' || wanted === 'keys';
  if (value.kind === 'field' && value.walk === null && ofObjects) {
    return { kind: 'truth', condition: hasType(value.field, ['object']) };
  }
  if (value.kind === 'dictionary' || value.kind === 'lookup' || value.kind === 'constant') {
    if (ofObjects) return constant(value.kind !== 'constant');
  }
  return m.opaque('unsupported_call', call.node, [...call.args]);
}

function length(m: Machine, value: Value, call: Call): Value {
  return byKind(LENGTHS, m, value, call) ?? m.opaque('unsupported_length', call.node, [value]);
}

const LENGTHS: ByKind<Machine, [Call], Value | null> = {
  field: (_m, of) => (of.walk !== null || isEvent(of) ? null : field(withTransform(of.field, 'length'))),
  sequence: (_m, of) => {
    const items = of.type === 'set' ? null : plainItems(of);
    if (items !== null) return constant(items.length);
    const list = of.type === 'set' ? null : wholeList(of.parts);
    return list === null ? { kind: 'count', of } : field(withTransform(list, 'length'));
  },
  dictionary: (m, of, call) =>
    of.entries.every((entry) => entry.when.kind === 'always')
      ? constant(of.entries.length)
      : m.opaque('counting', call.node, [of]),
  constant: (m, { value }) => {
    if (typeof value === 'string') return constant(Array.from(value).length);
    m.raise('TypeError', always);
    return constant(0);
  },
  lookup: (m, of, call) => m.opaque('counting', call.node, [of]),
  opaque: (_m, { range }) => (range === undefined ? null : constant(range.count)),
};

/** The list of the event that these are the elements of, each once, whatever is made of them. */
function wholeList([part, ...others]: readonly Part[]): FieldPath | null {
  if (part?.kind !== 'each' || others.length > 0 || part.when.kind !== 'always') return null;
  if (part.pick !== undefined || part.collection !== 'whole') return null;
  const [item, ...more] = part.parts;
  return item?.kind === 'item' && item.when.kind === 'always' && more.length === 0 ? part.list : null;
}

function stringOf(m: Machine, value: Value, call: Call): Value {
  if (value.kind === 'constant') return constant(pythonText(value.value));
  if (value.kind === 'text') return value;
  if (value.kind === 'address') return value.of;
  if (value.kind === 'field' && !isEvent(value))
    return field(withTransform(value.field, 'to_string'), value.walk);
  if (value.kind === 'opaque' || value.kind === 'truth')
    return m.opaque('unsupported_text', call.node, [value]);
  return text([m.opaque('unsupported_text', call.node, [value])]);
}

function dictionary(m: Machine, of: Value | undefined, call: Call): Value {
  const named = [...call.named].map(([key, value]) => ({ key: constant(key), when: always, value }));
  if (of === undefined) return { kind: 'dictionary', entries: named };
  if (of.kind === 'dictionary') return { kind: 'dictionary', entries: [...of.entries, ...named] };
  if ((of.kind === 'field' || of.kind === 'lookup') && named.length === 0) return of;
  if (of.kind !== 'sequence') return m.opaque('unsupported_dict', call.node, [of]);
  return dictionaryOf(of.parts) ?? lookupOf(of.parts) ?? m.opaque('dict_of_elements', call.node, [of]);
}

function mapped(m: Machine, change: Value, over: Value, call: Call): Value {
  const one = (value: Value): Value => m.call(change, { args: [value], named: new Map(), node: call.node });
  return { kind: 'sequence', type: 'generator', parts: mapParts(partsOf(m, over, call.node), one) };
}

function filtered(m: Machine, test_: Value, over: Value, call: Call): Value {
  const keep = (part: Part): Part => {
    if (part.kind === 'each') return { ...part, parts: part.parts.map(keep) };
    const value =
      test_.kind === 'constant'
        ? part.value
        : m.call(test_, { args: [part.value], named: new Map(), node: call.node });
    return { ...part, when: joined(part.when, m.truth(value, call.node)) };
  };
  return { kind: 'sequence', type: 'generator', parts: partsOf(m, over, call.node).map(keep) };
}

function joined(a: Condition, b: Condition): Condition {
  return negate(negate(a)).kind === 'always'
    ? b
    : b.kind === 'always'
      ? a
      : b.kind === 'never'
        ? never
        : { kind: 'all', of: [a, b] };
}

/** `next(generator, default)`: the first element, where there is one. */
function firstOf(m: Machine, of: Value, otherwise: Value | undefined, call: Call): Value {
  if (of.kind !== 'sequence') return m.opaque('unsupported_call', call.node, [of]);
  const found = anyPart(m, of.parts, () => always, call.node);
  if (otherwise === undefined) m.raise('StopIteration', negate(found));
  const value = firstValue(m, partsOf(m, of, call.node), otherwise ?? NONE, call.node);
  if (value !== null) return value;
  const unknown = m.opaque('first_of_list', call.node, [of]);
  if (otherwise === undefined || found.kind === 'always') return unknown;
  return choice(found, unknown, otherwise);
}
