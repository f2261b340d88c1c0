/** Conditions put together so that they stay small: constants fold, what another conjunct implies is left out. */
import { all, always, any, never, not } from '../../../condition/condition.ts';
import type { Compare, Condition, Operator } from '../../../condition/condition.ts';
import { conditionKey } from '../../../condition/key.ts';
import { areUnrelated, factsOf, hasOpaque } from './facts.ts';
import { opposite } from './compare-implication.ts';
import { implies, isSame } from './implication.ts';

/** Above this many siblings only equal ones are dropped. */
const MAX_SIBLINGS = 48;

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

/** Groups whose children were all compared with each other: where one is taken into another group that need not be done again. */
const compared = new WeakSet<Condition>();

function group(kind: 'all' | 'any', of: readonly Condition[]): Condition {
  const absorbing = kind === 'all' ? never : always;
  let kept: Condition[] = [];
  let isCompared = of.length <= MAX_SIBLINGS;
  const isKnown = repetitions();
  const slots = new Map<string, Slot>();
  for (const { child, origin } of flattened(kind, of)) {
    if (child.kind === absorbing.kind) return absorbing;
    if (isKnown(child)) continue;
    const open = kind === 'any' ? openComparison(child) : null;
    if (open !== null && mergeAlternative(kept, slots, open)) {
      isCompared = false;
      continue;
    }
    if (of.length <= MAX_SIBLINGS && kept.length <= MAX_SIBLINGS) {
      const beside = besideSiblings(kind, child, origin, kept);
      if (beside === 'absorbs') return absorbing;
      if (beside === 'superfluous') continue;
      kept = beside;
    } else isCompared = false;
    kept.push(child);
    if (open !== null) slots.set(open.key, { condition: child, open });
  }
  const result = together(kind, kept);
  if (isCompared && kept.length > 1) compared.add(result);
  return result;
}

function together(kind: 'all' | 'any', of: readonly Condition[]): Condition {
  const [only] = of;
  if (only === undefined) return kind === 'all' ? always : never;
  if (of.length === 1) return only;
  const result = kind === 'all' ? all(of) : any(of);
  // Says so where it grows too large.
  factsOf(result);
  return result;
}

/** What of the siblings stays where the child stands beside them. */
function besideSiblings(
  kind: 'all' | 'any',
  child: Condition,
  origin: Flattened['origin'],
  kept: Condition[],
): Condition[] | 'absorbs' | 'superfluous' {
  const others = kept.filter((other) => !areUnrelated(child, other) && origin?.has(other) !== true);
  if (others.some((other) => contradicts(kind, other, child))) return 'absorbs';
  if (others.some((other) => redundant(kind, child, other))) return 'superfluous';
  const dropped = new Set(others.filter((other) => redundant(kind, other, child)));
  return dropped.size === 0 ? kept : kept.filter((other) => !dropped.has(other));
}

interface Flattened {
  readonly child: Condition;
  /** The children of the group that it comes from, where those have been compared. */
  readonly origin: ReadonlySet<Condition> | null;
}

/** The children, those of groups of the same kind in their places; what changes nothing is left out. */
function flattened(kind: 'all' | 'any', of: readonly Condition[]): readonly Flattened[] {
  const neutral = kind === 'all' ? 'always' : 'never';
  const found: Flattened[] = [];
  const add = (child: Condition, origin: Flattened['origin']): void => {
    if (child.kind === neutral) return;
    if (child.kind !== kind) found.push({ child, origin });
    else {
      const siblings = compared.has(child) ? new Set(child.of) : null;
      for (const one of child.of) add(one, siblings);
    }
  };
  for (const child of of) add(child, null);
  return found;
}

/** Was an equal condition there before? */
function repetitions(): (condition: Condition) => boolean {
  const seen = new Map<number, Condition[]>();
  return (condition) => {
    const { size, roots } = factsOf(condition);
    const alike = seen.get(size ^ roots);
    if (alike === undefined) {
      seen.set(size ^ roots, [condition]);
      return false;
    }
    if (alike.some((other) => isSame(condition, other))) return true;
    alike.push(condition);
    return false;
  };
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

interface OpenComparison {
  /** What it must share with another to be one with it. */
  readonly key: string;
  readonly node: Compare;
  readonly rest: readonly Condition[];
}

interface Slot {
  readonly condition: Condition;
  readonly open: OpenComparison;
}

/** A comparison (or the one at the end of a conjunction) that can take more values. */
function openComparison(condition: Condition): OpenComparison | null {
  const rest = condition.kind === 'all' ? condition.of.slice(0, -1) : [];
  const node = condition.kind === 'all' ? condition.of.at(-1) : condition;
  if (node?.kind !== 'compare' || !MERGEABLE.has(node.operator) || node.quantifier !== 'any') return null;
  const operator = node.operator === 'in' ? 'eq' : node.operator;
  const own = conditionKey(Object.freeze({ ...node, operator, values: [] }));
  return { key: [...rest.map(conditionKey), own].join('&'), node, rest };
}

/** `x eq a or x eq b` is `x in [a, b]`: takes the child's values into the alternative that stands already. */
function mergeAlternative(
  kept: Condition[],
  slots: Map<string, Slot>,
  { key, node }: OpenComparison,
): boolean {
  const standing = slots.get(key);
  const at = standing === undefined ? -1 : kept.indexOf(standing.condition);
  if (standing === undefined || at === -1) return false;
  const into = standing.open;
  const values = [...new Set([...into.node.values, ...node.values])];
  const operator = into.node.operator === 'eq' && values.length > 1 ? 'in' : into.node.operator;
  const merged: Compare = Object.freeze({ ...into.node, operator, values: Object.freeze(values) });
  const whole = into.rest.length === 0 ? merged : all([...into.rest, merged]);
  kept[at] = whole;
  slots.set(key, { condition: whole, open: { ...into, node: merged } });
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
  return factsOf(a).size * factsOf(b).size <= MAX_PAIR;
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
  if (factsOf(condition).size * factsOf(fact).size > MAX_ASSUMED_SIZE * 20) return condition;
  if (condition.kind === 'opaque' || areUnrelated(condition, fact)) return condition;
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
