/** Conditions put together so that they stay small: constants fold, what another conjunct implies is left out. */
import { all, always, any, never, not } from '../../condition/condition.ts';
import type { Compare, Condition, Operator } from '../../condition/condition.ts';
import { conditionKey } from '../../condition/key.ts';
import { opposite } from './compare-implication.ts';
import { implies } from './implication.ts';
import { TooLarge } from './too-large.ts';

const MAX_SIZE = 16_000;
/** Above this many siblings only equal ones are dropped. */
const MAX_SIBLINGS = 48;

const sizes = new WeakMap<Condition, number>();

function conditionSize(condition: Condition): number {
  const known = sizes.get(condition);
  if (known !== undefined) return known;
  let size = 1;
  if (condition.kind === 'all' || condition.kind === 'any') {
    for (const child of condition.of) size += conditionSize(child);
  } else if (condition.kind === 'not' || condition.kind === 'some') size += conditionSize(condition.of);
  if (condition.kind === 'some' && condition.pick !== null) size += conditionSize(condition.pick.among);
  sizes.set(condition, size);
  if (size > MAX_SIZE) throw new TooLarge('The condition grows too large.');
  return size;
}

export function both(...of: readonly Condition[]): Condition {
  return group('all', of);
}

export function either(...of: readonly Condition[]): Condition {
  return group('any', of);
}

export function negate(condition: Condition): Condition {
  switch (condition.kind) {
    case 'always':
      return never;
    case 'never':
      return always;
    case 'not':
      return condition.of;
    case 'compare':
      return opposite(condition) ?? not(condition);
    case 'all':
    case 'any':
    case 'some':
    case 'from':
    case 'opaque':
      return not(condition);
  }
}

function group(kind: 'all' | 'any', of: readonly Condition[]): Condition {
  const neutral = kind === 'all' ? 'always' : 'never';
  const absorbing = kind === 'all' ? never : always;
  let kept: Condition[] = [];
  const keys = new Set<string>();
  const slots = new Map<string, Condition>();
  const waiting = [...of].reverse();
  for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
    if (child.kind === neutral) continue;
    if (child.kind === absorbing.kind) return absorbing;
    if (child.kind === kind) {
      waiting.push(...[...child.of].reverse());
      continue;
    }
    const key = conditionKey(child);
    if (keys.has(key)) continue;
    keys.add(key);
    if (kind === 'any' && mergeAlternative(kept, slots, child)) continue;
    if (of.length <= MAX_SIBLINGS && kept.length <= MAX_SIBLINGS) {
      if (kept.some((other) => contradicts(kind, other, child))) return absorbing;
      if (kept.some((other) => redundant(kind, child, other))) continue;
      kept = kept.filter((other) => !redundant(kind, other, child));
    }
    kept.push(child);
    if (kind === 'any') noteSlot(slots, child);
  }
  const [only] = kept;
  if (only === undefined) return kind === 'all' ? always : never;
  if (kept.length === 1) return only;
  const result = kind === 'all' ? all(kept) : any(kept);
  conditionSize(result);
  return result;
}

const MERGEABLE: ReadonlySet<Operator> = new Set([
  'eq',
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'wildcard',
  'regex',
  'cidr',
]);

/** A comparison (or the one at the end of a conjunction) that can take more values; what it must share with another for that is the key. */
function openComparison(
  condition: Condition,
): { readonly key: string; readonly node: Compare; readonly rest: readonly Condition[] } | null {
  const rest = condition.kind === 'all' ? condition.of.slice(0, -1) : [];
  const node = condition.kind === 'all' ? condition.of.at(-1) : condition;
  if (node?.kind !== 'compare' || !MERGEABLE.has(node.operator) || node.quantifier !== 'any') return null;
  const operator = node.operator === 'in' ? 'eq' : node.operator;
  const own = conditionKey(Object.freeze({ ...node, operator, values: [] }));
  return { key: [...rest.map(conditionKey), own].join('&'), node, rest };
}

function noteSlot(slots: Map<string, Condition>, child: Condition): void {
  const open = openComparison(child);
  if (open !== null) slots.set(open.key, child);
}

/** `x eq a or x eq b` is `x in [a, b]`: takes the child's values into the alternative that stands already. */
function mergeAlternative(kept: Condition[], slots: Map<string, Condition>, child: Condition): boolean {
  const open = openComparison(child);
  const standing = open === null ? undefined : slots.get(open.key);
  const at = standing === undefined ? -1 : kept.indexOf(standing);
  const into = standing === undefined ? null : openComparison(standing);
  if (open === null || into === null || at === -1) return false;
  const values = [...new Set([...into.node.values, ...open.node.values])];
  const operator = into.node.operator === 'eq' && values.length > 1 ? 'in' : into.node.operator;
  const merged: Compare = Object.freeze({ ...into.node, operator, values: Object.freeze(values) });
  const whole = into.rest.length === 0 ? merged : all([...into.rest, merged]);
  kept[at] = whole;
  slots.set(open.key, whole);
  return true;
}

