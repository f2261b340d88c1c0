/**
 * Simplification: changes the shape of a condition, never its verdict (a property test holds it to that, undecided included, in Kleene's logic).
 *
 * - nested `all`/`any` are flattened, constants and repeated children removed, absorbed children dropped (`a and (a or b)` is `a`);
 * - `not not a` is `a`; `not eq` is `ne`, `not exists` is `is_null`, and back; a negated group turns round where that removes negations:
 *   `not (x ne a or b)` is `x eq a and not b`;
 * - alternatives on one field become one comparison: `x eq a or x eq b` is `x in [a, b]`, `x contains a and x contains b` is
 *   `x contains all [a, b]`;
 * - a key of groups is not asked for where something else is asked of the field: `x is_key and x eq a` is `x eq a`.
 */
import { all, always, any, never, not, some } from './condition.ts';
import type { Compare, Condition, Operator, Some } from './condition.ts';
import { factorAlike } from './factor-alike.ts';
import { conditionKey } from './key.ts';

const OPPOSITE: Partial<Record<Operator, Operator>> = {
  eq: 'ne',
  ne: 'eq',
  exists: 'is_null',
  is_null: 'exists',
};

/** What came out of simplification: it is not gone through again where more is joined to it. */
const simple = new WeakSet<Condition>();

export function simplify(condition: Condition): Condition {
  if (simple.has(condition)) return condition;
  const result = simplifyNode(condition);
  simple.add(result);
  return result;
}

function simplifyNode(condition: Condition): Condition {
  switch (condition.kind) {
    case 'all':
      return simplifyGroup('all', condition.of.map(simplify));
    case 'any':
      return simplifyGroup('any', condition.of.map(simplify));
    case 'not':
      return simplifyNot(simplify(condition.of));
    case 'some':
      return simplifySome(condition);
    case 'compare':
      return simplifyCompare(condition);
    case 'always':
    case 'never':
    case 'from':
    case 'opaque':
      return condition;
  }
}

function simplifyNot(of: Condition): Condition {
  switch (of.kind) {
    case 'always':
      return never;
    case 'never':
      return always;
    case 'not':
      return of.of;
    case 'compare': {
      const operator = OPPOSITE[of.operator];
      return operator === undefined || of.values.length > 1 ? not(of) : Object.freeze({ ...of, operator });
    }
    case 'any':
      return negateAny(of.of);
    case 'all':
      return of.of.every(isNegated) ? simplifyGroup('any', of.of.map(simplifyNot)) : not(of);
    case 'some':
    case 'from':
    case 'opaque':
      return not(of);
  }
}

function isNegated(condition: Condition): boolean {
  return (
    condition.kind === 'not' ||
    (condition.kind === 'compare' && (condition.operator === 'ne' || condition.operator === 'is_null'))
  );
}

/** De Morgan, but only where it takes a negation away: the other alternatives stay one exclusion. */
function negateAny(alternatives: readonly Condition[]): Condition {
  const negated = alternatives.filter(isNegated);
  if (negated.length === 0) return not(any(alternatives));
  const rest = alternatives.filter((child) => !isNegated(child));
  const excluded = rest.length === 0 ? [] : [simplifyNot(simplifyGroup('any', rest))];
  return simplifyGroup('all', [...negated.map(simplifyNot), ...excluded]);
}

/** Where nothing is asked of the picked element, there need only be one. */
function simplifySome({ field, of, collection, pick }: Some): Condition {
  const inner = simplify(of);
  if (inner.kind === 'never') return never;
  if (pick === null) return some(field, inner, collection);
  const among = simplify(pick.among);
  if (among.kind === 'never') return never;
  if (inner.kind === 'always') return some(field, among, collection);
  return some(field, inner, collection, Object.freeze({ ...pick, among }));
}

/** `in` with one value is `eq`, `eq` with several is `in`; repeated values go; no value at all decides by the quantifier. */
function simplifyCompare(node: Compare): Condition {
  if (node.values.length === 0) return node;
  const values = unique(node.values, (value) => `${typeof value}:${String(value)}`);
  let operator = node.operator;
  if (operator === 'in' && values.length === 1) operator = 'eq';
  else if (operator === 'eq' && values.length > 1) operator = 'in';
  const quantifier = values.length === 1 ? 'any' : node.quantifier;
  const same =
    operator === node.operator && values.length === node.values.length && quantifier === node.quantifier;
  return same ? node : Object.freeze({ ...node, operator, values: Object.freeze(values), quantifier });
}

