/** Binary operators: numbers, texts, lists and sets. */
import { withTransform } from '../../../condition/field-path.ts';
import type { TransformName } from '../../../condition/field-path.ts';
import { always } from '../../../condition/condition.ts';
import type { Located, Operator } from '../syntax/ast.ts';
import { difference } from '../values/differences.ts';
import { partsOf } from '../values/iteration.ts';
import type { Machine } from '../machine/machine.ts';
import { computed } from '../values/numbers.ts';
import { INEXACT } from '../conditions/reasons.ts';
import { combineSets } from '../library/set-operations.ts';
import { isTemporal, timeArithmetic } from '../library/times.ts';
import { constant, field, NONE } from '../values/values.ts';
import { text } from '../values/written-text.ts';
import type { Dictionary, Field, Part, Value } from '../values/values.ts';
import { withEntry } from '../values/dictionaries.ts';

export function binary(m: Machine, op: Operator, left: Value, right: Value, node: Located): Value {
  return m.each(left, (a) => m.each(right, (b) => plainBinary(m, op, a, b, node)));
}

const TRANSFORMS: Partial<Record<Operator, TransformName>> = {
  Add: 'add',
  Sub: 'subtract',
  Mult: 'multiply',
  Div: 'divide',
  Mod: 'modulo',
};

function plainBinary(m: Machine, op: Operator, a: Value, b: Value, node: Located): Value {
  if (isNone(a) || isNone(b)) {
    m.raise('TypeError', always);
    return NONE;
  }
  if (a.kind === 'constant' && b.kind === 'constant') return constants(m, op, a.value, b.value, node);
  if (isTemporal(a) || isTemporal(b)) return timeArithmetic(m, op, a, b, node);
  if (op === 'BitOr' && isFlag(a) && isFlag(b))
    return { kind: 'sequence', type: 'tuple', parts: [...partsOfFlag(a), ...partsOfFlag(b)] };
  if (op === 'Add') return added(m, a, b, node);
  if (a.kind === 'sequence' && (op === 'BitOr' || op === 'BitAnd' || op === 'Sub' || op === 'BitXor'))
    return combineSets(m, op, a, b, node);
  if (op === 'BitOr' && a.kind === 'dictionary' && b.kind === 'dictionary') return merged(a, b);
  if (a.kind === 'field' && b.kind === 'constant' && typeof b.value === 'number')
    return ofField(m, op, a, b.value, node);
  const made = op === 'Sub' || op === 'Div' || op === 'Mult' ? difference(op, a, b) : null;
  return made ?? m.opaque('unsupported_operator', node, [a, b]);
}

/** `re.I | re.S`: kept as the list of both. */
function isFlag(value: Value): boolean {
  if (value.kind === 'sequence')
    return value.type === 'tuple' && value.parts.every((part) => part.kind === 'item' && isFlag(part.value));
  return value.kind === 'native' && value.name.startsWith('re.');
}

function partsOfFlag(value: Value): readonly Part[] {
  return value.kind === 'sequence' ? value.parts : [{ kind: 'item', when: always, value }];
}

function isNone(value: Value): boolean {
  return value.kind === 'constant' && value.value === null;
}

function merged(a: Dictionary, b: Dictionary): Value {
  let entries = a.entries;
  for (const entry of b.entries) entries = withEntry(entries, entry);
  return { ...a, entries };
}

function ofField(m: Machine, op: Operator, of: Field, by: number, node: Located): Value {
  const transform = TRANSFORMS[op];
  if (transform === undefined || of.walk !== null || (by === 0 && (op === 'Div' || op === 'Mod')))
    return m.opaque('unsupported_operator', node, [of]);
  if (by === 0 && (op === 'Add' || op === 'Sub') && isNumber(of)) return of;
  return field(withTransform(of.field, transform, by));
}

/** What is counted is a number; any other value could be one of a type that has no sum. */
function isNumber({ field: of }: Field): boolean {
  return of.transforms.at(-1)?.name === 'length';
}

function added(m: Machine, a: Value, b: Value, node: Located): Value {
  if (a.kind === 'field' && b.kind === 'constant' && typeof b.value === 'number')
    return ofField(m, 'Add', a, b.value, node);
  if (b.kind === 'field' && a.kind === 'constant' && typeof a.value === 'number')
    return ofField(m, 'Add', b, a.value, node);
  const isText = (value: Value): boolean =>
    value.kind === 'text' || (value.kind === 'constant' && typeof value.value === 'string');
  if (isText(a) || isText(b)) return text([a, b]);
  if (a.kind === 'sequence' || b.kind === 'sequence') {
    const type = a.kind === 'sequence' ? a.type : 'list';
    return { kind: 'sequence', type, parts: [...partsOf(m, a, node), ...partsOf(m, b, node)] };
  }
  return m.opaque('unsupported_operator', node, [a, b]);
}

function constants(
  m: Machine,
  op: Operator,
  a: string | number | boolean | null,
  b: string | number | boolean | null,
  node: Located,
): Value {
  if (typeof a === 'string' && typeof b === 'string' && op === 'Add') return constant(a + b);
  if (typeof a === 'string' && typeof b === 'number' && op === 'Mult' && a.length * b < 10_000)
    return constant(a.repeat(Math.max(0, b)));
  const x = typeof a === 'boolean' ? Number(a) : a;
  const y = typeof b === 'boolean' ? Number(b) : b;
  if (typeof x !== 'number' || typeof y !== 'number') return m.opaque('unsupported_operator', node);
  if (y === 0 && (op === 'Div' || op === 'FloorDiv' || op === 'Mod')) {
    m.raise('ZeroDivisionError', always);
    return NONE;
  }
  const result = computed(op, x, y);
  return result === null ? m.opaque(INEXACT, node) : constant(result);
}
