/** Unions of values: made, merged, taken apart. */
import { never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { conditionKey } from '../../../condition/key.ts';
import { implies } from '../conditions/implication.ts';
import { hasOpaque } from '../conditions/facts.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import { TooLarge } from '../conditions/too-large.ts';
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
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'constant':
      return b.kind === 'constant' && a.value === b.value;
    case 'field':
      return b.kind === 'field' && a.walk === b.walk && sameFieldPath(a.field, b.field);
    case 'truth':
      return b.kind === 'truth' && conditionKey(a.condition) === conditionKey(b.condition);
    case 'native':
      return b.kind === 'native' && a.name === b.name;
    case 'choice':
      return (
        b.kind === 'choice' &&
        conditionKey(a.when) === conditionKey(b.when) &&
        sameValue(a.then, b.then) &&
        sameValue(a.otherwise, b.otherwise)
      );
    case 'lookup':
      return b.kind === 'lookup' && sameParts(a.parts, b.parts);
    case 'sequence':
      return b.kind === 'sequence' && a.type === b.type && sameParts(a.parts, b.parts);
    case 'dictionary':
      return (
        b.kind === 'dictionary' &&
        a.entries.length === b.entries.length &&
        a.entries.every((entry, index) => sameEntry(entry, b.entries[index]))
      );
    case 'text':
      return (
        b.kind === 'text' &&
        a.parts.length === b.parts.length &&
        a.parts.every((part, index) => sameTextPart(part, b.parts[index]))
      );
    case 'pending':
      return b.kind === 'pending' && a.name === b.name;
    case 'opaque':
      return (
        b.kind === 'opaque' &&
        a.text === b.text &&
        a.reason === b.reason &&
        JSON.stringify(a.place) === JSON.stringify(b.place)
      );
    case 'found':
      return (
        b.kind === 'found' &&
        a.of?.pattern === (b.of?.pattern ?? undefined) &&
        (a.of === null || b.of === null ? a.of === b.of : sameValue(a.of.text, b.of.text))
      );
    case 'picked':
      return b.kind === 'picked' && a.part.binder === b.part.binder && sameValue(a.value, b.value);
    case 'address':
      return b.kind === 'address' && a.type === b.type && sameValue(a.of, b.of);
    case 'function':
    case 'method':
    case 'module':
    case 'class':
    case 'instance':
    case 'pattern':
    case 'count':
    case 'difference':
      return false;
    case 'time':
    case 'duration':
      return JSON.stringify(a) === JSON.stringify(b);
  }
}

type Entry = Extract<Value, { kind: 'dictionary' }>['entries'][number];

function sameEntry(a: Entry, b: Entry | undefined): boolean {
  return (
    b !== undefined &&
    sameValue(a.key, b.key) &&
    conditionKey(a.when) === conditionKey(b.when) &&
    sameValue(a.value, b.value)
  );
}

function sameTextPart(a: string | Value, b: string | Value | undefined): boolean {
  if (typeof a === 'string' || typeof b === 'string' || b === undefined) return a === b;
  return sameValue(a, b);
}

function sameParts(a: readonly Part[], b: readonly Part[]): boolean {
  return (
    a.length === b.length &&
    a.every((part, index) => {
      const other = b[index];
      return (
        other?.kind === 'item' &&
        part.kind === 'item' &&
        conditionKey(part.when) === conditionKey(other.when) &&
        sameValue(part.value, other.value)
      );
    })
  );
}

function sameFieldPath(a: FieldPath, b: FieldPath): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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
    const replaced = withParts(value, replace);
    if (!hasParts(value)) return replaced;
    done.set(value, replaced);
    if (done.size > MAX_REPLACED) throw new TooLarge('A value that is changed in place grows too large.');
    return replaced;
  };
  return replace;
}

function hasParts({ kind }: Value): boolean {
  return kind === 'choice' || kind === 'sequence' || kind === 'dictionary' || kind === 'instance';
}

/** The value with each of its parts replaced; itself where none changes. */
function withParts(value: Value, replace: (part: Value) => Value): Value {
  switch (value.kind) {
    case 'choice': {
      const then = replace(value.then);
      const otherwise = replace(value.otherwise);
      return then === value.then && otherwise === value.otherwise ? value : { ...value, then, otherwise };
    }
    case 'sequence': {
      const parts = value.parts.map((part) => {
        if (part.kind !== 'item') return part;
        const inner = replace(part.value);
        return inner === part.value ? part : { ...part, value: inner };
      });
      return parts.every((part, index) => part === value.parts[index]) ? value : { ...value, parts };
    }
    case 'dictionary': {
      const entries = value.entries.map((entry) => {
        const inner = replace(entry.value);
        return inner === entry.value ? entry : { ...entry, value: inner };
      });
      return entries.every((entry, index) => entry === value.entries[index]) ? value : { ...value, entries };
    }
    case 'instance': {
      const attributes = new Map([...value.attributes].map(([name, inner]) => [name, replace(inner)]));
      return [...attributes].every(([name, inner]) => inner === value.attributes.get(name))
        ? value
        : { ...value, attributes };
    }
    case 'constant':
    case 'field':
    case 'truth':
    case 'text':
    case 'function':
    case 'native':
    case 'method':
    case 'module':
    case 'class':
    case 'pattern':
    case 'found':
    case 'address':
    case 'count':
    case 'difference':
    case 'time':
    case 'duration':
    case 'pending':
    case 'picked':
    case 'lookup':
    case 'opaque':
      return value;
  }
}
