/** Unions of values: made, merged, taken apart. */
import { never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { conditionKey } from '../../../condition/key.ts';
import { implies } from '../conditions/implication.ts';
import { hasOpaque } from '../conditions/facts.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import { TooLarge } from '../conditions/too-large.ts';
import { byKind } from './by-kind.ts';
import type { ByKind } from './by-kind.ts';
import { childrenOf, withChildren } from './children.ts';
import type { Part, Value } from './values.ts';

/** `then` where `when` holds, else `otherwise`; equal sides are one, and a side that repeats the condition is cut. */
export function choice(when: Condition, then: Value, otherwise: Value): Value {
  if (when.kind === 'always') return then;
  if (when.kind === 'never') return otherwise;
  const yes = narrow(then, when);
  const no = narrow(otherwise, negate(when));
  if (sameValue(yes, no)) return yes;
  if (isPlainTruth(yes) && isPlainTruth(no)) {
    return { kind: 'truth', condition: decide(when, truthCondition(yes), truthCondition(no)) };
  }
  if (no.kind === 'choice') {
    if (sameValue(yes, no.then))
      return { kind: 'choice', when: either(when, no.when), then: yes, otherwise: no.otherwise };
    if (sameValue(yes, no.otherwise)) {
      return { kind: 'choice', when: both(negate(when), no.when), then: no.then, otherwise: yes };
    }
  }
  if (yes.kind === 'choice') {
    if (sameValue(yes.otherwise, no))
      return { kind: 'choice', when: both(when, yes.when), then: yes.then, otherwise: no };
    if (sameValue(yes.then, no)) {
      return { kind: 'choice', when: both(when, negate(yes.when)), then: yes.otherwise, otherwise: no };
    }
  }
  return { kind: 'choice', when, then: yes, otherwise: no };
}

/** The value as it reads where `fact` holds. */
export function narrow(value: Value, fact: Condition): Value {
  let at = value;
  while (at.kind === 'choice' && !hasOpaque(at.when)) {
    if (implies(fact, at.when)) at = at.then;
    else if (implies(fact, negate(at.when))) at = at.otherwise;
    else break;
  }
  return at;
}

function isPlainTruth(value: Value): boolean {
  return value.kind === 'truth' || (value.kind === 'constant' && typeof value.value === 'boolean');
}

function truthCondition(value: Value): Condition {
  if (value.kind === 'truth') return value.condition;
  return value.kind === 'constant' && value.value === true ? { kind: 'always' } : never;
}

export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'constant' || b.kind === 'constant')
    return a.kind === 'constant' && b.kind === 'constant' && a.value === b.value;
  const label = a.kind === b.kind ? labelOf(a) : null;
  if (label === null || label !== labelOf(b)) return false;
  if (a.kind === 'opaque' || a.kind === 'picked' || b.kind === 'picked') return sameInner(a, b);
  const [ours, theirs] = [childrenOf(a), childrenOf(b)];
  return (
    isEachSame(ours.fields, theirs.fields, sameFieldPath) &&
    isEachSame(ours.conditions, theirs.conditions, sameCondition) &&
    isEachSame(ours.values, theirs.values, sameValue)
  );
}

function sameFieldPath(a: FieldPath, b: FieldPath): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameCondition(a: Condition, b: Condition): boolean {
  return conditionKey(a) === conditionKey(b);
}

/** An opaque text says it all, and so does which element was picked. */
function sameInner(a: Value, b: Value): boolean {
  return a.kind !== 'picked' || b.kind !== 'picked' || sameValue(a.value, b.value);
}

function isEachSame<T>(a: readonly T[], b: readonly T[], isSame: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((one, at) => isSame(one, b[at] as T));
}

/** What a value is beside what it is made of; null: two such values are never known to be the same. */
function labelOf(value: Value): string | null {
  return byKind(LABELS, null, value);
}

const LABELS: ByKind<null, [], string | null> = {
  field: (_, { walk, field }) => `${walk ?? ''} ${field.name}`,
  truth: () => '',
  choice: () => '',
  native: (_, { name }) => name,
  sequence: (_, { type, parts }) => (parts.every(isItem) ? `${type} ${parts.length}` : null),
  lookup: (_, { parts }) => (parts.every(isItem) ? String(parts.length) : null),
  dictionary: (_, { entries }) => String(entries.length),
  text: (_, { parts }) => JSON.stringify(parts.map((part) => (typeof part === 'string' ? part : null))),
  pending: (_, { name }) => name,
  opaque: (_, { text, reason, place }) => JSON.stringify([text, reason, place]),
  found: (_, { of }) => of?.pattern ?? '',
  address: (_, { type }) => type,
  time: (_, value) => JSON.stringify(value),
  duration: (_, value) => JSON.stringify(value),
  picked: (_, { part }) => String(part.binder),
};

function isItem(part: Part): boolean {
  return part.kind === 'item';
}

const MAX_LEAVES = 400;

/** The value's alternatives, each with the condition under which it stands. */
export function alternatives(value: Value): readonly { readonly when: Condition; readonly value: Value }[] {
  if (value.kind !== 'choice') return [{ when: { kind: 'always' }, value }];
  const found: { when: Condition; value: Value }[] = [];
  let reached: Condition = { kind: 'always' };
  let at: Value = value;
  while (at.kind === 'choice') {
    const here = both(reached, at.when);
    for (const leaf of alternatives(at.then)) found.push({ when: both(here, leaf.when), value: leaf.value });
    reached = both(reached, negate(at.when));
    at = at.otherwise;
    if (found.length > MAX_LEAVES) throw new TooLarge('A value has too many alternatives.');
  }
  found.push({ when: reached, value: at });
  return found;
}

/** Above this many parts what a change in place leaves behind doubles with each further change. */
const MAX_REPLACED = 10_000;

/** Puts one object (by identity) in the place of another; a part that stands in several places is gone through once. */
export function substitution(before: Value, after: Value): (value: Value) => Value {
  const done = new Map<Value, Value>([[before, after]]);
  const replace = (value: Value): Value => {
    const known = done.get(value);
    if (known !== undefined) return known;
    if (!hasParts(value)) return value;
    const replaced = withChildren(value, { value: replace });
    done.set(value, replaced);
    if (done.size > MAX_REPLACED) throw new TooLarge('A value that is changed in place grows too large.');
    return replaced;
  };
  return replace;
}

function hasParts({ kind }: Value): boolean {
  return kind === 'choice' || kind === 'sequence' || kind === 'dictionary' || kind === 'instance';
}
