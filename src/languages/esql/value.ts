/** What an expression stands for in every row: a literal, a field with functions applied, a truth, a choice of those, or what we cannot say. */
import { all, always, any, compare, never, not } from '../../condition/condition.ts';
import type { Collection, Condition } from '../../condition/condition.ts';
import { withTransform } from '../../condition/field-path.ts';
import type { FieldPath, Scalar, TransformName } from '../../condition/field-path.ts';
import { FALSE, NULL, TRUE, certain, choice } from './truth.ts';
import type { Branch, Truth } from './truth.ts';

export type Value =
  | LiteralValue
  | LiteralList
  | FieldValue
  | TruthValue
  | ChoiceValue
  | TimeSpanValue
  | NowValue
  | JoinedValue
  | PositionValue
  | RatioValue
  | Unsaid;

export interface LiteralValue {
  readonly kind: 'literal';
  readonly value: Scalar;
  /** A number that is no whole one, be it that its value is: 4.0. */
  readonly isReal?: true;
}

/** `[1, 2]`: a constant of several values. */
interface LiteralList {
  readonly kind: 'list';
  readonly values: readonly Scalar[];
}

export interface FieldValue {
  readonly kind: 'field';
  readonly path: FieldPath;
  /**
   * `single`: of several values it is null to all but the functions of lists. `any`: whatever one of them is. `whole`: a list is none of its
   * values.
   */
  readonly collection: Collection;
}

export interface TruthValue {
  readonly kind: 'truth';
  readonly truth: Truth;
}

/** `CASE` and `COALESCE`. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly when: Condition;
  readonly then: Value;
  readonly otherwise: Value;
  /** How many values it may have. */
  readonly count: number;
}

interface TimeSpanValue {
  readonly kind: 'timespan';
  /** Null: months and longer, whose length the calendar says. */
  readonly seconds: number | null;
}

/** The time of the search, moved by so many seconds. */
interface NowValue {
  readonly kind: 'now';
  readonly offset: number;
}

/** The values of a field as one text, in an order that nobody knows here: what stands in it without the separator, stands in one of them. */
export interface JoinedValue {
  readonly kind: 'joined';
  readonly field: FieldValue;
  readonly separator: string;
  /** The text as far as it can be said for all other questions. */
  readonly text: Exclude<Value, JoinedValue>;
}

/** Where a text was found, from 1, or 0: only whether it was is known. */
interface PositionValue {
  readonly kind: 'position';
  readonly found: Truth;
}

/** A count divided by another, as a fraction. */
export interface RatioValue {
  readonly kind: 'ratio';
  readonly over: FieldValue;
  readonly under: FieldValue;
}

/** What the IR cannot say. `computed`: made from the row's other columns by functions; else it comes from elsewhere (a table, a model). */
export interface Unsaid {
  readonly kind: 'unsaid';
  readonly computed: boolean;
  readonly code: string;
  readonly message: string;
  readonly fields: readonly FieldPath[];
  /** Seconds, where the value is the event's time cut into windows. */
  readonly window?: number;
}

export function literalValue(value: Scalar, isReal = false): LiteralValue {
  return isReal ? { kind: 'literal', value, isReal } : { kind: 'literal', value };
}

export function truthValue(truth: Truth): TruthValue {
  return { kind: 'truth', truth };
}

/** More values than any CASE of a person's writing has. */
const MAX_CHOICES = 300;
export const TOO_LARGE = 'too_large';

/** Do the values of two choices make more pairs than anybody compares? */
export function areTooMany(left: ChoiceValue, right: ChoiceValue): boolean {
  return left.count * right.count > MAX_CHOICES;
}

export function choiceValue(when: Condition, then: Value, otherwise: Value): Value {
  if (then === otherwise) return then;
  const tooLarge = [then, otherwise].find((value) => value.kind === 'unsaid' && value.code === TOO_LARGE);
  if (tooLarge !== undefined) return tooLarge;
  const count = choicesOf(then) + choicesOf(otherwise);
  if (count > MAX_CHOICES) return unsaid(TOO_LARGE, 'the column may have too many values');
  return { kind: 'choice', when, then, otherwise, count };
}

function choicesOf(value: Value): number {
  return value.kind === 'choice' ? value.count : 1;
}

/** A choice that has joined values among its own is no text of theirs. */
export function joinedValue(field: FieldValue, separator: string, text: Value): Value {
  if (text.kind === 'joined') return joinedValue(field, separator, text.text);
  return { kind: 'joined', field: { ...field, collection: 'any' }, separator, text };
}

