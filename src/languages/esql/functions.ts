/**
 * Functions that return a value, each as its page says:
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-functions-operators. Null in, null out, and several values are null to all but
 * the functions of lists, unless the page says otherwise.
 */
import { compare, not } from '../../condition/condition.ts';
import type { Scalar } from '../../condition/field-path.ts';
import { integerOf, literalOf, onField } from './call.ts';
import type { CallSetting, ValueFunction } from './call.ts';
import { foundInJoined } from './compare.ts';
import { counted, elementOf, joined, partOf } from './functions-lists.ts';
import { plainReplacement, regexReplacement } from './replacement.ts';
import {
  choiceValue,
  isNull,
  joinedValue,
  literalValue,
  mapValue,
  transformed,
  truthOf,
  unsaid,
} from './value.ts';
import type { FieldValue, Value } from './value.ts';

/** Null: not with these arguments; undefined: there is no such function here. */
export function callFunction(
  name: string,
  args: readonly Value[],
  setting: CallSetting,
): Value | null | undefined {
  if (!Object.hasOwn(FUNCTIONS, name)) return undefined;
  return FUNCTIONS[name]?.(args, setting);
}

const FUNCTIONS: Readonly<Record<string, ValueFunction>> = {
  case: ofCases,
  coalesce: (args, setting) => coalesced(args, setting),
  now: () => ({ kind: 'now', offset: 0 }),
  to_lower: ofText(
    (field) => transformed(field, 'lower'),
    (text) => text.toLowerCase(),
    true,
  ),
  to_upper: ofText(
    (field) => transformed(field, 'upper'),
    (text) => text.toUpperCase(),
    true,
  ),
  trim: ofText(
    (field) => transformed(field, 'trim'),
    (text) => text.trim(),
  ),
  ltrim: ofText(
    (field) => transformed(field, 'trim_start'),
    (text) => text.trimStart(),
  ),
  rtrim: ofText(
    (field) => transformed(field, 'trim_end'),
    (text) => text.trimEnd(),
  ),
  length: ofText(
    (field) => transformed(field, 'length'),
    (text) => Array.from(text).length,
  ),
  // Values are compared by their text as it is.
  to_string: ofText((field) => field, String),
  to_str: ofText((field) => field, String),
  to_keyword: ofText((field) => field, String),
  to_ip: ofText((field) => field, String),
  to_integer: toNumber(false),
  to_int: toNumber(false),
  to_long: toNumber(false),
  to_unsigned_long: toNumber(false),
  to_double: toNumber(true),
  to_dbl: toNumber(true),
  space: ([count]) => repeated(' ', literalOf(count)),
  repeat: ([text, count]) => repeated(literalOf(text), literalOf(count)),
  substring: substringOf,
  left: ([text, length, ...rest]) => {
    const end = integerOf(length);
    return end === null || end < 0 || rest.length > 0 ? null : sliced(text, 0, end);
  },
  right: ([text, length, ...rest]) => {
    const count = integerOf(length);
    return count === null || count <= 0 || rest.length > 0 ? null : sliced(text, -count, null);
  },
  concat: concatenated,
  replace: replaced,
  locate: located,
  split: ([text, separator, ...rest]) => {
    const by = literalOf(separator);
    if (typeof by !== 'string' || by === '' || rest.length > 0) return null;
    return onField(text, (field) => transformed(field, 'split', by));
  },
  url_decode: urlDecoded,
  from_base64: ([text]) => onField(text, (field) => transformed(field, 'base64_decode')),
  mv_dedupe: ([list]) => onField(list, (field) => field),
  mv_sort: ([list]) => onField(list, (field) => field),
  mv_first: ([list], setting) => elementOf(list, 0, setting),
  mv_last: ([list], setting) => elementOf(list, -1, setting),
  mv_min: ([list], setting) => elementOf(list, null, setting),
  mv_max: ([list], setting) => elementOf(list, null, setting),
  mv_concat: joined,
  mv_slice: partOf,
  mv_count: counted,
};

/** `eachAlone`: what it makes of a text is what it makes of each of its characters, and so of each of the values that it is joined of. */
function ofText(
  map: (field: FieldValue) => FieldValue,
  ofLiteral: (text: string) => Scalar,
  eachAlone = false,
): ValueFunction {
  return ([text, ...rest]) => {
    if (text === undefined || rest.length > 0) return null;
    const made = (value: Value): Value =>
      mapValue(value, (each) => {
        if (each.kind === 'field') return map(each);
        if (each.kind === 'unsaid') return each;
        if (each.kind !== 'literal') return unsaid('unsupported_call', 'this is no text that can be told');
        return literalValue(each.value === null ? null : ofLiteral(String(each.value)));
      });
    if (text.kind !== 'joined' || !eachAlone) return made(text);
    const separator = String(ofLiteral(text.separator));
    return joinedValue(map(text.field), separator, made(text.text));
  };
}

