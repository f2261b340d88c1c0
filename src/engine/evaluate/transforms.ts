/**
 * The functions that a rule applies to a field's value before it compares (the table of condition/field-path.ts).
 *
 * Under `strict` they are Python's: `to_string` writes True and None, lists and objects as Python's str() does, booleans count as numbers.
 * Else a function of texts takes numbers and booleans by their text, as Elasticsearch's keyword fields do,
 * `to_string` makes JSON of lists and objects, and `parse_json` leaves what is no JSON text as it is, as Kusto's dynamic values do.
 */
import type { Scalar, Transform, TransformName } from '../../condition/field-path.ts';
import { splitText } from '../../condition/split-text.ts';
import type { EventView } from '../event/event-view.ts';
import { isMissing, isObject } from '../../events/json-object.ts';
import { LIMITS } from '../limits.ts';
import { hiddenText } from './hidden-text.ts';
import { pythonText } from './python-text.ts';
import { regexOf } from './regex-cache.ts';
import { sortedBy } from './sorted-by.ts';
import { shellWords } from './shell-words.ts';
import { windowsWords } from './windows-words.ts';
import { parseTime } from './times.ts';
import { characterAt, characterLength, characterSlice, trimmed } from './text.ts';

/** The value is none that the function takes. */
export const MISTYPED = Symbol('mistyped');

interface Setting {
  readonly strict: boolean;
  readonly view: Pick<EventView, 'keys' | 'parsed'>;
}

type Apply = (value: unknown, args: readonly Scalar[], setting: Setting) => unknown;

/** The value is more than a function may search. */
export const TOO_LARGE = Symbol('too large');

/** A time in a notation that we do not read. */
export const UNREAD_TIME = Symbol('unread time');

/** Undefined: the value is missing, or is so after a function; MISTYPED, TOO_LARGE, UNREAD_TIME: some function cannot take it. */
export function applyTransforms(value: unknown, transforms: readonly Transform[], setting: Setting): unknown {
  let result = value;
  for (const { name, args } of transforms) {
    if (typeof result === 'symbol') return result;
    result = isMissing(result) && !TAKES_MISSING.has(name) ? undefined : APPLY[name](result, args, setting);
  }
  return result;
}

const TAKES_MISSING: ReadonlySet<TransformName> = new Set(['truthy', 'type_name']);

/** Does an absent field still have a value after these functions? */
export function takesMissing(transforms: readonly Transform[]): boolean {
  return transforms.some(({ name }) => TAKES_MISSING.has(name));
}

