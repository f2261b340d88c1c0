/** `x in range(…)`, as comparisons with its ends: docs.python.org/3.11/library/stdtypes.html#ranges */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath, Scalar } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { atLeast } from '../elements/counting.ts';
import { onWalk } from '../values/field-equality.ts';
import { isEvent, test } from '../values/fields.ts';
import { both, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { byKind } from '../values/by-kind.ts';
import type { ByKind } from '../values/by-kind.ts';
import type { Range, Value } from '../values/values.ts';

/** A whole number (22.0 as well) between the ends that a step leads to; anything else is not in it. */
export function inRange(m: Machine, range: Range, item: Value, node: Located): Condition {
  const last = range.start + (range.count - 1) * range.step;
  const [least, most] = range.step > 0 ? [range.start, last] : [last, range.start];
  return (
    byKind(ITEMS, m, item, { least, most, step: Math.abs(range.step) }, node) ??
    m.truth(m.opaque('unsupported_membership', node, [item]), node)
  );
}

interface Numbers {
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

const ITEMS: ByKind<Machine, [Numbers, Located], Condition | null> = {
  constant: (_m, { value }, numbers) => (isConstantIn(value, numbers) ? always : never),
  field: (m, item, numbers, node) =>
    isEvent(item) ? never : onWalk(m, item, (path) => isFieldIn(path, numbers), node),
  count: (m, item, { least, most, step }, node) =>
    step === 1 ? both(atLeast(m, item, least, node), negate(atLeast(m, item, most + 1, node))) : null,
  text: () => never,
  sequence: () => never,
  dictionary: () => never,
  lookup: () => never,
};

function isFieldIn(path: FieldPath, { least, most, step }: Numbers): Condition {
  return both(test(path, 'gte', [least]), test(path, 'lte', [most]), isAtStep(path, least, step));
}

function isConstantIn(value: Scalar, { least, most, step }: Numbers): boolean {
  const number = typeof value === 'boolean' ? Number(value) : value;
  return typeof number === 'number' && number >= least && number <= most && (number - least) % step === 0;
}

function isAtStep(path: FieldPath, least: number, step: number): Condition {
  if (step === 1 && path.transforms.at(-1)?.name === 'length') return always;
  const from = step === 1 || least === 0 ? path : withTransform(path, 'subtract', least);
  return test(withTransform(from, 'modulo', step), 'eq', [0]);
}
