/** Methods of lists, tuples and sets. */
import { always } from '../../condition/condition.ts';
import { partsOf } from './iteration.ts';
import type { Call, Machine } from './machine.ts';
import { occurrences, setMethod } from './set-operations.ts';
import { constant, NONE } from './values.ts';
import type { Part, Sequence, Value } from './values.ts';

export function collectionMethod(m: Machine, self: Sequence, name: string, call: Call): Value | null {
  const { node } = call;
  const [first = NONE] = call.args;
  switch (name) {
    case 'append':
    case 'add':
      return changed(m, self, [...self.parts, { kind: 'item', when: always, value: first }]);
    case 'extend':
      return changed(m, self, [...self.parts, ...partsOf(m, first, node)]);
    case 'update':
      return changed(m, self, [...self.parts, ...call.args.flatMap((arg) => partsOf(m, arg, node))]);
    case 'insert':
      return changed(m, self, [...self.parts, { kind: 'item', when: always, value: call.args[1] ?? NONE }]);
    case 'clear':
      return changed(m, self, []);
    case 'copy':
      return { ...self };
    case 'sort':
    case 'reverse':
      return NONE;
    case 'count': {
      const count = occurrences(m, self, first, node);
      return count === null ? null : constant(count);
    }
    case 'remove':
    case 'discard':
    case 'pop': {
      m.replace(self, m.opaque('unsupported_method', node, [self]));
      return null;
    }
    default:
      return setMethod(m, name, self, call.args, node);
  }
}

function changed(m: Machine, self: Sequence, parts: readonly Part[]): Value {
  m.replace(self, { ...self, parts });
  return NONE;
}
