/** Comparisons of operands: true, or false, where SQL says so. Texts compare with their letter case. */
import { all, always, any, compare, never, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { compareWildcards } from '../../condition/pattern.ts';
import type { WildcardPart } from '../../condition/pattern.ts';
import type { ComparisonOperator, Like } from './ast.ts';
import type { Unsupported } from './context.ts';
import { WHOLE } from './operand.ts';
import type { Operand } from './operand.ts';

const INVERSE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};
const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
};
const ORDERS = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;

/** The code and message alone. */
export function reasonOf(operand: Operand): Unsupported {
  if (operand.kind === 'unknown') return { code: operand.code, message: operand.message };
  if (operand.kind === 'time') {
    return {
      code: 'relative_time',
      message: 'a time that depends on when the query runs cannot be compared with an event alone',
    };
  }
  return { code: 'unsupported_expression', message: 'these values cannot be compared' };
}

/** A function that is applied to nothing gives nothing: the field itself must be there. */
export function present(path: FieldPath): Condition {
  return compare(fieldPath(path.native, { ...path, transforms: [] }), 'exists', [], WHOLE);
}

export function comparePair(
  written: ComparisonOperator,
  left: Operand,
  right: Operand,
  asked: boolean,
): Condition | Unsupported {
  const operator = asked ? written : INVERSE[written];
  if (left.kind === 'literal' && right.kind === 'literal')
    return compareLiterals(operator, left.value, right.value);
  if (left.kind === 'literal' || (left.kind === 'list' && right.kind === 'field')) {
    return left.kind === 'literal' && right.kind !== 'field'
      ? reasonOf(right)
      : comparePair(FLIPPED[operator], right, left, true);
  }
  if (left.kind !== 'field') return reasonOf(left);
  if (right.kind === 'literal') return compareLiteral(operator, left.path, right.value);
  if (right.kind === 'list') return compareWithList(operator, left.path, right.values);
  if (right.kind !== 'field') return reasonOf(right);
  return compareFields(operator, left.path, right.path);
}

type Scalar = string | number | boolean | null;

function compareLiterals(operator: ComparisonOperator, left: Scalar, right: Scalar): Condition | Unsupported {
  if (left === null || right === null) return never;
  const [a, b] =
    typeof left === 'number' && typeof right === 'number' ? [left, right] : [String(left), String(right)];
  const holds = { '=': a === b, '<>': a !== b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator];
  return holds ? always : never;
}

function compareLiteral(operator: ComparisonOperator, path: FieldPath, value: Scalar): Condition {
  // Nothing is equal to NULL, and nothing differs from it.
  if (value === null) return never;
  if (operator === '=') return compare(path, 'eq', [value], WHOLE);
  if (operator === '<>') return all([present(path), compare(path, 'ne', [value], WHOLE)]);
  return compare(path, ORDERS[operator], [value], WHOLE);
}

/** Only the empty list is compared with as it is: `… != []`. */
function compareWithList(
  operator: ComparisonOperator,
  path: FieldPath,
  values: readonly Scalar[],
): Condition | Unsupported {
  if (values.length > 0 || (operator !== '=' && operator !== '<>')) {
    return { code: 'unsupported_expression', message: 'two lists cannot be compared' };
  }
  const length = fieldPath(path.native, {
    ...path,
    transforms: [...path.transforms, { name: 'length', args: [] }],
  });
  return compare(length, operator === '=' ? 'eq' : 'gt', [0], WHOLE);
}

function compareFields(operator: ComparisonOperator, left: FieldPath, right: FieldPath): Condition {
  if (operator === '<>') {
    return all([
      present(left),
      present(right),
      not(compare(left, 'field_eq', [], { ...WHOLE, other: right })),
    ]);
  }
  const name: Operator = operator === '=' ? 'field_eq' : `field_${ORDERS[operator]}`;
  return compare(left, name, [], { ...WHOLE, other: right });
}