function toNumber(isReal: boolean): (args: readonly Value[]) => Value | null {
  return ([of, ...rest]) => {
    if (of === undefined || rest.length > 0) return null;
    return mapValue(of, (each) => {
      if (each.kind === 'field') return transformed(each, 'to_number');
      if (each.kind !== 'literal') return each;
      const number = typeof each.value === 'string' && each.value.trim() === '' ? NaN : Number(each.value);
      return each.value === null || Number.isNaN(number) ? literalValue(null) : literalValue(number, isReal);
    });
  };
}

const MAX_TEXT = 10_000;

function repeated(text: Scalar, count: Scalar): Value | null {
  if (typeof text !== 'string' || typeof count !== 'number' || count < 0) return null;
  return text.length * count > MAX_TEXT ? null : literalValue(text.repeat(count));
}

/** Positions count from 1; 0 is the first as well, and negative ones count from the end. */
function substringOf([text, start, length, ...rest]: readonly Value[]): Value | null {
  const from = integerOf(start);
  const count = length === undefined ? null : integerOf(length);
  if (from === null || rest.length > 0 || (length !== undefined && (count === null || count < 0)))
    return null;
  const first = from > 0 ? from - 1 : from;
  // From the end, a text that is shorter would begin elsewhere.
  if (first < 0 && count !== null) return null;
  return sliced(text, first, count === null ? null : first + count);
}

function sliced(text: Value | undefined, start: number, end: number | null): Value | null {
  return onField(text, (field) => transformed(field, 'slice', start, end));
}

/** Constants before and behind one field. */
function concatenated(args: readonly Value[]): Value | null {
  const at = args.findIndex((arg) => arg.kind !== 'literal');
  const texts = args.map((arg) => literalOf(arg));
  if (at === -1) return literalValue(texts.includes(null) ? null : texts.join(''));
  const before = texts.slice(0, at);
  const after = texts.slice(at + 1);
  if (before.includes(null) || after.includes(null)) return null;
  return onField(args[at], (field) => {
    const led = before.join('') === '' ? field : transformed(field, 'prepend', before.join(''));
    return after.join('') === '' ? led : transformed(led, 'append', after.join(''));
  });
}

/** What is replaced is what matches a regular expression of Java. */
function replaced([text, pattern, replacement, ...rest]: readonly Value[]): Value | null {
  const [from, to] = [literalOf(pattern), literalOf(replacement)];
  if (typeof from !== 'string' || typeof to !== 'string' || rest.length > 0) return null;
  const plain = plainReplacement(from, to);
  if (plain !== null) return onField(text, (field) => transformed(field, 'replace', ...plain));
  const regex = regexReplacement(from, to);
  return regex === null ? null : onField(text, (field) => transformed(field, 'replace_regex', ...regex));
}

/** The position of the text, from 1; 0 where it does not occur. */
function located([text, part, ...rest]: readonly Value[]): Value | null {
  if (text?.kind === 'joined' && part !== undefined && rest.length === 0) {
    const found = foundInJoined(text, part);
    if (found !== null) return { kind: 'position', found };
  }
  const wanted = literalOf(part);
  if (typeof wanted !== 'string' || wanted === '' || rest.length > 0) return null;
  return onField(text, (field) => transformed(transformed(field, 'index_of', wanted), 'add', 1));
}

/** Java's decoder: a plus sign is a space, and what no two hexadecimal digits follow is no encoded text at all, but null. */
function urlDecoded([text, ...rest]: readonly Value[]): Value | null {
  if (rest.length > 0) return null;
  return onField(text, (field) => {
    const { path, collection } = field;
    const wellFormed = compare(path, 'regex', ['(?s)^(?:[^%]|%[0-9A-Fa-f]{2})*$'], { collection });
    const decoded = transformed(transformed(field, 'replace', '+', ' '), 'url_decode');
    return choiceValue(wellFormed, decoded, literalValue(null));
  });
}

/** Conditions and values in turn; a condition that is null is not true. */
function ofCases(args: readonly Value[], { keep }: CallSetting): Value | null {
  if (args.length < 2) return null;
  let value: Value = args.length % 2 === 0 ? literalValue(null) : (args.at(-1) ?? literalValue(null));
  for (let at = args.length - (args.length % 2 === 0 ? 2 : 3); at >= 0; at -= 2) {
    const [condition, then] = [args[at], args[at + 1]];
    if (condition === undefined || then === undefined) return null;
    value = choiceValue(truthOf(condition, keep).yes, then, value);
  }
  return value;
}

/** The first that is not null. */
function coalesced(args: readonly Value[], { keep }: CallSetting): Value | null {
  const last = args.at(-1);
  if (last === undefined) return null;
  return args
    .slice(0, -1)
    .reduceRight<Value>((rest, arg) => choiceValue(not(isNull(arg, keep).yes), arg, rest), last);
}