const APPLY: Readonly<Record<TransformName, Apply>> = {
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  trim: onText((text, [characters]) => trimmed(text, argText(characters), true, true)),
  trim_start: onText((text, [characters]) => trimmed(text, argText(characters), true, false)),
  trim_end: onText((text, [characters]) => trimmed(text, argText(characters), false, true)),
  length: lengthOf,
  byte_length: onText((text) => Buffer.byteLength(text)),
  to_number: (value, _args, { strict }) => toNumber(value, strict) ?? MISTYPED,
  to_string: toText,
  split: onText((text, [separator, cuts]) => pieces(text, argText(separator), argNumber(cuts))),
  shell_split: onText((text, [dialect]) =>
    dialect === 'windows' ? windowsWords(text) : (shellWords(text) ?? MISTYPED),
  ),
  unique: (value) => (Array.isArray(value) ? uniqueValues(value) : MISTYPED),
  sort: (value, [descending, ...path], { view }) =>
    Array.isArray(value) ? sortedBy(value, path, descending === true, view) : MISTYPED,
  at: (value, [index]) => (typeof index === 'number' ? elementAt(value, index) : MISTYPED),
  key: (value, [key], { view }) => (isObject(value) ? view.keys.valueOf(value, String(key)) : MISTYPED),
  slice: (value, [start, end]) => sliceOf(value, argNumber(start), argNumber(end)),
  replace: onText((text, [from, to]) => text.replaceAll(String(from), () => String(to))),
  replace_regex: onRegex((regex, text, replacement) => regex.replace(text, String(replacement))),
  prepend: onText((text, [before]) => String(before) + text),
  append: onText((text, [after]) => text + String(after)),
  join: (value, [separator, convert], { strict }) =>
    joined(value, String(separator), strict && convert !== true, strict),
  url_decode: onText(decodeUrl),
  query_params: onText(queryParams),
  extract: onRegex((regex, text, group) => regex.first(text, group)),
  extract_all: onRegex((regex, text, group) => regex.all(text, group)),
  parse_json: (value, _args, { strict, view }) => {
    if (typeof value !== 'string') return strict ? MISTYPED : value;
    const parsed = parsedJson(value, view.parsed);
    return parsed === MISTYPED && !strict ? value : parsed;
  },
  base64_decode: onText(decodeBase64),
  hidden_text: onText((text, [shortest]) => hiddenText(text, Number(shortest)) ?? MISTYPED),
  keys: (value) => (isObject(value) ? Object.keys(value) : MISTYPED),
  values: (value) => (isObject(value) ? Object.values(value) : MISTYPED),
  items: (value) =>
    isObject(value) ? Object.entries(value).map(([key, held]) => ({ key, value: held })) : MISTYPED,
  places: (value) =>
    Array.isArray(value)
      ? placesOf(value)
      : typeof value === 'string'
        ? placesOf(Array.from(value))
        : MISTYPED,
  index_of: onText((text, [part]) => indexOf(text, String(part))),
  add: onNumber((a, b) => a + b),
  subtract: onNumber((a, b) => a - b),
  multiply: onNumber((a, b) => a * b),
  divide: onNumber((a, b) => (b === 0 ? MISTYPED : a / b)),
  modulo: onNumber((a, b, strict) => (b === 0 ? MISTYPED : strict ? a - b * Math.floor(a / b) : a % b)),
  floor: (value) => (typeof value === 'number' ? Math.floor(value) : MISTYPED),
  to_time: timeOf,
  age: (value) => (typeof value === 'number' ? Date.now() / 1000 - value : MISTYPED),
  // Of one value alone there is nothing to open or to gather: field-values.ts does that for all of them.
  each: (value) => value,
  collect: (value) => value,
  truthy: isTruthy,
  type_name: typeName,
};

/** Each element with those before and after it; so long a list would make too many copies. */
function placesOf(list: readonly unknown[]): unknown {
  if (list.length > LIMITS.places) return TOO_LARGE;
  return list.map((value, at) => ({ before: list.slice(0, at), value, after: list.slice(at + 1) }));
}

function onText(apply: (text: string, args: readonly Scalar[]) => unknown): Apply {
  return (value, args, { strict }) => {
    const text = asText(value, strict);
    return text === null ? MISTYPED : apply(text, args);
  };
}

function onNumber(apply: (a: number, b: number, strict: boolean) => unknown): Apply {
  return (value, [operand], { strict }) => {
    const number = strict && typeof value === 'string' ? null : toNumber(value, strict);
    return number === null || typeof operand !== 'number' ? MISTYPED : apply(number, operand, strict);
  };
}

/** The text of a scalar; under `strict` of a string only. */
export function asText(value: unknown, strict: boolean): string | null {
  if (typeof value === 'string') return value;
  if (strict) return null;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : null;
}

const DECIMAL = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;

/** A number, or the number that a decimal text says. */
export function toNumber(value: unknown, booleans: boolean): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return booleans ? Number(value) : null;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : null;
}

function toText(value: unknown, _args: readonly Scalar[], { strict }: Setting): unknown {
  if (strict) return pythonText(value) ?? MISTYPED;
  return asText(jsonText(value), false) ?? MISTYPED;
}

