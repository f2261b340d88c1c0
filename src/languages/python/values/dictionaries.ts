/** Dictionaries: their entries, and what a key gives. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { choice } from './choice.ts';
import { equalTo } from './equality.ts';
import { both, either, negate } from '../conditions/logic.ts';
import type { Located } from '../syntax/ast.ts';
import { lookedUp } from './lookups.ts';
import type { Machine } from '../machine/machine.ts';
import type { Dictionary, Entry, Lookup, Value } from './values.ts';

/** A constant key stands once, at its first place; what it held before stays where the new entry is not sure. */
export function withEntry(entries: readonly Entry[], added: Entry): readonly Entry[] {
  const key = keyText(added.key);
  const at = entries.findIndex((entry) => key !== null && keyText(entry.key) === key);
  const old = entries[at];
  if (old === undefined) return [...entries, added];
  const merged: Entry = {
    key: old.key,
    when: either(old.when, added.when),
    value: choice(added.when, added.value, old.value),
  };
  return entries.map((entry, index) => (index === at ? merged : entry));
}

/** A text by which equal constant keys agree; null for a key that is no constant. */
function keyText(key: Value): string | null {
  if (key.kind === 'constant') return `${typeof key.value}:${String(key.value)}`;
  if (key.kind !== 'sequence') return null;
  const parts = key.parts.map((part) => (part.kind === 'item' ? keyText(part.value) : null));
  return parts.includes(null) ? null : `(${parts.join(',')})`;
}

/** The value of a key, and where there is one. A key that the event decides makes a choice of the entries. */
export function entryOf(
  m: Machine,
  of: Dictionary | Lookup,
  key: Value,
  node: Located,
): { readonly found: Condition; readonly value: Value | null } {
  if (of.kind === 'lookup') return lookedUp(m, of, (own) => keyMatches(m, own, key, node), node);
  let found: Condition = never;
  let value: Value | null = null;
  for (const entry of [...of.entries].reverse()) {
    const matches = both(entry.when, keyMatches(m, entry.key, key, node));
    if (matches.kind === 'never') continue;
    value = value === null ? entry.value : choice(matches, entry.value, value);
    found = either(matches, found);
  }
  return { found, value };
}

function keyMatches(m: Machine, own: Value, wanted: Value, node: Located): Condition {
  const key = keyText(wanted);
  if (key !== null) {
    const ownKey = keyText(own);
    if (ownKey !== null) return ownKey === key ? always : never;
  }
  return equalTo(m, own, wanted, node);
}

export function withoutEntry(of: Dictionary, key: Value): Dictionary {
  const gone = keyText(key);
  return { ...of, entries: of.entries.filter((entry) => keyText(entry.key) !== gone) };
}

export function absent(found: Condition): Condition {
  return negate(found);
}
