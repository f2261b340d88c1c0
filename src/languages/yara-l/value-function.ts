/**
 * Functions that make values (https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-syntax#functions); of each it says what it makes of an
 * absent field, which is the empty text or 0.
 */
import type { Transform } from '../../condition/field-path.ts';
import type { Call } from './ast.ts';
import { TRUE } from './formula.ts';
import type { Formula } from './formula.ts';
import { isAbsent, isPresent } from './leaves.ts';
import { CLOCK } from './clock.ts';
import type { ClockPart } from './clock.ts';
import { captureGroup, readRegex } from './regex.ts';
import { literal, mapValues, unknown, withTransform } from './value.ts';
import type { Alternatives, Value } from './value.ts';

function one(value: Value): Alternatives {
  return [{ guard: TRUE, value }];
}

type Resolver = (call: Call, args: readonly Alternatives[]) => Alternatives | null;

const FUNCTIONS: Readonly<Record<string, Resolver>> = {
  'strings.to_lower': textFunction('lower', (text) => text.toLowerCase()),
  'strings.to_upper': textFunction('upper', (text) => text.toUpperCase()),
  'strings.concat': (_call, args) => concatenated(args),
  'strings.coalesce': (_call, args) => coalesced(args),
  'strings.length': (_call, [text]) => lengthOf(text),
  'strings.split': (_call, [text, separator]) => splitAt(text, separator),
  'strings.base64_decode': (_call, [text]) => base64Decoded(text),
  'arrays.index_to_str': (_call, [list, index]) => elementOf(list, index),
  're.capture': (_call, [text, pattern]) => captured(text, pattern),
  're.replace': (_call, [text, pattern, by]) => replaced(text, pattern, by),
  'timestamp.get_day_of_week': clock('day_of_week'),
  'timestamp.get_hour': clock('hour'),
  'timestamp.get_minute': clock('minute'),
  'cast.as_string': (call, [value]) => (call.args.length === 1 ? (value ?? null) : null),
  'cast.as_int': (_call, [value]) => asNumber(value),
  'cast.as_float': (_call, [value]) => asNumber(value),
  max: alone,
  min: alone,
};

/** Null: there is no such function, or it does not take such arguments. */
export function lowerValueFunction(call: Call, args: readonly Alternatives[]): Alternatives | null {
  const resolver = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  return resolver?.(call, args) ?? null;
}

/** The greatest, or smallest, of one constant is that constant. */
function alone(_call: Call, args: readonly Alternatives[]): Alternatives | null {
  const [only] = args;
  return args.length === 1 && only !== undefined && only.every(({ value }) => value.kind === 'literal')
    ? only
    : null;
}

function single(alternatives: Alternatives | undefined): Value | null {
  return alternatives?.length === 1 ? (alternatives[0]?.value ?? null) : null;
}

