/** `enumerate`, `zip`, `range`: elements with their places. */
import { always } from '../../../condition/condition.ts';
import { placeParts } from '../elements/places.ts';
import { binary } from '../expressions/arithmetic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { plainItems } from '../values/equality.ts';
import { partsOf } from '../values/iteration.ts';
import { isPlainList, mapParts } from '../values/parts.ts';
import { constant, NONE } from '../values/values.ts';
import type { Field, Part, Value } from '../values/values.ts';
import { rangeOf } from './ranges.ts';

export function counted(m: Machine, name: 'enumerate' | 'zip' | 'range', call: Call): Value {
  const sequence = (values: readonly Value[]): Value => ({
    kind: 'sequence',
    type: 'list',
    parts: values.map((value) => ({ kind: 'item', when: always, value })),
  });
  const tuple = (...values: readonly Value[]): Value => ({
    kind: 'sequence',
    type: 'tuple',
    parts: values.map((value) => ({ kind: 'item', when: always, value })),
  });
  if (name === 'range') {
    const [list] = call.args.length === 1 ? call.args : [];
    const opened = list?.kind === 'field' ? indexes(m, list) : null;
    return opened === null ? rangeOf(m, call) : sequenceOf([opened]);
  }
  const [over] = call.args;
  if (name === 'enumerate' && over !== undefined)
    return m.each(over, (leaf) => enumerated(m, leaf, call, tuple));
  const lists = call.args.map((arg) =>
    plainItems({ kind: 'sequence', type: 'list', parts: partsOf(m, arg, call.node) }),
  );
  const known = lists.filter((list) => list !== null);
  const [first] = known;
  if (first === undefined || known.length !== lists.length)
    return m.opaque('unsupported_call', call.node, [...call.args]);
  const shortest = Math.min(...known.map((list) => list.length));
  return sequence(
    first.slice(0, shortest).map((_, index) => tuple(...known.map((list) => list[index] ?? NONE))),
  );
}

function sequenceOf(parts: readonly Part[]): Value {
  return { kind: 'sequence', type: 'list', parts };
}

/** `enumerate(list, start)`. The place of an element in what is made from an event's list is not known, the element is. */
function enumerated(
  m: Machine,
  over: Value,
  call: Call,
  tuple: (...values: readonly Value[]) => Value,
): Value {
  const parts = partsOf(m, over, call.node);
  const start = call.named.get('start') ?? call.args[1] ?? constant(0);
  const unknown = (): Value => m.opaque('index_of_element', call.node);
  const counted = (index: Value): Value => binary(m, 'Add', index, start, call.node);
  const items = plainItems({ kind: 'sequence', type: 'list', parts });
  if (items !== null)
    return sequenceOf(
      items.map((value, at) => ({ kind: 'item', when: always, value: tuple(counted(constant(at)), value) })),
    );
  const [only] = parts;
  const isPlain = parts.length === 1 && only !== undefined && isPlainList(only) && only.unordered !== true;
  if (!isPlain) return sequenceOf(mapParts(parts, (value) => tuple(unknown(), value)));
  return sequenceOf([
    { ...placeParts(m, only.list, (index, value) => tuple(counted(index), value)), when: only.when },
  ]);
}

/** `range(len(list))`; null: the length of no list of the event. */
function indexes(m: Machine, { field: of, walk }: Field): Part | null {
  const last = of.transforms.at(-1);
  if (last?.name !== 'length' || walk !== null) return null;
  const list = Object.freeze({ ...of, transforms: of.transforms.slice(0, -1) });
  return placeParts(m, list, (index) => index);
}
