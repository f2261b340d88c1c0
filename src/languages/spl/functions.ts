/**
 * Functions of eval and where. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonEvalFunctions
 * What is not here is no value that could be compared: it is opaque where a predicate needs it.
 */
import { compare, not } from '../../condition/condition.ts';
import type { TransformName } from '../../condition/field-path.ts';
import type { Call, Expression } from './ast.ts';
import { testText } from './compare.ts';
import { lowerSearchText } from './expression-search.ts';
import { textOf, undecidableAt } from './expression-setting.ts';
import type { ExpressionSetting } from './expression-setting.ts';
import { nowValue, relativeTime, roundValue } from './group-numbers.ts';
import { countOf, distinct, elementOf, joined, together } from './multivalue.ts';
import { arithmetic, transformed } from './operators.ts';
import { lowerRegex } from './regex.ts';
import { jsonKey } from './scope.ts';
import { inTruth, likeTruth, matchesTruth, presence } from './text-tests.ts';
import { choiceOf } from './bounded-values.ts';
import { FALSE, joinReach, literal, mapValue, negate, NULL, opaqueValue, reachOf, TRUE } from './values.ts';
import type { FieldValue, Truth, Value } from './values.ts';

// ---------------------------------------------------------------- truths

type TruthFunction = (setting: ExpressionSetting, call: Call, args: readonly Expression[]) => Truth | null;

const TRUTHS: Readonly<Record<string, TruthFunction>> = {
  true: () => TRUE,
  false: () => FALSE,
  isnull: (setting, call, [of]) => onePresence(setting, call, of, true),
  isnotnull: (setting, call, [of]) => onePresence(setting, call, of, false),
  like: (setting, call, [of, pattern]) =>
    of === undefined || pattern === undefined
      ? null
      : likeTruth(setting, setting.lowerValue(of), setting.lowerValue(pattern), call),
  match: (setting, call, [of, pattern]) =>
    of === undefined || pattern === undefined ? null : matchTruth(setting, call, of, pattern),
  cidrmatch: cidrTruth,
  in: (setting, call, [of, ...list]) =>
    of === undefined
      ? null
      : inTruth(
          setting,
          setting.lowerValue(of),
          list.map((each) => setting.lowerValue(each)),
          call,
        ),
  searchmatch: (setting, call, [of]) => {
    if (of?.kind !== 'literal' || typeof of.value !== 'string') return null;
    return lowerSearchText(setting, of.value, call);
  },
  isnum: numeric,
  isint: numeric,
};

/** Null: the function gives a value, or is not known. */
export function callTruth(setting: ExpressionSetting, call: Call): Truth | null {
  const make = Object.hasOwn(TRUTHS, call.name) ? TRUTHS[call.name] : undefined;
  return make?.(setting, call, call.arguments) ?? null;
}

function onePresence(
  setting: ExpressionSetting,
  call: Call,
  of: Expression | undefined,
  isNull: boolean,
): Truth | null {
  if (of === undefined) return null;
  const found = foundIn(setting, of);
  const present = found ?? presence(setting, setting.lowerValue(of), call);
  return isNull ? negate(present) : present;
}

/** `mvfind(x, regex)` and `mvfilter(match(x, regex))` have a value where one of the values matches. */
function foundIn(setting: ExpressionSetting, of: Expression): Truth | null {
  if (of.kind !== 'call') return null;
  const [first, second] = of.arguments;
  if (of.name === 'mvfind' && first !== undefined && second !== undefined) {
    const { holds, reach } = matchTruth(setting, of, first, second);
    return { holds, fails: not(holds), reach };
  }
  if (of.name === 'mvfilter' && first?.kind === 'call' && (first.name === 'match' || first.name === 'like')) {
    const { holds, reach } = setting.lowerTruth(first);
    return { holds, fails: not(holds), reach };
  }
  return null;
}

