/** Python's `bool()` of every kind of value, as a condition. */
import { always, never, opaque } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { Located } from '../syntax/ast.ts';
import { differs } from './differences.ts';
import { isTruthy } from './fields.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import type { Machine } from '../machine/machine.ts';
import { pickedHolds } from '../elements/picks.ts';
import { comparedTimes } from '../library/times.ts';
import type { OpaqueValue, Part, Text, Value } from './values.ts';

export function truthOf(m: Machine, value: Value, node: Located): Condition {
  switch (value.kind) {
    case 'constant':
      return isFalsy(value.value) ? never : always;
    case 'field':
      return isTruthy(value);
    case 'truth':
      return value.condition;
    case 'choice':
      return decide(value.when, truthOf(m, value.then, node), truthOf(m, value.otherwise, node));
    case 'sequence':
      return value.type === 'generator' ? always : notEmpty(m, value.parts, node);
    case 'lookup':
      return notEmpty(m, value.parts, node);
    case 'dictionary':
      return either(...value.entries.map((entry) => entry.when));
    case 'text':
      return textTruth(m, value, node);
    case 'duration':
      return negate(comparedTimes(m, 'Eq', value, { kind: 'duration', between: null, seconds: 0 }, node));
    case 'difference':
      return negate(differs(value, 'field_eq', 0));
    case 'count':
      return notEmpty(m, value.of.parts, node);
    case 'picked':
      return pickedHolds(m, value, truthOf(m, value.value, node));
    case 'opaque':
      return value.range === undefined ? opaqueCondition(value) : always;
    case 'pending': {
      const unknown = m.opaque('loop_state', node);
      return unknown.kind === 'opaque' ? opaqueCondition(unknown) : never;
    }
    case 'function':
    case 'native':
    case 'method':
    case 'module':
    case 'class':
    case 'instance':
    case 'pattern':
    case 'found':
    case 'address':
    case 'time':
      return always;
  }
}

function opaqueCondition(value: OpaqueValue): Condition {
  return opaque(value.text, value.reason, value.fields, value.span);
}

function isFalsy(value: string | number | boolean | null): boolean {
  return value === null || value === false || value === 0 || value === '';
}

/** Is there an element? */
export function notEmpty(m: Machine, parts: readonly Part[], node: Located): Condition {
  const first = parts.map((part) =>
    part.kind === 'each' && part.firstParts !== undefined ? { ...part, parts: part.firstParts } : part,
  );
  return anyPart(m, first, () => always, node);
}

/** Is there an element for which `test` holds? */
export function anyPart(
  m: Machine,
  parts: readonly Part[],
  test: (value: Value) => Condition,
  node: Located,
): Condition {
  return either(
    ...parts.map((part) => {
      if (part.kind === 'item') return both(part.when, test(part.value));
      return m.some(part, anyPart(m, part.parts, test, node), node);
    }),
  );
}

/** Does `test` hold for every element? */
export function everyPart(
  m: Machine,
  parts: readonly Part[],
  test: (value: Value) => Condition,
  node: Located,
): Condition {
  return both(
    ...parts.map((part) => {
      if (part.kind === 'item') return either(negate(part.when), test(part.value));
      return negate(
        m.some(
          part,
          anyPart(m, part.parts, (value) => negate(test(value)), node),
          node,
        ),
      );
    }),
  );
}

/** An f-string is empty when all its parts are; only texts can be. */
function textTruth(m: Machine, value: Text, node: Located): Condition {
  if (value.parts.some((part) => typeof part === 'string')) return always;
  return either(...value.parts.map((part) => (typeof part === 'string' ? always : truthOf(m, part, node))));
}
