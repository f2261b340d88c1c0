/**
 * What a name stands for at a place of the pipeline: a field of the event with functions applied to it, a constant, a choice between values, a
 * column that a command made. Expressions are lowered to these, and what is compared are these.
 *
 * Expressions of eval and where have three truth values: a comparison with null is null, and so is its negation
 * (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ConditionalFunctions). So a truth says both when it holds and when it fails.
 */
import { all, always, any, compare, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Arithmetic } from '../../rule/stage.ts';
import { ofExpanded } from './expanded-rows.ts';
import { allOf } from './facts.ts';

/** What a value depends on: `EVENT`, and the numbers of the stages that made the columns in it. */
export type Reach = ReadonlySet<number>;
export const EVENT = -1;
export const NOTHING: Reach = new Set();
export const OF_EVENT: Reach = new Set([EVENT]);

export function joinReach(...reaches: readonly Reach[]): Reach {
  const [first = NOTHING, ...rest] = reaches.filter(({ size }) => size > 0);
  return rest.length === 0 ? first : new Set([first, ...rest].flatMap((reach) => [...reach]));
}

export interface Truth {
  readonly holds: Condition;
  readonly fails: Condition;
  readonly reach: Reach;
}

export type Value =
  FieldValue | LiteralValue | NullValue | ChoiceValue | SeveralValue | TruthValue | OpaqueValue;

/** One value of one kind. */
export type Plain = Exclude<Value, ChoiceValue | SeveralValue>;

export interface FieldValue {
  readonly kind: 'field';
  readonly path: FieldPath;
  readonly reach: Reach;
  /** After `mvexpand`: the list of which one value at a time is looked at; `path` is then inside of that value. */
  readonly list: FieldPath | null;
}

export interface LiteralValue {
  readonly kind: 'literal';
  readonly value: string | number;
}

export interface NullValue {
  readonly kind: 'null';
}

/** The value of the first branch whose condition holds. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly branches: readonly { readonly when: Truth; readonly value: Value }[];
  readonly otherwise: Value;
}

/** The values of several in one field: mvappend(). */
export interface SeveralValue {
  readonly kind: 'several';
  readonly of: readonly Value[];
}

export interface TruthValue {
  readonly kind: 'truth';
  readonly of: Truth;
}

export interface OpaqueValue {
  readonly kind: 'opaque';
  readonly reason: string;
  readonly text: string;
  readonly fields: readonly FieldPath[];
  readonly reach: Reach;
  /** A number that it is not below, where that is known: a position is no negative number. */
  readonly atLeast: number | null;
  /** Null: it is not arithmetic over an aggregation's columns and numbers. */
  readonly arithmetic: Arithmetic | null;
}

export const NULL: NullValue = { kind: 'null' };
export const TRUE: Truth = { holds: always, fails: never, reach: NOTHING };
export const FALSE: Truth = { holds: never, fails: always, reach: NOTHING };
/** Neither true nor false. */
export const UNKNOWN: Truth = { holds: never, fails: never, reach: NOTHING };

export function literal(value: string | number): LiteralValue {
  return { kind: 'literal', value };
}

export function fieldValue(path: FieldPath, reach: Reach = OF_EVENT): FieldValue {
  return { kind: 'field', path, reach, list: null };
}

export function opaqueValue(reason: string, text: string, of: readonly Value[] = []): OpaqueValue {
  return {
    kind: 'opaque',
    reason,
    text,
    fields: eachOnce(of.flatMap(fieldsOf)),
    reach: joinReach(...of.map(reachOf)),
    atLeast: null,
    arithmetic: null,
  };
}

function eachOnce(fields: readonly FieldPath[]): readonly FieldPath[] {
  if (fields.length < 2) return fields;
  return [...new Map(fields.map((field) => [JSON.stringify(field), field])).values()];
}

export function reachOf(value: Value): Reach {
  switch (value.kind) {
    case 'field':
    case 'opaque':
      return value.reach;
    case 'truth':
      return value.of.reach;
    case 'several':
      return joinReach(...value.of.map(reachOf));
    case 'choice':
      return joinReach(
        ...value.branches.flatMap(({ when, value: of }) => [when.reach, reachOf(of)]),
        reachOf(value.otherwise),
      );
    case 'literal':
    case 'null':
      return NOTHING;
  }
}

