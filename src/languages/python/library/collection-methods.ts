/** Methods of lists, tuples and sets. */
import { always } from '../../../condition/condition.ts';
import { collection } from './collections.ts';
import { partsOf } from '../values/iteration.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { occurrences, setMethod } from './set-operations.ts';
import { constant, NONE } from '../values/values.ts';
import type { Part, Sequence, Value } from '../values/values.ts';

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
      return inserted(m, self, call);
    case 'clear':
      return changed(m, self, []);
    case 'copy':
      return { ...self };
    case 'sort':
    case 'reverse': {
      const ordered = collection(m, name === 'sort' ? 'sorted' : 'reversed', self, call);
      m.replace(self, ordered.kind === 'sequence' ? { ...ordered, type: self.type } : ordered);
      return NONE;
    }
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

/** Where the place is not known the order is not, either. */
function inserted(m: Machine, self: Sequence, call: Call): Value {
  const [place, value = NONE] = call.args;
  const item: Part = { kind: 'item', when: always, value };
  const isKnown = self.parts.every((part) => part.kind === 'item' && part.when.kind === 'always');
  if (place?.kind !== 'constant' || typeof place.value !== 'number' || !isKnown) {
    m.replace(self, m.opaque('unsupported_method', call.node, [self, ...call.args]));
    return NONE;
  }
  return changed(m, self, self.parts.toSpliced(place.value, 0, item));
}

function changed(m: Machine, self: Sequence, parts: readonly Part[]): Value {
  m.replace(self, { ...self, parts });
  return NONE;
}
