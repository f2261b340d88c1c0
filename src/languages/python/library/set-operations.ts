/** Sets: union, intersection, difference, and the questions asked of them. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { equalTo } from '../values/equality.ts';
import { partsOf } from '../values/iteration.ts';
import { both, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { contains } from '../expressions/membership.ts';
import { anyPart } from '../values/truth.ts';
import type { Part, Sequence, Value } from '../values/values.ts';

export function combineSets(
  m: Machine,
  op: 'BitOr' | 'BitAnd' | 'Sub' | 'BitXor',
  a: Sequence,
  b: Value,
  node: Located,
): Value {
  const other: Sequence = { kind: 'sequence', type: 'set', parts: partsOf(m, b, node) };
  switch (op) {
    case 'BitOr':
      return { ...a, parts: [...a.parts, ...other.parts] };
    case 'BitAnd':
      return isConstant(a) && !isConstant(other)
        ? filtered(m, other, a, false, node)
        : filtered(m, a, other, false, node);
    case 'Sub':
      return filtered(m, a, other, true, node);
    case 'BitXor':
      return {
        ...a,
        parts: [...filtered(m, a, other, true, node).parts, ...filtered(m, other, a, true, node).parts],
      };
  }
}

function isConstant(of: Sequence): boolean {
  return of.parts.every((part) => part.kind === 'item' && part.value.kind === 'constant');
}

/** The elements that are (or are not) in the other one. */
function filtered(m: Machine, of: Sequence, other: Sequence, absent: boolean, node: Located): Sequence {
  const keep = (part: Part): Part => {
    if (part.kind === 'each') return { ...part, parts: part.parts.map(keep) };
    const found = m.truth(contains(m, other, part.value, node), node);
    return { ...part, when: both(part.when, absent ? negate(found) : found) };
  };
  return { kind: 'sequence', type: 'set', parts: of.parts.map(keep) };
}

/** Is every element of `a` in `b`? */
export function isSubset(m: Machine, a: Sequence, b: Sequence, node: Located): Condition {
  return negate(anyPart(m, a.parts, (value) => negate(m.truth(contains(m, b, value, node), node)), node));
}

/** Methods of sets that give a set or a truth; null: no such method. */
export function setMethod(
  m: Machine,
  name: string,
  of: Sequence,
  args: readonly Value[],
  node: Located,
): Value | null {
  const [first = of] = args;
  const other = (): Sequence => ({ kind: 'sequence', type: 'set', parts: partsOf(m, first, node) });
  const truth = (condition: Condition): Value => ({ kind: 'truth', condition });
  switch (name) {
    case 'union':
      return { ...of, parts: [...of.parts, ...args.flatMap((one) => partsOf(m, one, node))] };
    case 'intersection':
      return args.reduce<Value>(
        (left, one) => (left.kind === 'sequence' ? combineSets(m, 'BitAnd', left, one, node) : left),
        of,
      );
    case 'difference':
      return args.reduce<Value>(
        (left, one) => (left.kind === 'sequence' ? combineSets(m, 'Sub', left, one, node) : left),
        of,
      );
    case 'symmetric_difference':
      return combineSets(m, 'BitXor', of, first, node);
    case 'issubset':
      return truth(isSubset(m, of, other(), node));
    case 'issuperset':
      return truth(isSubset(m, other(), of, node));
    case 'isdisjoint': {
      const common = combineSets(m, 'BitAnd', of, first, node);
      return truth(
        common.kind === 'sequence' ? negate(anyPart(m, common.parts, () => always, node)) : always,
      );
    }
    default:
      return null;
  }
}

/** How often a constant stands in a list of constants. */
export function occurrences(m: Machine, of: Sequence, wanted: Value, node: Located): number | null {
  let count = 0;
  for (const part of of.parts) {
    if (part.kind === 'each') return null;
    const equal = equalTo(m, part.value, wanted, node);
    if (part.when.kind !== 'always' || (equal.kind !== 'always' && equal.kind !== 'never')) return null;
    if (equal.kind === 'always') count += 1;
  }
  return count;
}