function matchTruth(setting: ExpressionSetting, place: Call, of: Expression, pattern: Expression): Truth {
  const value = setting.lowerValue(of);
  const source = setting.lowerValue(pattern);
  return matchesTruth(setting, place, value, source.kind === 'literal' ? String(source.value) : null);
}

function cidrTruth(
  setting: ExpressionSetting,
  call: Call,
  [network, of]: readonly Expression[],
): Truth | null {
  if (network === undefined || of === undefined) return null;
  const range = setting.lowerValue(network);
  const value = setting.lowerValue(of);
  const undecidable = undecidableAt(setting, call);
  if (range.kind !== 'literal') {
    const holds = undecidable('computed_pattern', []);
    return { holds, fails: holds, reach: joinReach(reachOf(range), reachOf(value)) };
  }
  return testText(
    value,
    (path) => compare(path, 'cidr', [String(range.value)]),
    () => null,
    undecidable,
  );
}

function numeric(setting: ExpressionSetting, call: Call, [of]: readonly Expression[]): Truth | null {
  if (of === undefined) return null;
  const pattern = call.name === 'isint' ? '^[-+]?\\d+$' : '^[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?$';
  const truth = testText(
    setting.lowerValue(of),
    (path) => compare(path, 'regex', [pattern]),
    (text) => new RegExp(pattern).test(text),
    undecidableAt(setting, call),
  );
  return { ...truth, fails: not(truth.holds) };
}

// ---------------------------------------------------------------- values

type ValueFunction = (setting: ExpressionSetting, call: Call, args: readonly Value[]) => Value | null;

const TIME: ReadonlySet<string> = new Set(['now', 'time', 'relative_time', 'strftime', 'strptime', 'mktime']);

export function callValue(setting: ExpressionSetting, call: Call): Value {
  const truth = callTruth(setting, call);
  if (truth !== null) return { kind: 'truth', of: truth };
  if (call.name === 'null') return NULL;
  if (call.name === 'mvfind') return positionValue(setting, call);
  if (call.name === 'if' || call.name === 'case' || call.name === 'validate')
    return choiceValue(setting, call);
  const args = call.arguments.map((each) => setting.lowerValue(each));
  const make = Object.hasOwn(VALUES, call.name) ? VALUES[call.name] : undefined;
  const value = make?.(setting, call, args);
  if (value !== undefined && value !== null) return value;
  const reason = TIME.has(call.name) ? 'time' : 'unsupported_function';
  return opaqueValue(reason, textOf(setting, call), args);
}

/** Which of the values matches first: a number from 0, or null where none does. */
function positionValue(setting: ExpressionSetting, call: Call): Value {
  const [of, pattern] = call.arguments;
  if (of === undefined || pattern === undefined) return NULL;
  const when = matchTruth(setting, call, of, pattern);
  const position = opaqueValue('first_of_several', textOf(setting, call), [setting.lowerValue(of)]);
  return { kind: 'choice', branches: [{ when, value: { ...position, atLeast: 0 } }], otherwise: NULL };
}

/** Branches and their conditions: of two by two as many as any person writes. */
const MAX_BRANCHES = 120;

/** The first value whose condition is true; what is null counts as not true. */
function choiceValue(setting: ExpressionSetting, call: Call): Value {
  const args = call.arguments;
  const pairs = call.name === 'if' ? args.slice(0, 2) : args;
  const isValidate = call.name === 'validate';
  if (pairs.length > MAX_BRANCHES) return opaqueValue('too_large', textOf(setting, call));
  const branches = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const [condition, value] = [pairs[at], pairs[at + 1]];
    if (condition === undefined || value === undefined) continue;
    const when = setting.lowerTruth(condition);
    branches.push({ when: isValidate ? negate(when) : when, value: setting.lowerValue(value) });
  }
  const last = call.name === 'if' ? args[2] : undefined;
  const otherwise = last === undefined ? NULL : setting.lowerValue(last);
  return choiceOf({ kind: 'choice', branches, otherwise }, textOf(setting, call));
}