function simplifyGroup(kind: 'all' | 'any', children: readonly Condition[]): Condition {
  const neutral = kind === 'all' ? 'always' : 'never';
  const absorbing = kind === 'all' ? never : always;
  const flat = children
    .flatMap((child) => (child.kind === kind ? child.of : [child]))
    .filter((child) => child.kind !== neutral);
  if (flat.some((child) => child.kind === absorbing.kind)) return absorbing;
  const distinct = absorb(kind, unique(flat, conditionKey));
  const asked = kind === 'all' ? withoutAskedKeys(distinct) : distinct;
  const merged = factorAlike(kind, mergeComparisons(kind, asked), simplifyGroup);
  const [only] = merged;
  if (only === undefined) return kind === 'all' ? always : never;
  if (merged.length === 1) return only;
  return kind === 'all' ? all(merged) : any(merged);
}

/** Drops a child that another child makes redundant: in `all`, an `any` that contains a sibling; in `any`, an `all` that does. */
function absorb(kind: 'all' | 'any', children: readonly Condition[]): readonly Condition[] {
  const inner = kind === 'all' ? 'any' : 'all';
  if (!children.some((child) => child.kind === inner)) return children;
  const keys = new Set(children.map(conditionKey));
  return children.filter((child) => {
    if (child.kind !== inner) return true;
    return !child.of.some((grandchild) => keys.has(conditionKey(grandchild)));
  });
}

/** A field of which something else must hold is there: as a key of groups it need not be asked for. */
function withoutAskedKeys(children: readonly Condition[]): readonly Condition[] {
  if (!children.some((child) => child.kind === 'compare' && child.operator === 'is_key')) return children;
  const asked = new Set(
    children.flatMap((child) => (child.kind === 'compare' && asksForValue(child) ? [keyOfField(child)] : [])),
  );
  return children.filter(
    (child) => child.kind !== 'compare' || child.operator !== 'is_key' || !asked.has(keyOfField(child)),
  );
}

function asksForValue({ operator }: Compare): boolean {
  return operator !== 'ne' && operator !== 'is_null' && operator !== 'is_key';
}

function keyOfField({ field, collection }: Compare): string {
  return JSON.stringify([field, collection]);
}

const MERGED_UNDER_ANY: ReadonlySet<Operator> = new Set([
  'eq',
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'has',
  'has_prefix',
  'has_suffix',
  'wildcard',
  'regex',
  'cidr',
  'match',
]);
const MERGED_UNDER_ALL: ReadonlySet<Operator> = new Set(['contains', 'has', 'wildcard', 'regex', 'match']);

/** Comparisons of one field by one operator become one, at the place of the first. */
function mergeComparisons(kind: 'all' | 'any', children: readonly Condition[]): readonly Condition[] {
  const mergeable = kind === 'any' ? MERGED_UNDER_ANY : MERGED_UNDER_ALL;
  const groups = new Map<string, Compare[]>();
  const slots: (Condition | string)[] = [];
  for (const child of children) {
    if (child.kind !== 'compare' || !mergeable.has(child.operator) || !quantifierFits(kind, child)) {
      slots.push(child);
      continue;
    }
    const operator = child.operator === 'in' ? 'eq' : child.operator;
    const key = conditionKey({ ...child, operator, values: [], quantifier: 'any' });
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [child]);
      slots.push(key);
    } else {
      group.push(child);
    }
  }
  return slots.map((slot) => (typeof slot === 'string' ? mergeGroup(kind, groups.get(slot) ?? []) : slot));
}

function quantifierFits(kind: 'all' | 'any', node: Compare): boolean {
  return node.values.length === 1 || node.quantifier === kind;
}

function mergeGroup(kind: 'all' | 'any', group: readonly Compare[]): Condition {
  const [first] = group;
  if (first === undefined) return kind === 'all' ? always : never;
  if (group.length === 1) return first;
  const values = group.flatMap((node) => node.values);
  return simplifyCompare(Object.freeze({ ...first, values, quantifier: kind }));
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
