/** Functions that ask, and that choose: `isempty`, `not`, `iff`, `case`, `coalesce`, … */
import { compare } from '../../condition/condition.ts';
import { distribute } from './choose.ts';
import { truthOf } from './compare.ts';
import { isEmpty } from './compare-field.ts';
import { textAt } from './findings.ts';
import { textOf } from './functions-text.ts';
import type {
  ChoiceValue,
  ConcatValue,
  FieldValue,
  LogicValue,
  ScalarFunction,
  Site,
  Truth,
  Value,
} from './model.ts';
import { conjunction, constant, negate, twoValued } from './truth.ts';
import { column } from './value.ts';

export const conditionFunctions: Readonly<Record<string, ScalarFunction>> = {
  not: ({ env, call, args: [value] }) =>
    value === undefined ? null : logic(negate(truthOf(env, call, value))),
  isempty: asking(emptiness, true),
  isnotempty: asking(emptiness, false),
  notempty: asking(emptiness, false),
  isnull: asking(nullness, true),
  isnotnull: asking(nullness, false),
  notnull: asking(nullness, false),
  iff: choosing,
  iif: choosing,
  case: choosing,
  coalesce: ({ args }) => coalesced(args),
  column_ifexists: columnIfExists,
  columnifexists: columnIfExists,
};

function logic(truth: Truth): LogicValue {
  return { kind: 'logic', truth };
}

function asking(question: (value: Value) => Truth | null, wanted: boolean): ScalarFunction {
  return ({ args: [value] }) => {
    const truth = value === undefined ? null : question(value);
    if (truth === null) return null;
    return logic(wanted ? truth : negate(truth));
  };
}

/** An empty text or null (https://learn.microsoft.com/kusto/query/isempty-function). */
function emptiness(value: Value): Truth | null {
  switch (value.kind) {
    case 'field':
      return value.type === 'number' || value.type === 'datetime' || value.type === 'boolean'
        ? nullness(value)
        : isEmpty(value);
    case 'literal':
      return constant(value.value === null || value.value === '');
    case 'bag':
    case 'json':
    case 'time':
    case 'duration':
    case 'values':
      return constant(false);
    case 'choice':
      return allKnown(value, emptiness)
        ? distribute(value, (each) => emptiness(each) ?? constant(null))
        : null;
    case 'concat':
      return emptyParts(value);
    case 'list':
    case 'logic':
    case 'opaque':
    case 'table':
      return null;
  }
}

/** A text of several is empty where all of them are. */
function emptyParts({ parts }: ConcatValue): Truth | null {
  const empty = parts.map((part) => emptiness(part));
  if (empty.some((each) => each?.holds.kind === 'never')) return constant(false);
  return empty.every((each) => each !== null) ? conjunction(empty) : null;
}

/** Can the question be answered for every case? */
function allKnown({ cases, otherwise }: ChoiceValue, question: (value: Value) => Truth | null): boolean {
  return [...cases.map(({ value }) => value), otherwise].every((value) => question(value) !== null);
}

/** A text is never null (https://learn.microsoft.com/kusto/query/isnull-function). */
function nullness(value: Value): Truth | null {
  switch (value.kind) {
    case 'field':
      return value.type === 'string'
        ? constant(false)
        : twoValued(compare(value.field, 'is_null', [], { collection: value.collection }), value.scopes);
    case 'literal':
      return constant(value.value === null);
    case 'bag':
    case 'json':
    case 'time':
    case 'values':
      return constant(false);
    case 'choice':
    case 'concat':
    case 'duration':
    case 'list':
    case 'logic':
    case 'opaque':
    case 'table':
      return null;
  }
}

/** `iff(condition, then, else)`, `case(condition, value, condition, value, …, else)` */
function choosing({ env, call, args }: Site): Value | null {
  const otherwise = args.at(-1);
  if (otherwise === undefined || args.length < 3 || args.length % 2 === 0) return null;
  const cases = [];
  for (let at = 0; at < args.length - 1; at += 2) {
    const [condition, value] = [args[at], args[at + 1]];
    if (condition === undefined || value === undefined) return null;
    cases.push({ when: truthOf(env, call, condition), value });
  }
  return { kind: 'choice', cases, otherwise, text: textAt(env, call) };
}

/** The first that is not null, of texts not empty (https://learn.microsoft.com/kusto/query/coalesce-function). */
function coalesced(args: readonly Value[]): Value | null {
  const otherwise = args.at(-1);
  if (otherwise === undefined) return null;
  const open = args.find((value) => value.kind === 'opaque');
  if (open !== undefined) return open;
  const cases = [];
  for (const value of args.slice(0, -1)) {
    const empty = emptiness(value);
    if (empty === null) return null;
    cases.push({ when: negate(empty), value });
  }
  return { kind: 'choice', cases, otherwise };
}

/** The column where the table has it, else the default: a missing field is a missing column. */
function columnIfExists({ env, args: [name, fallback] }: Site): Value | null {
  const text = textOf(name);
  if (text === null || fallback === undefined) return null;
  const known = env.row.columns.get(text);
  if (known !== undefined) return known;
  const own: FieldValue = column(text, env.lowering.dynamicColumns.has(text) ? 'dynamic' : 'unknown');
  if (fallback.kind === 'literal' && (fallback.value === '' || fallback.value === null)) {
    return { ...own, type: fallback.value === '' ? 'string' : own.type };
  }
  const exists = twoValued(compare(own.field, 'exists'), own.scopes);
  return { kind: 'choice', cases: [{ when: exists, value: own }], otherwise: fallback };
}