/** Does `other` make `child` superfluous beside it? */
function redundant(kind: 'all' | 'any', child: Condition, other: Condition): boolean {
  if (!comparableInSize(child, other)) return false;
  return kind === 'all' ? implies(other, child) : implies(child, other);
}

/** Large conditions are not compared with each other: that costs more than it gives. */
const MAX_PAIR = 2500;

function comparableInSize(a: Condition, b: Condition): boolean {
  return conditionSize(a) * conditionSize(b) <= MAX_PAIR;
}

const opaques = new WeakMap<Condition, boolean>();

/**
 * Opaque texts may read alike and yet mean different things (a helper called twice): what holds one opaque text is never concluded to be
 * false (or true) from another.
 */
export function hasOpaque(condition: Condition): boolean {
  if (condition.kind === 'opaque') return true;
  if (condition.kind === 'some' && condition.pick !== null && hasOpaque(condition.pick.among)) return true;
  if (condition.kind === 'not' || condition.kind === 'some') return hasOpaque(condition.of);
  if (condition.kind !== 'all' && condition.kind !== 'any') return false;
  const known = opaques.get(condition);
  if (known !== undefined) return known;
  const found = condition.of.some(hasOpaque);
  opaques.set(condition, found);
  return found;
}

function contradicts(kind: 'all' | 'any', a: Condition, b: Condition): boolean {
  if (!comparableInSize(a, b) || hasOpaque(a) || hasOpaque(b)) return false;
  return kind === 'all' ? implies(a, negate(b)) : implies(negate(a), b);
}

/** `then` where `when` holds, else `otherwise`. */
export function decide(when: Condition, then: Condition, otherwise: Condition): Condition {
  if (when.kind === 'always') return then;
  if (when.kind === 'never') return otherwise;
  const unless = negate(when);
  const yes = assume(then, when);
  const no = assume(otherwise, unless);
  if (conditionKey(yes) === conditionKey(no)) return yes;
  if (yes.kind === 'always') return either(when, no);
  if (yes.kind === 'never') return both(unless, no);
  if (no.kind === 'always') return either(unless, yes);
  if (no.kind === 'never') return both(when, yes);
  if (implies(no, yes)) return either(both(when, yes), no);
  if (implies(yes, no)) return either(yes, both(unless, no));
  return either(both(when, yes), both(unless, no));
}

const MAX_ASSUMED_SIZE = 400;

/** The condition as it reads where `fact` is known to hold. */
function assume(condition: Condition, fact: Condition): Condition {
  if (fact.kind === 'always' || condition.kind === 'always' || condition.kind === 'never') return condition;
  if (conditionSize(condition) * conditionSize(fact) > MAX_ASSUMED_SIZE * 20) return condition;
  if (condition.kind === 'opaque') return condition;
  if (!hasOpaque(condition)) {
    if (implies(fact, condition)) return always;
    if (implies(fact, negate(condition))) return never;
  }
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const children = condition.of.map((child) => assume(child, fact));
      if (children.every((child, index) => child === condition.of[index])) return condition;
      return condition.kind === 'all' ? both(...children) : either(...children);
    }
    case 'not': {
      const inner = assume(condition.of, fact);
      return inner === condition.of ? condition : negate(inner);
    }
    case 'some':
    case 'from':
    case 'compare':
      return condition;
  }
}

/** `not` carried inwards as far as operators have opposites: what a path that does not raise asks of the fields. */
export function denied(condition: Condition): Condition {
  if (condition.kind === 'any') return both(...condition.of.map(denied));
  if (condition.kind === 'all') return either(...condition.of.map(denied));
  return negate(condition);
}

const MAX_TIDIED = 60;

/** The conjuncts of a condition, each as it reads beside the others. */
export function tidied(condition: Condition): Condition {
  if (condition.kind !== 'all' || condition.of.length > MAX_TIDIED) return condition;
  let parts = [...condition.of];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part === undefined || (part.kind !== 'any' && part.kind !== 'not' && part.kind !== 'all')) continue;
    const others = parts.filter((_, index) => index !== at);
    const read = others.reduce((left, other) => (hasOpaque(other) ? left : assume(left, other)), part);
    if (read !== part) parts = [...parts.slice(0, at), read, ...parts.slice(at + 1)];
  }
  return both(...parts);
}
