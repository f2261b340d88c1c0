/** Dictionaries whose keys the event decides: pairs made from the elements of its lists, a later pair in the place of an earlier one. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { both } from '../conditions/logic.ts';
import { mapParts } from './parts.ts';
import type { Machine } from '../machine/machine.ts';
import { firstValue } from './first-value.ts';
import { notEmpty } from './truth.ts';
import { NONE } from './values.ts';
import type { Dictionary, Lookup, Part, Value } from './values.ts';

/** A dictionary of pairs; null where one of the parts is no pair. */
export function lookupOf(parts: readonly Part[]): Lookup | null {
  return parts.every(holdsPairs) ? { kind: 'lookup', parts } : null;
}

function holdsPairs(part: Part): boolean {
  return part.kind === 'item' ? isPair(part.value) : part.parts.every(holdsPairs);
}

function isPair(value: Value): boolean {
  return (
    value.kind === 'sequence' &&
    value.parts.length === 2 &&
    value.parts.every((side) => side.kind === 'item' && side.when.kind === 'always')
  );
}

export function pairOf(key: Value, value: Value): Value {
  return {
    kind: 'sequence',
    type: 'tuple',
    parts: [key, value].map((one) => ({ kind: 'item', when: always, value: one })),
  };
}

/** Key (0) or value (1) of a pair. */
export function sideOf(pair: Value, side: 0 | 1): Value {
  // What stands for all that the dictionary held before.
  if (pair.kind === 'pending') return pair;
  const part = pair.kind === 'sequence' ? pair.parts[side] : undefined;
  return part?.kind === 'item' ? part.value : NONE;
}

export function lookupKeys(of: Lookup): readonly Part[] {
  return mapParts(of.parts, (pair) => sideOf(pair, 0));
}

/** Pairs with their keys; a value may have been replaced by that of a later pair. */
function openPairs(m: Machine, of: Lookup, node: Located): readonly Part[] {
  const unknown = m.opaque('dict_of_elements', node, [of]);
  return mapParts(of.parts, (pair) => pairOf(sideOf(pair, 0), unknown));
}

export function pairsOf(of: Dictionary | Lookup): readonly Part[] {
  if (of.kind === 'lookup') return of.parts;
  return of.entries.map((entry) => ({
    kind: 'item',
    when: entry.when,
    value: pairOf(entry.key, entry.value),
  }));
}

/** The value of a key, and where there is one. */
export function lookedUp(
  m: Machine,
  of: Lookup,
  matches: (key: Value) => Condition,
  node: Located,
): { readonly found: Condition; readonly value: Value | null } {
  const matching = (part: Part): Part =>
    part.kind === 'each'
      ? { ...part, parts: part.parts.map(matching) }
      : {
          ...part,
          when: both(part.when, matches(sideOf(part.value, 0))),
          value: sideOf(part.value, 1),
        };
  const parts = of.parts.map(matching);
  const found = notEmpty(m, parts, node);
  if (found.kind === 'never') return { found, value: null };
  const unknown = (): Value => m.opaque('dict_of_elements', node, [of]);
  return { found, value: firstValue(m, parts, NONE, node, 'last') ?? unknown() };
}

/** Methods that leave the dictionary as it is; null: no such method. */
export function lookupMethod(m: Machine, of: Lookup, name: string, node: Located): Value | null {
  const list = (parts: readonly Part[]): Value => ({ kind: 'sequence', type: 'list', parts });
  switch (name) {
    case 'keys':
      return list(lookupKeys(of));
    case 'items':
      return list(openPairs(m, of, node));
    case 'copy':
      return { ...of };
    default:
      return null;
  }
}