/** `a IN (…)` is `a = … OR a = …`: a NULL among them makes `NOT IN` never true. */
export function inList(left: Operand, of: readonly Operand[], asked: boolean): Condition | Unsupported {
  const values = of.flatMap((each) => (each.kind === 'literal' ? [each.value] : []));
  if (left.kind === 'field' && values.length === of.length) {
    const known = values.filter((value) => value !== null);
    if (!asked && known.length < values.length) return never;
    if (known.length === 0) return never;
    const equal = compare(left.path, known.length === 1 ? 'eq' : 'in', known, WHOLE);
    return asked ? equal : all([present(left.path), not(equal)]);
  }
  const each = of.map((value) => comparePair('=', left, value, asked));
  const conditions: Condition[] = [];
  for (const one of each) {
    if ('code' in one) return one;
    conditions.push(one);
  }
  return asked ? any(conditions) : all(conditions);
}

/** https://docs.snowflake.com/en/sql-reference/functions/like, …/ilike, …/rlike (which covers the whole text), …/like_any, …/like_all */
export function likeAny(
  { operator, quantifier, escape }: Pick<Like, 'operator' | 'quantifier' | 'escape'>,
  left: Operand,
  patterns: readonly Operand[],
  asked: boolean,
): Condition | Unsupported {
  const texts = patterns.flatMap((pattern) =>
    pattern.kind === 'literal' && typeof pattern.value === 'string' ? [pattern.value] : [],
  );
  if (texts.length < patterns.length)
    return reasonOf(patterns.find(({ kind }) => kind !== 'literal') ?? left);
  if (left.kind !== 'field') return reasonOf(left);
  const { path } = left;
  const comparing = { ...WHOLE, caseSensitive: operator !== 'ilike' };
  const each = texts.map((text) =>
    operator === 'rlike'
      ? compare(path, 'regex', [`^(?:${text})$`], WHOLE)
      : compareWildcards(path, [likeParts(text, escape)], comparing),
  );
  const holds =
    each.length === 1
      ? (each[0] ?? never)
      : quantifier === 'all'
        ? all(each)
        : joinPatterns(path, operator, texts, escape, comparing, each);
  return asked ? holds : all([present(path), not(holds)]);
}

function joinPatterns(
  path: FieldPath,
  operator: Like['operator'],
  texts: readonly string[],
  escape: string | null,
  comparing: typeof WHOLE & { readonly caseSensitive: boolean },
  each: readonly Condition[],
): Condition {
  if (operator === 'rlike') return any(each);
  return compareWildcards(
    path,
    texts.map((text) => likeParts(text, escape)),
    comparing,
  );
}

/** `%` any run, `_` one character; only an ESCAPE character escapes. */
function likeParts(pattern: string, escape: string | null): readonly WildcardPart[] {
  const parts: WildcardPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ text });
    text = '';
  };
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === escape && at + 1 < pattern.length) text += pattern.charAt(++at);
    else if (char === '%' || char === '_') {
      flush();
      if (char === '_') parts.push('?');
      else if (parts.at(-1) !== '*') parts.push('*');
    } else text += char;
  }
  flush();
  return parts;
}

/** `asked`: must it be null? */
export function isNull(left: Operand, asked: boolean): Condition | Unsupported {
  if (left.kind === 'literal') return (left.value === null) === asked ? always : never;
  if (left.kind === 'list') return asked ? never : always;
  if (left.kind !== 'field') return reasonOf(left);
  return compare(left.path, asked ? 'is_null' : 'exists', [], WHOLE);
}

/** A value that stands where a condition is asked for. */
export function truthOfField(operand: Operand, asked: boolean): Condition | Unsupported {
  if (operand.kind === 'literal') return operand.value === asked ? always : never;
  return operand.kind === 'field' ? compare(operand.path, 'eq', [asked], WHOLE) : reasonOf(operand);
}
