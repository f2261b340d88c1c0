/** Comparison operators: `==`, `is`, `<`, `in` and their opposites. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition, Operator } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { Scalar } from '../../../condition/field-path.ts';
import type { Comparison, Located } from '../syntax/ast.ts';
import { differs } from '../values/differences.ts';
import { equalTo, plainItems } from '../values/equality.ts';
import { onWalk } from '../values/field-equality.ts';
import { child, test } from '../values/fields.ts';
import { negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { atLeast } from '../elements/counting.ts';
import { contains } from './membership.ts';
import { placeOf } from '../elements/places.ts';
import { sameField } from '../conditions/same-field.ts';
import { isSubset } from '../library/set-operations.ts';
import { comparedTimes, isTemporal } from '../library/times.ts';
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import { constant } from '../values/values.ts';
import type { Constant, Count, Value } from '../values/values.ts';

export function compareValues(m: Machine, op: Comparison, left: Value, right: Value, node: Located): Value {
  const truth = (condition: Condition): Value => ({ kind: 'truth', condition });
  switch (op) {
    case 'Eq':
      return truth(equalTo(m, left, right, node));
    case 'NotEq':
      return truth(negate(equalTo(m, left, right, node)));
    case 'Is':
      return m.each(left, (one) => m.each(right, (other) => truth(identical(m, one, other, node))));
    case 'IsNot':
      return m.each(left, (one) => m.each(right, (other) => truth(negate(identical(m, one, other, node)))));
    case 'In':
      return truth(m.truth(contains(m, right, left, node), node));
    case 'NotIn':
      return truth(negate(m.truth(contains(m, right, left, node), node)));
    case 'Lt':
    case 'LtE':
    case 'Gt':
    case 'GtE':
      return m.each(left, (one) => m.each(right, (other) => truth(ordered(m, op, one, other, node))));
  }
}

/** `is` with None, True and False, which are the only objects that rules ask for. */
function identical(m: Machine, left: Value, right: Value, node: Located): Condition {
  if (left.kind === 'constant' && right.kind === 'constant')
    return left.value === right.value ? always : never;
  const [value, wanted] = right.kind === 'constant' ? [left, right] : [right, left];
  if (wanted.kind === 'constant' && wanted.value === null) {
    return value.kind === 'opaque' || value.kind === 'pending'
      ? m.truth(m.opaque('unsupported_comparison', node, [value]), node)
      : never;
  }
  return equalTo(m, left, right, node);
}

type Order = 'Lt' | 'LtE' | 'Gt' | 'GtE';

const OPERATORS: Readonly<Record<Order, Operator>> = { Lt: 'lt', LtE: 'lte', Gt: 'gt', GtE: 'gte' };
const FIELD_OPERATORS: Readonly<Record<Order, Operator>> = {
  Lt: 'field_lt',
  LtE: 'field_lte',
  Gt: 'field_gt',
  GtE: 'field_gte',
};
const FLIPPED: Readonly<Record<Order, Order>> = { Lt: 'Gt', LtE: 'GtE', Gt: 'Lt', GtE: 'LtE' };

function ordered(m: Machine, op: Order, left: Value, right: Value, node: Located): Condition {
  if (isTemporal(left) && isTemporal(right)) return comparedTimes(m, op, left, right, node);
  if (left.kind === 'constant' && right.kind === 'constant') return orderedConstants(m, op, left, right);
  if (left.kind === 'field' && right.kind === 'field' && sameField(left.field, right.field))
    return op === 'LtE' || op === 'GtE' ? test(left.field, 'exists') : never;
  const isBehind = behindEnd(m, op, left, right);
  if (isBehind !== null) return isBehind;
  if (left.kind === 'constant' && right.kind !== 'constant')
    return ordered(m, FLIPPED[op], right, left, node);
  if (left.kind === 'field' && right.kind === 'field' && left.walk === null && right.walk === null) {
    return test(left.field, FIELD_OPERATORS[op], [], { other: right.field });
  }
  const known = right.kind === 'constant' ? byKind(BESIDE_CONSTANT, m, left, op, right.value, node) : null;
  if (known !== null) return known;
  if (left.kind === 'sequence' && right.kind === 'sequence' && left.type === 'set') {
    if (op === 'LtE') return isSubset(m, left, right, node);
    if (op === 'GtE') return isSubset(m, right, left, node);
  }
  if (right.kind === 'constant' && right.value === null) return raises(m);
  return m.truth(m.opaque('unsupported_comparison', node, [left, right]), node);
}

const BESIDE_CONSTANT: ByKind<Machine, [Order, Scalar, Located], Condition | null> = {
  field: (m, left, op, right, node) => {
    if (right === null) return null;
    const wanted = typeof right === 'boolean' ? Number(right) : right;
    return onWalk(m, left, (path) => test(path, OPERATORS[op], [wanted]), node);
  },
  difference: (_m, left, op, right) =>
    typeof right === 'number' ? differs(left, FIELD_OPERATORS[op], right) : null,
  count: (m, left, op, right, node) => (typeof right === 'number' ? counted(m, op, left, right, node) : null),
};

function raises(m: Machine): Condition {
  m.raise('TypeError', always);
  return never;
}

function orderedConstants(m: Machine, op: Order, left: Constant, right: Constant): Condition {
  const a = typeof left.value === 'boolean' ? Number(left.value) : left.value;
  const b = typeof right.value === 'boolean' ? Number(right.value) : right.value;
  if (a === null || b === null || typeof a !== typeof b) return raises(m);
  const holds = op === 'Lt' ? a < b : op === 'LtE' ? a <= b : op === 'Gt' ? a > b : a >= b;
  return holds ? always : never;
}

/** `len(found) > 0` and the like: only whether there is any can be said. */
function counted(m: Machine, op: Order, count: Count, wanted: number, node: Located): Condition {
  const items = plainItems(count.of);
  if (items !== null && count.of.type !== 'set')
    return orderedConstants(m, op, constant(items.length), constant(wanted));
  const least = op === 'Gt' ? Math.floor(wanted) + 1 : op === 'GtE' ? Math.ceil(wanted) : null;
  const most = op === 'Lt' ? Math.ceil(wanted) - 1 : op === 'LtE' ? Math.floor(wanted) : null;
  if (least !== null) return atLeast(m, count, least, node);
  return most === null ? never : negate(atLeast(m, count, most + 1, node));
}

/** `place < len(list)`: are so many elements left? Null: another comparison. */
function behindEnd(m: Machine, op: Order, left: Value, right: Value): Condition | null {
  const place = placeOf(m, left);
  if (place === null) return placeOf(m, right) === null ? null : behindEnd(m, FLIPPED[op], right, left);
  if (right.kind !== 'field' || right.walk !== null) return null;
  if (!sameField(right.field, withTransform(place.list, 'length'))) return null;
  const areLeft = (count: number): Condition =>
    count <= 0 ? always : test(withTransform(child(place.element, 'after'), 'length'), 'gte', [count]);
  switch (op) {
    case 'Lt':
      return areLeft(place.offset);
    case 'GtE':
      return negate(areLeft(place.offset));
    case 'LtE':
      return areLeft(place.offset - 1);
    case 'Gt':
      return negate(areLeft(place.offset - 1));
  }
}