function literalText(alternatives: Alternatives | undefined): string | null {
  const value = single(alternatives);
  if (value?.kind === 'pattern') return value.pattern;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

/** A function of texts that makes of an empty one an empty one. */
function textFunction(name: Transform['name'], apply: (text: string) => string): Resolver {
  return (_call, [arg]) => {
    if (arg === undefined) return null;
    const values = mapValues(arg, (value) => {
      if (value.kind === 'literal') return literal(apply(String(value.value)));
      if (value.kind !== 'field') return unknown('unsupported_function', `${name} needs a text`);
      return withTransform(value, { name, args: [] }, apply(String(value.zero)));
    });
    return values;
  };
}

/** Of several fields the text cannot be told; of one, what stands before and behind it. */
function concatenated(args: readonly Alternatives[]): Alternatives | null {
  const values = args.map(single);
  if (values.some((value) => value === null)) return null;
  const texts = values.map((value) => (value?.kind === 'literal' ? String(value.value) : null));
  const fields = values.filter((value) => value?.kind === 'field');
  const [field] = fields;
  if (fields.length === 0) return texts.includes(null) ? null : one(literal(texts.join('')));
  const at = values.findIndex((value) => value === field);
  if (fields.length > 1 || field?.kind !== 'field' || texts.filter((text) => text === null).length > 1)
    return null;
  const before = texts.slice(0, at).join('');
  const after = texts.slice(at + 1).join('');
  const zero = before + String(field.zero) + after;
  const transforms: Transform[] = [];
  if (before !== '') transforms.push({ name: 'prepend', args: [before] });
  if (after !== '') transforms.push({ name: 'append', args: [after] });
  return one({ ...field, transforms: [...field.transforms, ...transforms], zero });
}

/** The first that is not empty. */
function coalesced(args: readonly Alternatives[]): Alternatives | null {
  const result: { guard: Formula; value: Value }[] = [];
  const earlier: Formula[] = [];
  for (const arg of args) {
    const value = single(arg);
    if (value?.kind === 'literal') {
      result.push({ guard: { kind: 'and', of: [...earlier] }, value });
      return result;
    }
    if (value?.kind !== 'field' || value.modifier !== null || value.zero !== '') return null;
    result.push({ guard: { kind: 'and', of: [...earlier, isPresent(value)] }, value });
    earlier.push(isAbsent(value));
  }
  result.push({ guard: { kind: 'and', of: earlier }, value: literal('') });
  return result;
}

function lengthOf(arg: Alternatives | undefined): Alternatives | null {
  const value = single(arg);
  if (value?.kind !== 'field') return null;
  return one(withTransform(value, { name: 'length', args: [] }, Array.from(String(value.zero)).length));
}

/** Of a time in seconds; in another time zone than UTC, whose rules nobody knows here, it stays open. */
function clock(part: ClockPart): Resolver {
  return (_call, [seconds, zone]) => {
    const value = single(seconds);
    const isUtc = zone === undefined || /^(UTC|GMT|Etc\/(UTC|GMT))$/i.test(literalText(zone) ?? '');
    if (value?.kind !== 'field' || value.zero !== 0 || !isUtc) return null;
    const { transforms, ofZero } = CLOCK[part];
    return one({ ...value, transforms: [...value.transforms, ...transforms], zero: ofZero });
  };
}

/** Only `arrays.index_to_str()` makes a text of the list again. */
function splitAt(text: Alternatives | undefined, separator: Alternatives | undefined): Alternatives | null {
  const value = single(text);
  const by = literalText(separator);
  if (value?.kind !== 'field' || by === null || by === '') return null;
  return one(withTransform(value, { name: 'split', args: [by] }, ''));
}

/** "An out-of-bounds element returns the default value", here the empty text. */
function elementOf(list: Alternatives | undefined, index: Alternatives | undefined): Alternatives | null {
  const value = single(list);
  const at = single(index);
  if (value?.kind !== 'field' || value.transforms.at(-1)?.name !== 'split') return null;
  if (at?.kind !== 'literal' || typeof at.value !== 'number' || !Number.isInteger(at.value)) return null;
  return one(withTransform(value, { name: 'at', args: [at.value] }, ''));
}

/** "If encodedString is not a valid base64 encoded string, the function returns encodedString unchanged." */
function base64Decoded(arg: Alternatives | undefined): Alternatives | null {
  const value = single(arg);
  if (value?.kind !== 'field' || value.modifier !== null || value.ref.repeated.length > 0) return null;
  const decoded = withTransform(value, { name: 'base64_decode', args: [] }, '');
  return [
    { guard: isPresent(decoded), value: decoded },
    { guard: isAbsent(decoded), value },
  ];
}

/** "If the regular expression does not match any substring in the text, the function returns an empty string." */
function captured(text: Alternatives | undefined, pattern: Alternatives | undefined): Alternatives | null {
  const value = single(text);
  const regex = literalText(pattern);
  if (value?.kind !== 'field' || regex === null) return null;
  const group = captureGroup(regex);
  if (group === null) return null;
  return one(withTransform(value, { name: 'extract', args: [regex, group] }, ''));
}

/**
 * A pattern that only spells a text replaces that text; any other is RE2's, and the replacement has its groups as `\\1`
 * (https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-functions/re-replace).
 */
function replaced(
  text: Alternatives | undefined,
  pattern: Alternatives | undefined,
  by: Alternatives | undefined,
): Alternatives | null {
  const value = single(text);
  const regex = literalText(pattern);
  const replacement = literalText(by);
  if (value?.kind !== 'field' || value.zero !== '' || regex === null || replacement === null) return null;
  const plain = replacement.includes('\\') ? null : plainText(regex);
  if (plain !== null) return one(withTransform(value, { name: 'replace', args: [plain, replacement] }, ''));
  // What is found in the empty text would make another text of an absent field.
  if (fitsEmptyText(regex)) return null;
  return one(withTransform(value, { name: 'replace_regex', args: [regex, replacement] }, ''));
}

function plainText(regex: string): string | null {
  const meaning = readRegex(regex, false);
  if (meaning.kind !== 'compare' || meaning.operator !== 'contains' || meaning.nocase) return null;
  const [only] = meaning.values;
  // `.*` at its ends is what the comparison may leave out, and a replacement may not.
  return meaning.values.length !== 1 || only === undefined || /(^\.\*|\.\*$)/.test(regex) ? null : only;
}

/** A regex that JavaScript cannot read may be one that does. */
function fitsEmptyText(regex: string): boolean {
  try {
    return new RegExp(regex.replace(/^\(\?[ims]+\)/, '')).test('');
  } catch {
    return true;
  }
}

/** What is no number is 0. */
function asNumber(arg: Alternatives | undefined): Alternatives | null {
  const value = single(arg);
  if (value?.kind === 'literal') return one(literal(Number(value.value) || 0));
  return value?.kind === 'field' ? one(withTransform(value, { name: 'to_number', args: [] }, 0)) : null;
}
