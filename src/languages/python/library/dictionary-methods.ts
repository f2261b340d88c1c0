/** Methods of dictionaries that the rule itself makes. */
import { always } from '../../../condition/condition.ts';
import { choice } from '../values/choice.ts';
import { deepGet, deepWalkCall, get } from '../panther/deep-access.ts';
import { absent, entryOf, withEntry, withoutEntry } from '../values/dictionaries.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { constant, NONE } from '../values/values.ts';
import type { Dictionary, Part, Value } from '../values/values.ts';

export function dictionaryMethod(m: Machine, self: Dictionary, name: string, call: Call): Value | null {
  const [key = NONE, otherwise = NONE] = call.args;
  const list = (parts: readonly Part[]): Value => ({ kind: 'sequence', type: 'list', parts });
  switch (name) {
    case 'get':
      return get(m, self, key, call.named.get('default') ?? otherwise, call.node);
    case 'deep_get':
      return deepGet(m, self, call.args, call.named.get('default') ?? NONE, call.node);
    case 'deep_walk':
      return deepWalkCall(m, self, call);
    case 'keys':
      return list(self.entries.map((entry) => ({ kind: 'item', when: entry.when, value: entry.key })));
    case 'values':
      return list(self.entries.map((entry) => ({ kind: 'item', when: entry.when, value: entry.value })));
    case 'items':
      return list(
        self.entries.map((entry) => ({
          kind: 'item',
          when: entry.when,
          value: pair(entry.key, entry.value),
        })),
      );
    case 'copy':
      return { ...self };
    case 'update':
      return updated(m, self, call);
    case 'setdefault': {
      const { found, value } = entryOf(m, self, key, call.node);
      if (found.kind === 'always' && value !== null) return value;
      m.replace(self, {
        ...self,
        entries: withEntry(self.entries, {
          key,
          when: always,
          value: value === null ? otherwise : choice(found, value, otherwise),
        }),
      });
      return value === null ? otherwise : choice(found, value, otherwise);
    }
    case 'pop': {
      const { found, value } = entryOf(m, self, key, call.node);
      if (call.args.length === 1) m.raise('KeyError', absent(found));
      m.replace(self, withoutEntry(self, key));
      return value === null ? otherwise : choice(found, value, otherwise);
    }
    case 'clear':
      m.replace(self, { ...self, entries: [] });
      return NONE;
    default:
      return null;
  }
}

function pair(key: Value, value: Value): Value {
  return {
    kind: 'sequence',
    type: 'tuple',
    parts: [key, value].map((one) => ({ kind: 'item', when: always, value: one })),
  };
}

function updated(m: Machine, self: Dictionary, call: Call): Value {
  const [other] = call.args;
  if (other !== undefined && other.kind !== 'dictionary') {
    m.replace(self, m.opaque('unsupported_dict', call.node, [self, other]));
    return NONE;
  }
  let entries = self.entries;
  for (const entry of other?.entries ?? []) entries = withEntry(entries, entry);
  for (const [name, value] of call.named)
    entries = withEntry(entries, { key: constant(name), when: always, value });
  m.replace(self, { ...self, entries });
  return NONE;
}
