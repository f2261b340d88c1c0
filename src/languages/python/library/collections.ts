/** `list()`, `tuple()`, `set()`, `sorted()`, `reversed()`. */
import { always } from '../../../condition/condition.ts';
import { plainItems } from '../values/equality.ts';
import { partsOf, unordered } from '../values/iteration.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { rangeParts } from './ranges.ts';
import { sortedParts } from '../elements/sorting.ts';
import { constant } from '../values/values.ts';
import type { Part, Value } from '../values/values.ts';

export function collection(m: Machine, name: string, of: Value | undefined, call: Call): Value {
  // Whatever it is made into holds the same numbers; its order is asked of nothing that long.
  if (of?.kind === 'opaque' && of.range !== undefined && rangeParts(of) === null && call.named.size === 0)
    return of;
  const type = name === 'tuple' ? 'tuple' : name === 'set' || name === 'frozenset' ? 'set' : 'list';
  const parts = of === undefined ? [] : partsOf(m, of, call.node);
  const reordered = name === 'sorted' || name === 'reversed';
  const sorted = name === 'sorted' ? sortedParts(m, parts, call) : null;
  if (sorted !== null) return { kind: 'sequence', type, parts: sorted };
  if (!reordered || parts.every((part) => part.kind === 'each'))
    return {
      kind: 'sequence',
      type,
      parts: type === 'set' ? distinct(parts) : reordered ? parts.map(unordered) : parts,
    };
  const items = plainItems({ kind: 'sequence', type, parts });
  if (name === 'reversed' && items !== null) return { kind: 'sequence', type, parts: [...parts].reverse() };
  if (items === null || call.named.size > 0) return { kind: 'sequence', type, parts: parts.map(unordered) };
  const scalars = items.map((item) => (item.kind === 'constant' ? item.value : null));
  const ordered = [...scalars].sort((a, b) => (a === b ? 0 : a !== null && b !== null && a < b ? -1 : 1));
  if (scalars.includes(null)) return { kind: 'sequence', type, parts };
  return {
    kind: 'sequence',
    type,
    parts: ordered.map((value) => ({ kind: 'item', when: always, value: constant(value) })),
  };
}

/** A set holds each constant once. */
function distinct(parts: readonly Part[]): readonly Part[] {
  const seen = new Set<unknown>();
  return parts.filter((part) => {
    if (part.kind === 'each' || part.when.kind !== 'always' || part.value.kind !== 'constant') return true;
    if (seen.has(part.value.value)) return false;
    seen.add(part.value.value);
    return true;
  });
}
