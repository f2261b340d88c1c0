/** Arithmetic over the columns of aggregations, where an expression is exactly that. */
import type { AggregateColumn, AggregateFunction, Arithmetic, BinaryArithmetic } from '../../rule/stage.ts';
import { EVENT } from './values.ts';
import type { FieldValue, Plain } from './values.ts';

type Kind = BinaryArithmetic['kind'];

const KINDS: ReadonlySet<string> = new Set<Kind>(['add', 'subtract', 'multiply', 'divide', 'modulo']);

function isKind(name: string): name is Kind {
  return KINDS.has(name);
}

export function combine(kind: Kind, left: Plain, right: Plain): Arithmetic | null {
  const sides = { left: operand(left), right: operand(right) };
  return sides.left === null || sides.right === null ? null : { kind, left: sides.left, right: sides.right };
}

export function operand(value: Plain): Arithmetic | null {
  switch (value.kind) {
    case 'literal':
      return numberOf(value.value);
    case 'field':
      return columnOf(value);
    case 'opaque':
      return value.arithmetic;
    case 'truth':
    case 'null':
      return null;
  }
}

function numberOf(value: string | number | boolean | null | undefined): Arithmetic | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN;
  return value === '' || !Number.isFinite(number) ? null : { kind: 'number', value: number };
}

/** A column of one aggregation, and what was computed from it and numbers since. */
function columnOf({ path, reach, list }: FieldValue): Arithmetic | null {
  const [name, ...deeper] = path.segments;
  if (reach.size !== 1 || reach.has(EVENT) || list !== null) return null;
  if (name === undefined || deeper.length > 0) return null;
  let done: Arithmetic = { kind: 'column', name };
  for (const { name: kind, args } of path.transforms) {
    const right = args.length === 1 ? numberOf(args[0]) : null;
    if (right === null || !isKind(kind)) return null;
    done = { kind, left: done, right };
  }
  return done;
}

/** What is a number whatever the events hold; `min`, `first`, … give texts of fields that hold texts. */
const NUMBERS: ReadonlySet<AggregateFunction> = new Set([
  'count',
  'cardinality',
  'sum',
  'avg',
  'percentile',
  'stdev',
  'variance',
]);

/**
 * Does it say by its names what the search says? `columns`: of all aggregations so far. A name of two of them could be either, a list is no
 * number, and `+` puts texts together where both of its sides may be one.
 */
export function isExact(arithmetic: Arithmetic, columns: readonly AggregateColumn[]): boolean {
  if (arithmetic.kind === 'number' || arithmetic.kind === 'now') return true;
  if (arithmetic.kind === 'round') return isExact(arithmetic.of, columns);
  if (arithmetic.kind === 'column' || arithmetic.kind === 'size') {
    const named = columns.filter(({ name }) => name === arithmetic.name);
    const isList = arithmetic.kind === 'size';
    return named.length === 1 && named.every((column) => (column.function === 'values') === isList);
  }
  const sides = [arithmetic.left, arithmetic.right];
  const isSum = arithmetic.kind !== 'add' || sides.some((side) => isNumber(side, columns));
  return isSum && sides.every((side) => isExact(side, columns));
}

function isNumber(arithmetic: Arithmetic, columns: readonly AggregateColumn[]): boolean {
  if (arithmetic.kind !== 'column') return true;
  const column = columns.find(({ name }) => name === arithmetic.name);
  return column !== undefined && (NUMBERS.has(column.function) || column.arithmetic !== undefined);
}