export function unsaid(code: string, message: string, fields: readonly FieldPath[] = []): Unsaid {
  return { kind: 'unsaid', computed: true, code, message, fields };
}

/** Functions that have a value for every text: nothing but a missing field makes them null. */
const TOTAL: ReadonlySet<TransformName> = new Set([
  'lower',
  'upper',
  'trim',
  'trim_start',
  'trim_end',
  'length',
  'to_string',
  'replace',
  'replace_regex',
  'extract_all',
  'prepend',
  'append',
  'slice',
  'index_of',
  'url_decode',
]);

/** The value without those functions at its end that are never null of themselves. */
function nullSource(path: FieldPath): FieldPath {
  const partial = path.transforms.findLastIndex(({ name }) => !TOTAL.has(name));
  return { ...path, transforms: path.transforms.slice(0, partial + 1) };
}

/** Where a comparison with the field is null: it is missing, or has several values. */
export function missing({ path, collection }: FieldValue): Condition {
  return compare(nullSource(path), 'is_null', [], { collection });
}

/** Where `IS NOT NULL` holds: several values are not null, but a function of them is. */
function present({ path, collection }: FieldValue): Condition {
  const source = nullSource(path);
  const plain = source.transforms.length === 0 && path.transforms.length === 0;
  return compare(source, 'exists', [], { collection: plain ? 'any' : collection });
}

/** What holds of the value that is chosen. A CASE of many values is a chain of choices. */
export function ofChoice(value: ChoiceValue, truth: (value: Value) => Truth): Truth {
  const branches: Branch[] = [];
  let rest: Value = value;
  for (; rest.kind === 'choice'; rest = rest.otherwise) {
    branches.push({ when: rest.when, then: truth(rest.then) });
  }
  return choice(branches, truth(rest));
}

/** What keeps an unsaid value in its place, as opaque. */
export type Keep = (value: Unsaid) => Truth;

/** `IS NULL`. */
export function isNull(value: Value, keep: Keep): Truth {
  switch (value.kind) {
    case 'literal':
      return value.value === null ? TRUE : FALSE;
    case 'list':
    case 'timespan':
    case 'now':
      return FALSE;
    case 'field':
      return certain(not(present(value)));
    case 'truth':
      return certain(all([value.truth.maybe, not(value.truth.yes)]));
    case 'choice':
      return ofChoice(value, (each) => isNull(each, keep));
    case 'joined':
      return isNull(value.field, keep);
    case 'ratio':
      return keep(unsaid('unsupported_value', 'whether a share is null cannot be asked'));
    case 'position':
      return certain(all([value.found.maybe, not(value.found.yes)]));
    case 'unsaid':
      return keep(value);
  }
}

/** The value as a condition: a truth, a constant, a boolean field. */
export function truthOf(value: Value, keep: Keep): Truth {
  switch (value.kind) {
    case 'truth':
      return value.truth;
    case 'literal':
      if (value.value === null) return NULL;
      if (typeof value.value === 'boolean') return certain(value.value ? always : never);
      return keep(unsaid('not_a_condition', 'a value is no condition'));
    case 'field': {
      const yes = compare(value.path, 'eq', [true], { collection: value.collection });
      return { yes, maybe: any([missing(value), yes]) };
    }
    case 'choice':
      return ofChoice(value, (each) => truthOf(each, keep));
    case 'unsaid':
      return keep(value);
    case 'list':
    case 'timespan':
    case 'now':
    case 'joined':
    case 'position':
    case 'ratio':
      return keep(unsaid('not_a_condition', 'a value is no condition'));
  }
}

/** The same function of every value that a choice may have. */
export function mapValue(
  value: Value,
  map: (value: Exclude<Value, ChoiceValue | JoinedValue>) => Value,
): Value {
  if (value.kind === 'joined') return mapValue(value.text, map);
  if (value.kind !== 'choice') return map(value);
  return choiceValue(value.when, mapValue(value.then, map), mapValue(value.otherwise, map));
}

export function transformed(field: FieldValue, name: TransformName, ...args: readonly Scalar[]): FieldValue {
  return { ...field, path: withTransform(field.path, name, ...args) };
}

/** The fields that a value reads. */
export function fieldsOf(value: Value): readonly FieldPath[] {
  switch (value.kind) {
    case 'field':
      return [value.path];
    case 'choice':
      return [...fieldsOf(value.then), ...fieldsOf(value.otherwise)];
    case 'joined':
      return [value.field.path];
    case 'ratio':
      return [value.over.path, value.under.path];
    case 'unsaid':
      return value.fields;
    case 'literal':
    case 'list':
    case 'truth':
    case 'timespan':
    case 'now':
    case 'position':
      return [];
  }
}
