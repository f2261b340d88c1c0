/**
 * Computations with two lengths of one event, which are how a query counts what matches an expression:
 * `LENGTH(x) - LENGTH(REPLACE(x, "y", ""))` is how often `y` stands in `x`, times its length; such a count divided by a length is a share.
 */
import { regexOfText } from '../../condition/pattern.ts';
import { all, any, compare } from '../../condition/condition.ts';
import type { FieldPath, Transform } from '../../condition/field-path.ts';
import { nullable } from './truth.ts';
import type { Truth } from './truth.ts';
import { missing, transformed } from './value.ts';
import type { FieldValue, RatioValue } from './value.ts';

/** `left - right`; null where it is anything else. */
export function difference(left: FieldValue, right: FieldValue): FieldValue | null {
  const whole = lengthOf(left);
  const rest = lengthOf(right);
  const removed = rest?.transforms.at(-1);
  if (whole === null || rest === null || removed?.name !== 'replace') return null;
  const [text, nothing] = removed.args;
  if (typeof text !== 'string' || text === '' || nothing !== '') return null;
  const source: FieldPath = { ...rest, transforms: rest.transforms.slice(0, -1) };
  if (lengthKey(whole) !== lengthKey(source)) return null;
  const regex = regexOfText(text);
  const found = transformed({ ...left, path: source }, 'extract_all', regex, 0);
  const count = transformed(found, 'length');
  const size = Array.from(text).length;
  return size === 1 ? count : transformed(count, 'multiply', size);
}

/** The text whose length it is; null: it is none. */
function lengthOf({ path }: FieldValue): FieldPath | null {
  if (path.transforms.at(-1)?.name !== 'length') return null;
  const transforms = path.transforms.slice(0, -1);
  return transforms.every(({ name }) => TEXT_TO_TEXT.has(name)) ? { ...path, transforms } : null;
}

const TEXT_TO_TEXT: ReadonlySet<string> = new Set([
  'lower',
  'upper',
  'replace',
  'replace_regex',
  'prepend',
  'append',
  'trim',
]);

/** Equal for texts that are of equal length: one character in the place of each single one keeps it. */
function lengthKey({ native, scope, transforms }: FieldPath): string {
  const last = transforms.findLastIndex((transform) => !keepsLength(transform));
  return JSON.stringify([native, scope, transforms.slice(0, last + 1)]);
}

function keepsLength({ name, args }: Transform): boolean {
  const [from, to] = args;
  if (name !== 'replace_regex' || typeof from !== 'string' || typeof to !== 'string') return false;
  return Array.from(to).length === 1 && to !== '\\' && isOneCharacter(from);
}

function isOneCharacter(regex: string): boolean {
  return /^\[(?:\\[^]|[^\]\\[])+\]$/.test(regex) || /^\\[dwDW]$/.test(regex);
}

/** Of a count and a length, at least one of them made a fraction: else the quotient is rounded. */
export function quotient(over: FieldValue, under: FieldValue): RatioValue | null {
  const plain = [over, under].map(withoutConversion);
  const [counted, length] = plain;
  if (counted === undefined || length === undefined || plain.every((each, at) => each === [over, under][at]))
    return null;
  return [counted, length].every(({ path }) => isCount(path))
    ? { kind: 'ratio', over: counted, under: length }
    : null;
}

function withoutConversion(field: FieldValue): FieldValue {
  const { path } = field;
  if (path.transforms.at(-1)?.name !== 'to_number') return field;
  return { ...field, path: { ...path, transforms: path.transforms.slice(0, -1) } };
}

/** A whole number, and never below zero. */
function isCount({ transforms }: FieldPath): boolean {
  const at = transforms.findLastIndex(({ name }) => name === 'length');
  return (
    at !== -1 &&
    transforms.slice(at + 1).every(({ name, args: [by] }) => name === 'multiply' && Number(by) > 0)
  );
}

/** The comparison of one field with another that an operator makes. */
export const FIELD_OPERATORS = {
  '==': 'field_eq',
  '<': 'field_lt',
  '<=': 'field_lte',
  '>': 'field_gt',
  '>=': 'field_gte',
} as const;

/** Decimals of a share that a person writes. */
const MAX_DECIMALS = 6;

/**
 * `over / under > 0.35` is `over * 100 > under * 35`, in whole numbers; of nothing there is no share. Null: not with this number.
 */
export function compareRatio(
  operator: keyof typeof FIELD_OPERATORS,
  { over, under }: RatioValue,
  share: number,
): Truth | null {
  const decimals = /^\d+(?:\.(\d+))?$/.exec(String(share))?.[1] ?? '';
  if (share < 0 || !/^\d+(?:\.\d+)?$/.test(String(share)) || decimals.length > MAX_DECIMALS) return null;
  const scale = 10 ** decimals.length;
  const part = transformed(under, 'multiply', Math.round(share * scale));
  const relation = FIELD_OPERATORS[operator];
  const { collection } = over;
  const asked = compare(transformed(over, 'multiply', scale).path, relation, [], {
    other: part.path,
    collection,
  });
  const isSomething = compare(under.path, 'gt', [0], { collection });
  const isNothing = compare(under.path, 'eq', [0], { collection });
  return nullable(all([isSomething, asked]), any([missing(over), missing(under), isNothing]));
}