/** A list or an object as the JSON text that a column of text would hold; anything else as it is. */
export function jsonText(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function lengthOf(value: unknown): unknown {
  if (typeof value === 'string') return characterLength(value);
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : MISTYPED;
}

function pieces(
  text: string,
  separator: string | null,
  cuts: number | undefined,
): readonly string[] | typeof MISTYPED {
  if (separator === null) return text.split(/\s+/).filter((part) => part !== '');
  return separator === '' ? MISTYPED : splitText(text, separator, cuts);
}

function elementAt(value: unknown, index: number): unknown {
  if (Array.isArray(value)) return value.at(index) as unknown;
  return typeof value === 'string' ? characterAt(value, index) : MISTYPED;
}

/** Lists and objects are no elements of a Python set: a list of them has no distinct ones. */
function uniqueValues(list: readonly unknown[]): unknown {
  return list.some((one) => typeof one === 'object' && one !== null) ? MISTYPED : [...new Set(list)];
}

function joined(value: unknown, separator: string, texts: boolean, strict: boolean): unknown {
  if (typeof value === 'string') return Array.from(value).join(separator);
  if (!Array.isArray(value)) return MISTYPED;
  if (texts && !value.every((one) => typeof one === 'string')) return MISTYPED;
  return value.map((one: unknown) => (strict ? pythonText(one) : asText(one, false)) ?? '').join(separator);
}

/** Notations that platforms read as times beside ISO 8601: RFC 822 and 850, and numbers between slashes. */
const DATE =
  /^(?:[a-z]+,?\s*)?\d{1,2}[- ](?:[a-z]{3,9}|\d{1,2})[- ]\d{2,4}\b|^\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\b/i;

function timeOf(value: unknown, args: readonly Scalar[]): unknown {
  if (typeof value !== 'string') return MISTYPED;
  const time = parseTime(value, args.map(String));
  if (time !== null) return time;
  return args.length === 0 && DATE.test(value.trim()) ? UNREAD_TIME : MISTYPED;
}

function onRegex(
  apply: (regex: NonNullable<ReturnType<typeof regexOf>>, text: string, arg: Scalar | undefined) => unknown,
): Apply {
  return onText((text, [pattern, arg]) => {
    const regex = regexOf(String(pattern));
    if (text.length > LIMITS.regexText) return TOO_LARGE;
    return regex === null ? MISTYPED : apply(regex, text, arg);
  });
}

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Runs of %XX are bytes of UTF-8 text; a % that no two hexadecimal digits follow stays. */
function decodeUrl(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    lenientUtf8.decode(Buffer.from(run.replaceAll('%', ''), 'hex')),
  );
}

function queryParams(text: string): Readonly<Record<string, readonly string[]>> {
  const params = new Map<string, string[]>();
  for (const [, name = '', value = ''] of text.matchAll(/(?:^|&)([^&=]*)=([^&]+)/g)) {
    const key = decodeUrl(name.replaceAll('+', ' '));
    const values = params.get(key) ?? [];
    params.set(key, values);
    values.push(decodeUrl(value.replaceAll('+', ' ')));
  }
  return Object.fromEntries(params);
}

function sliceOf(value: unknown, start: number | undefined, end: number | undefined): unknown {
  if (Array.isArray(value)) return value.slice(start, end) as unknown;
  return typeof value === 'string' ? characterSlice(value, start, end) : MISTYPED;
}

function parsedJson(text: string, parsed: Map<string, unknown>): unknown {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const value = parseJson(text);
  parsed.set(text, value);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON: the value is none that this function takes.
    return MISTYPED;
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeBase64(text: string): unknown {
  if (!BASE64.test(text)) return MISTYPED;
  try {
    return utf8.decode(Buffer.from(text, 'base64'));
  } catch {
    // The bytes are no UTF-8 text.
    return MISTYPED;
  }
}

function indexOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? at : characterLength(text.slice(0, at));
}

function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function typeName(value: unknown): string {
  if (isMissing(value)) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'bigint') return 'number';
  return typeof value;
}

function argText(arg: Scalar | undefined): string | null {
  return isMissing(arg) ? null : String(arg);
}

function argNumber(arg: Scalar | undefined): number | undefined {
  return typeof arg === 'number' ? arg : undefined;
}