function textFunction(
  name: TransformName,
  compute: (text: string) => string | number,
  own: (args: readonly Value[]) => readonly (string | number | null)[] | null = () => [],
): ValueFunction {
  return (setting, call, args) => {
    const [of] = args;
    const rest = own(args);
    if (of === undefined || rest === null) return null;
    const opaque = opaqueValue('unsupported_function', textOf(setting, call), args);
    return mapValue(of, (plain) => {
      if (plain.kind === 'field') return transformed(plain, name, ...rest);
      if (plain.kind === 'literal' && rest.length === 0) return literal(compute(String(plain.value)));
      return plain.kind === 'null'
        ? NULL
        : plain.kind === 'opaque'
          ? { ...plain, text: opaque.text, arithmetic: null }
          : opaque;
    });
  };
}

function literals(args: readonly Value[], from: number): readonly (string | number)[] | null {
  const found = args.slice(from).flatMap((each) => (each.kind === 'literal' ? [each.value] : []));
  return found.length === args.length - from ? found : null;
}

function onlyText(args: readonly Value[]): readonly (string | number)[] | null {
  const rest = literals(args, 1);
  return rest !== null && rest.length <= 1 ? rest.map(String) : null;
}

const VALUES: Readonly<Record<string, ValueFunction>> = {
  lower: textFunction('lower', (text) => text.toLowerCase()),
  upper: textFunction('upper', (text) => text.toUpperCase()),
  len: textFunction('length', (text) => Array.from(text).length),
  trim: textFunction('trim', (text) => text.trim(), onlyText),
  ltrim: textFunction('trim_start', (text) => text.trimStart(), onlyText),
  rtrim: textFunction('trim_end', (text) => text.trimEnd(), onlyText),
  urldecode: textFunction('url_decode', decoded),
  tonumber: (_setting, _call, args) =>
    args.length === 1 ? mapFields(args, (field) => transformed(field, 'to_number')) : null,
  tostring: (_setting, _call, args) =>
    args.length === 1 ? mapFields(args, (field) => transformed(field, 'to_string')) : null,
  split: (_setting, _call, args) => {
    const separator = args[1];
    if (separator?.kind !== 'literal' || separator.value === '') return null;
    return mapFields(args, (field) => transformed(field, 'split', String(separator.value)));
  },
  mvindex: (_setting, _call, [of, start, end]) =>
    of === undefined || start === undefined ? null : elementOf(of, start, end),
  mvcount: (setting, call, [of]) => (of === undefined ? null : countOf(of, textOf(setting, call))),
  mvjoin: (_setting, _call, [of, separator]) => (of === undefined ? null : joined(of, separator)),
  mvdedup: (_setting, _call, [of]) => (of === undefined ? null : distinct(of)),
  mvappend: (_setting, _call, args) => together(args),
  exact: (_setting, _call, args) => args[0] ?? null,
  replace: (_setting, _call, args) => {
    const [, pattern, by] = args;
    if (pattern?.kind !== 'literal' || by?.kind !== 'literal') return null;
    return replaced(args, String(pattern.value), String(by.value));
  },
  substr: (_setting, _call, args) => {
    const rest = literals(args, 1);
    const [start, length] = rest?.map(Number) ?? [];
    if (start === undefined || start === 0) return null;
    const from = start > 0 ? start - 1 : start;
    const end = length === undefined ? null : from < 0 && from + length >= 0 ? null : from + length;
    return mapFields(args, (field) => transformed(field, 'slice', from, end));
  },
  min: (_setting, _call, args) => (args.length === 1 ? (args[0] ?? null) : null),
  max: (_setting, _call, args) => (args.length === 1 ? (args[0] ?? null) : null),
  coalesce: (setting, call, all) => {
    const args = all.filter((each) => each.kind !== 'opaque' || each.reason !== 'missing_column');
    const branches = args.map((value) => ({ when: presence(setting, value, call), value }));
    return args.some((each) => each.kind === 'opaque') && args.length > 1
      ? coalesced(setting, call, args)
      : choiceOf({ kind: 'choice', branches, otherwise: NULL }, textOf(setting, call));
  },
  nullif: (setting, call, args) => opaqueValue('unsupported_function', textOf(setting, call), args),
  json_extract: (_setting, _call, args) => jsonValue(args),
  spath: (_setting, _call, args) => jsonValue(args),
  abs: (_setting, _call, args) => foldNumber(args, Math.abs),
  ceiling: (_setting, _call, args) => foldNumber(args, Math.ceil),
  ceil: (_setting, _call, args) => foldNumber(args, Math.ceil),
  floor: (_setting, _call, args) => foldNumber(args, Math.floor),
  round: (setting, call, args) => roundValue(args, textOf(setting, call)),
  now: (setting, call) => nowValue(textOf(setting, call)),
  time: (setting, call) => nowValue(textOf(setting, call)),
  relative_time: (setting, call, args) => relativeTime(args, textOf(setting, call)),
  pow: (_setting, _call, args) => {
    const rest = literals(args, 0);
    return rest?.length === 2 ? literal(Number(rest[0]) ** Number(rest[1])) : null;
  },
  sum: (setting, call, args) =>
    // It passes over what is null, which `+` does not.
    mapValue(
      args.reduce((left, right) => arithmetic('+', left, right, textOf(setting, call))),
      (plain) => (plain.kind === 'opaque' ? { ...plain, arithmetic: null } : plain),
    ),
};

