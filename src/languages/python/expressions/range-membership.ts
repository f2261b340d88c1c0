/** `x in range(…)`, as comparisons with its ends: docs.python.org/3.11/library/stdtypes.html#ranges */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { atLeast } from '../elements/counting.ts';
import { onWalk } from '../values/equality.ts';
import { isEvent, test } from '../values/fields.ts';
import { both, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import type { Range, Value } from '../values/values.ts';

/** A whole number (22.0 as well) between the ends that a step leads to; anything else is not in it. */
export function inRange(m: Machine, range: Range, item: Value, node: Located): Condition {
  const last = range.start + (range.count - 1) * range.step;
  const [least, most] = range.step > 0 ? [range.start, last] : [last, range.start];
  const step = Math.abs(range.step);
  switch (item.kind) {
    case 'constant':
      return isConstantIn(item.value, least, most, step) ? always : never;
    case 'field':
      return isEvent(item)
        ? never
        : onWalk(
            m,
            item,
            (path) =>
              both(test(path, 'gte', [least]), test(path, 'lte', [most]), isAtStep(path, least, step)),
            node,
          );
    case 'count':
      if (step !== 1) break;
      return both(atLeast(m, item, least, node), negate(atLeast(m, item, most + 1, node)));
    case 'text':
    case 'sequence':
    case 'dictionary':
    case 'lookup':
      return never;
    case 'truth':
    case 'choice':
    case 'function':
    case 'native':
    case 'method':
    case 'module':
    case 'class':
    case 'instance':
    case 'pattern':
    case 'found':
    case 'address':
    case 'difference':
    case 'time':
    case 'duration':
    case 'pending':
    case 'picked':
    case 'opaque':
      break;
  }
  return m.truth(m.opaque('unsupported_membership', node, [item]), node);
}

function isConstantIn(
  value: string | number | boolean | null,
  least: number,
  most: number,
  step: number,
): boolean {
  const number = typeof value === 'boolean' ? Number(value) : value;
  return typeof number === 'number' && number >= least && number <= most && (number - least) % step === 0;
}

function isAtStep(path: FieldPath, least: number, step: number): Condition {
  if (step === 1 && path.transforms.at(-1)?.name === 'length') return always;
  const from = step === 1 || least === 0 ? path : withTransform(path, 'subtract', least);
  return test(withTransform(from, 'modulo', step), 'eq', [0]);
}
