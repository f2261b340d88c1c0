/** What a value is made of, said once for each kind: whatever goes through values, to ask or to change them, goes by this table. */
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Duration, Each, Entry, Item, Part, Place, Time, Value } from './values.ts';

/** A part of its own, a list of them, those under names, or what stands in a part of the data. Where a text, a number or nothing stands, there is none. */
type Slot = Leaf | 'parts' | { readonly each: Slot } | { readonly named: Slot } | { readonly in: Shape };
type Leaf = 'value' | 'condition' | 'field';
type Shape = Readonly<Record<string, Slot>>;
type ShapeOf<T> = { readonly [P in keyof T]?: Slot };

const TIME: ShapeOf<Time> = { at: 'field' };
const ENTRY: ShapeOf<Entry> = { key: 'value', when: 'condition', value: 'value' };
const PLACE: ShapeOf<Place> = { list: 'field', element: 'field' };
const BETWEEN: ShapeOf<NonNullable<Duration['between']>> = { from: { in: TIME }, to: { in: TIME } };
const ITEM: ShapeOf<Item> = { when: 'condition', value: 'value' };
const EACH: ShapeOf<Each> = {
  when: 'condition',
  list: 'field',
  pick: 'value',
  parts: 'parts',
  firstParts: 'parts',
};

const NONE: Shape = {};

const SHAPES: { readonly [K in Value['kind']]: ShapeOf<Extract<Value, { kind: K }>> } = {
  address: { of: 'value' },
  choice: { when: 'condition', then: 'value', otherwise: 'value' },
  class: NONE,
  constant: NONE,
  count: { of: 'value' },
  dictionary: { entries: { each: { in: ENTRY } } },
  difference: { left: 'field', right: 'field' },
  duration: { between: { in: BETWEEN } },
  field: { field: 'field' },
  found: { of: { in: { text: 'value' } } },
  function: NONE,
  instance: { attributes: { named: 'value' } },
  lookup: { parts: 'parts' },
  method: { self: 'value' },
  module: NONE,
  native: NONE,
  opaque: { fields: { each: 'field' }, place: { in: PLACE } },
  pattern: NONE,
  pending: NONE,
  picked: { part: { in: EACH }, when: 'condition', value: 'value', doubt: 'condition' },
  sequence: { parts: 'parts' },
  text: { parts: { each: 'value' } },
  time: TIME,
  truth: { condition: 'condition' },
};

const HOLDERS: ReadonlySet<string> = new Set(
  Object.entries<Shape>(SHAPES)
    .filter(([, shape]) => Object.values(shape).some((slot) => slot !== 'condition' && slot !== 'field'))
    .map(([kind]) => kind),
);

/** May other values be in it? */
export function holdsValues({ kind }: Value): boolean {
  return HOLDERS.has(kind);
}

/** What becomes of each part; what is not named stays. */
interface Changes {
  readonly value?: (of: Value) => Value;
  readonly condition?: (of: Condition) => Condition;
  readonly field?: (of: FieldPath) => FieldPath;
}

/** The value with its parts changed; itself where none changes. A change of what stands in another value leaves it of its kind. */
export function withChildren(value: Value, changes: Changes): Value {
  return changedIn(SHAPES[value.kind], value, changes) as Value;
}

function changedIn(shape: Shape, of: object, changes: Changes): object {
  const before = of as Readonly<Record<string, unknown>>;
  let after: Record<string, unknown> | null = null;
  for (const name in shape) {
    const [slot, at] = [shape[name], before[name]];
    const changed = slot === undefined ? at : changedAt(slot, at, changes);
    if (changed !== at) (after ??= { ...before })[name] = changed;
  }
  return after ?? of;
}

function changedAt(slot: Slot, at: unknown, changes: Changes): unknown {
  if (typeof at !== 'object' || at === null) return at;
  if (slot === 'parts')
    return eachChanged(at as readonly Part[], (part) =>
      changedIn(part.kind === 'item' ? ITEM : EACH, part, changes),
    );
  if (typeof slot === 'string') {
    const change = changes[slot] as ((of: object) => object) | undefined;
    return change === undefined ? at : change(at);
  }
  if ('in' in slot) return changedIn(slot.in, at, changes);
  if ('each' in slot)
    return eachChanged(at as readonly unknown[], (one) => changedAt(slot.each, one, changes));
  const all = at as ReadonlyMap<string, unknown>;
  const names = [...all.keys()];
  const changed = names.map((name) => changedAt(slot.named, all.get(name), changes));
  return changed.every((one, index) => one === all.get(names[index] ?? ''))
    ? at
    : new Map(names.map((name, index) => [name, changed[index]]));
}

function eachChanged<T>(all: readonly T[], change: (one: T) => unknown): readonly unknown[] {
  const changed = all.map(change);
  return changed.every((one, index) => one === all[index]) ? all : changed;
}

/** In order, those of lists and entries among them, but nothing that lies deeper in another value. */
export interface Children {
  readonly values: readonly Value[];
  readonly conditions: readonly Condition[];
  readonly fields: readonly FieldPath[];
}

/** Asked of very many values: it makes no functions on its way. */
export function childrenOf(value: Value): Children {
  const shape = SHAPES[value.kind];
  if (shape === NONE) return CHILDLESS;
  const found: Found = { value: [], condition: [], field: [] };
  gatherIn(shape, value, found);
  return { values: found.value, conditions: found.condition, fields: found.field };
}

interface Found {
  readonly value: Value[];
  readonly condition: Condition[];
  readonly field: FieldPath[];
}

const CHILDLESS: Children = { values: [], conditions: [], fields: [] };

function gatherIn(shape: Shape, of: object, found: Found): void {
  const from = of as Readonly<Record<string, unknown>>;
  for (const name in shape) {
    const slot = shape[name];
    if (slot !== undefined) gatherAt(slot, from[name], found);
  }
}

function gatherAt(slot: Slot, at: unknown, found: Found): void {
  if (typeof at !== 'object' || at === null) return;
  if (slot === 'parts') gatherParts(at as readonly Part[], found);
  else if (typeof slot === 'string') (found[slot] as object[]).push(at);
  else if ('in' in slot) gatherIn(slot.in, at, found);
  else if ('each' in slot) for (const one of at as readonly unknown[]) gatherAt(slot.each, one, found);
  else for (const one of (at as ReadonlyMap<string, unknown>).values()) gatherAt(slot.named, one, found);
}

/** Most of what there is to gather are elements: said here once more, for there may be many of them. */
function gatherParts(parts: readonly Part[], found: Found): void {
  for (const part of parts) {
    if (part.kind === 'each') gatherIn(EACH, part, found);
    else {
      found.condition.push(part.when);
      found.value.push(part.value);
    }
  }
}