/** Without its opaque parts a coalesce would be another: it is opaque as a whole, under the reason of the first. */
function coalesced(setting: ExpressionSetting, call: Call, args: readonly Value[]): Value {
  const [first] = args.filter((each) => each.kind === 'opaque');
  const reason = first?.kind === 'opaque' ? first.reason : 'unsupported_function';
  return opaqueValue(reason, textOf(setting, call), args);
}

/** The function of each field that the first argument may be; null where it can be something else. */
function mapFields(args: readonly Value[], apply: (field: FieldValue) => Value | null): Value | null {
  const [of] = args;
  if (of === undefined) return null;
  const failed: Value[] = [];
  const mapped = mapValue(of, (plain) => {
    const result = plain.kind === 'field' ? apply(plain) : plain.kind === 'null' ? plain : null;
    if (result === null) failed.push(plain);
    return result ?? plain;
  });
  return failed.length === 0 ? mapped : null;
}

function foldNumber(args: readonly Value[], apply: (number: number) => number): Value | null {
  const [of] = args;
  return of?.kind === 'literal' && Number.isFinite(Number(of.value))
    ? literal(apply(Number(of.value)))
    : null;
}

function jsonValue(args: readonly Value[]): Value | null {
  const path = args[1];
  if (args.length !== 2 || path?.kind !== 'literal') return null;
  return mapFields(args, (field) => ({ ...field, path: jsonKey(field.path, String(path.value)) }));
}

/** `replace(x, regex, text)`: `\\1` in the text is what the first group of the regex holds. */
function replaced(args: readonly Value[], pattern: string, by: string): Value | null {
  const text = plainRegex(pattern);
  if (text !== null && text !== '' && !by.includes('\\'))
    return mapFields(args, (field) => transformed(field, 'replace', text, by));
  const regex = lowerRegex(pattern);
  if (regex === null) return null;
  const flags = regex.caseSensitive ? '' : '(?i)';
  return mapFields(args, (field) => transformed(field, 'replace_regex', flags + regex.pattern, by));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A % that begins no character's bytes stays.
    return text;
  }
}

/** A regular expression that says one text; null for any other. */
function plainRegex(source: string): string | null {
  const text = source.replace(/\\([^A-Za-z0-9])/g, (_written, char: string) =>
    String.fromCharCode(0xe000 + char.charCodeAt(0)),
  );
  if (/[\\^$.*+?()[\]{}|]/.test(text)) return null;
  return text.replace(/[\ue000-\ue0ff]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xe000));
}
