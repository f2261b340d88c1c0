/** Methods, by the kind of value they are called on. */
import { always } from '../../../condition/condition.ts';
import { readsPatternMethod } from './arguments.ts';
import { collectionMethod } from './collection-methods.ts';
import { deepGet, get } from '../panther/deep-access.ts';
import { dictionaryMethod } from './dictionary-methods.ts';
import { fieldMethod } from './field-methods.ts';
import { addressMethod } from './ip-addresses.ts';
import { partsOf } from '../values/iteration.ts';
import { matchRegex } from './library.ts';
import { lookupValues } from '../values/lookup-values.ts';
import { lookupMethod } from '../values/lookups.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { foundAll, foundMethod } from './regex-groups.ts';
import { textMethod } from './text-methods.ts';
import { textAsField } from '../values/texts.ts';
import { timeMethod } from './times.ts';
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import { NONE } from '../values/values.ts';
import type { Lookup, Part, Pattern, Value } from '../values/values.ts';

export function methodCall(m: Machine, self: Value, name: string, call: Call): Value {
  const known = knownMethod(m, self, name, call);
  if (known !== null) return known;
  const result = m.opaque('unsupported_method', call.node, [self, ...call.args]);
  // What we do not know may have changed the object.
  if (
    self.kind === 'sequence' ||
    self.kind === 'dictionary' ||
    self.kind === 'lookup' ||
    self.kind === 'pending' ||
    (self.kind === 'opaque' && self.range !== undefined)
  )
    m.replace(self, result);
  return result;
}

function knownMethod(m: Machine, self: Value, name: string, call: Call): Value | null {
  return byKind(METHODS, m, self, name, call);
}

const METHODS: ByKind<Machine, [string, Call], Value | null> = {
  field: fieldMethod,
  constant: (m, { value }, name, call) => {
    if (typeof value === 'string') return textMethod(m, value, name, call);
    m.raise('AttributeError', always);
    return NONE;
  },
  text: (m, self, name, call) => templateMethod(self, name, call) ?? ofText(m, self, name, call),
  sequence: collectionMethod,
  dictionary: dictionaryMethod,
  lookup: (m, self, name, call) => {
    const isWhole = !self.parts.some((part) => part.kind === 'item' && part.value.kind === 'pending');
    if (name === 'values' && isWhole)
      return { kind: 'sequence', type: 'list', parts: lookupValues(m, self, call.node) };
    return lookupMethod(m, self, name, call.node) ?? lookUpMethod(m, self, name, call);
  },
  pattern: patternMethod,
  found: foundMethod,
  pending: pendingMethod,
  address: addressMethod,
  time: timeMethod,
  duration: timeMethod,
};

function patternMethod(m: Machine, self: Pattern, name: string, call: Call): Value | null {
  if (!readsPatternMethod(name, call)) return null;
  const [text = NONE] = call.args;
  if (name === 'search' || name === 'match' || name === 'fullmatch')
    return matchRegex(m, name, self, text, call);
  return name === 'findall' || name === 'finditer'
    ? foundAll(m, matchRegex(m, 'search', self, text, call), name === 'findall', call.node)
    : null;
}

function lookUpMethod(m: Machine, self: Lookup, name: string, call: Call): Value | null {
  const [key = NONE, otherwise = NONE] = call.args;
  if (name === 'get') return get(m, self, key, call.named.get('default') ?? otherwise, call.node);
  return name === 'deep_get'
    ? deepGet(m, self, call.args, call.named.get('default') ?? NONE, call.node)
    : null;
}

/** A text with one field in it is asked as that field with the rest around it. */
function ofText(m: Machine, self: Value, name: string, call: Call): Value | null {
  const made = textAsField(m, self);
  return made === self ? null : m.each(made, (leaf) => methodCall(m, leaf, name, call));
}

/** A text with fields in it: where it begins or ends with a constant, that can be asked. */
function templateMethod(self: Extract<Value, { kind: 'text' }>, name: string, call: Call): Value | null {
  const [arg] = call.args;
  if (arg?.kind !== 'constant' || typeof arg.value !== 'string') return null;
  const edge = name === 'startswith' ? self.parts[0] : name === 'endswith' ? self.parts.at(-1) : undefined;
  if (typeof edge !== 'string') return null;
  const shared = Math.min(edge.length, arg.value.length);
  const [ours, wanted] =
    name === 'startswith'
      ? [edge.slice(0, shared), arg.value.slice(0, shared)]
      : [edge.slice(edge.length - shared), arg.value.slice(arg.value.length - shared)];
  if (ours !== wanted) return { kind: 'constant', value: false };
  return shared === arg.value.length ? { kind: 'constant', value: true } : null;
}

/** Inside a loop over an event's list, a list that was there before is added to. */
function pendingMethod(m: Machine, self: Value, name: string, call: Call): Value | null {
  const [first] = call.args;
  const item = (value: Value): Part => ({ kind: 'item', when: always, value });
  if (first === undefined) return null;
  if (name === 'append' || name === 'add') {
    m.replace(self, {
      kind: 'sequence',
      type: name === 'add' ? 'set' : 'list',
      parts: [item(self), item(first)],
    });
    return NONE;
  }
  if (name !== 'extend' && name !== 'update') return null;
  m.replace(self, {
    kind: 'sequence',
    type: name === 'update' ? 'set' : 'list',
    parts: [item(self), ...partsOf(m, first, call.node)],
  });
  return NONE;
}