/** The fields that a value is made from, the first of which may stand for it. */
export function fieldsOf(value: Value): readonly FieldPath[] {
  switch (value.kind) {
    case 'field':
      return [value.list ?? value.path];
    case 'opaque':
      return value.fields;
    case 'choice':
      return [...value.branches.flatMap(({ value: of }) => fieldsOf(of)), ...fieldsOf(value.otherwise)];
    case 'several':
      return value.of.flatMap(fieldsOf);
    case 'truth':
    case 'literal':
    case 'null':
      return [];
  }
}

/** How many plain values a choice is between. */
export function breadth(value: Value): number {
  if (value.kind === 'several') return value.of.reduce((sum, of) => sum + breadth(of), 0);
  if (value.kind !== 'choice') return 1;
  return value.branches.reduce((sum, { value: of }) => sum + breadth(of), breadth(value.otherwise));
}

/** The same function of every value that a choice may give. */
export function mapValue(value: Value, apply: (value: Plain) => Value): Value {
  if (value.kind === 'several') return { ...value, of: value.of.map((each) => mapValue(each, apply)) };
  if (value.kind !== 'choice') return apply(value);
  return {
    kind: 'choice',
    branches: value.branches.map(({ when, value: of }) => ({ when, value: mapValue(of, apply) })),
    otherwise: mapValue(value.otherwise, apply),
  };
}

/** What is true of a value: of each value that a choice may give, under the condition that it gives it; of one of several. */
export function truthOf(value: Value, of: (value: Plain) => Truth): Truth {
  if (value.kind === 'several') return truthOfAny(value.of.map((each) => truthOf(each, of)));
  if (value.kind !== 'choice') return of(value);
  const holds: Condition[] = [];
  const fails: Condition[] = [];
  const before: Condition[] = [];
  for (const branch of value.branches) {
    const truth = truthOf(branch.value, of);
    holds.push(allOf([...before, branch.when.holds, truth.holds]));
    fails.push(allOf([...before, branch.when.holds, truth.fails]));
    before.push(not(branch.when.holds));
  }
  const otherwise = truthOf(value.otherwise, of);
  holds.push(allOf([...before, otherwise.holds]));
  fails.push(allOf([...before, otherwise.fails]));
  return { holds: oneOf(holds), fails: oneOf(fails), reach: reachOf(value) };
}

function oneOf(conditions: readonly Condition[]): Condition {
  const open = conditions.filter(({ kind }) => kind !== 'never');
  const [only] = open;
  return open.length === 1 && only !== undefined ? only : any(open);
}

/** One of several values is enough; it fails where there is a value and none is. */
function truthOfAny(truths: readonly Truth[]): Truth {
  const holds = any(truths.map((each) => each.holds));
  return {
    holds,
    fails: all([any(truths.map((each) => each.fails)), not(holds)]),
    reach: joinReach(...truths.map(({ reach }) => reach)),
  };
}

export function bothHold(truths: readonly Truth[]): Truth {
  return {
    holds: all(truths.map(({ holds }) => holds)),
    fails: any(truths.map(({ fails }) => fails)),
    reach: joinReach(...truths.map(({ reach }) => reach)),
  };
}

export function eitherHolds(truths: readonly Truth[]): Truth {
  return {
    holds: any(truths.map(({ holds }) => holds)),
    fails: all(truths.map(({ fails }) => fails)),
    reach: joinReach(...truths.map(({ reach }) => reach)),
  };
}

export function negate({ holds, fails, reach }: Truth): Truth {
  return { holds: fails, fails: holds, reach };
}

/** A condition that is true or false of every event, whatever it lacks. */
export function decided(holds: Condition, reach: Reach): Truth {
  return { holds, fails: not(holds), reach };
}

/** Is nothing of it opaque? */
export function isKnown(value: Value): boolean {
  switch (value.kind) {
    case 'opaque':
      return false;
    case 'choice':
      return value.branches.every(({ value: of }) => isKnown(of)) && isKnown(value.otherwise);
    case 'several':
      return value.of.every(isKnown);
    case 'field':
    case 'literal':
    case 'null':
    case 'truth':
      return true;
  }
}

/** Holds where there is a value; of what is opaque that is taken for granted. */
export function hasValue(value: Value): Truth {
  return truthOf(value, (plain) =>
    plain.kind === 'field'
      ? decided(
          plain.list === null
            ? compare(plain.path, 'exists')
            : ofExpanded(plain.list, compare(plain.path, 'exists')),
          plain.reach,
        )
      : decided(plain.kind === 'null' ? never : always, reachOf(plain)),
  );
}
