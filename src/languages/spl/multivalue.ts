/**
 * Functions of fields with several values. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/MultivalueEvalFunctions
 *
 * What takes all values together (how many there are, which one is the third) asks for them as one list (`collect`); what is done to each value alone
 * is an ordinary function of the field.
 */
import { transformed } from './operators.ts';
import type { Regex } from './regex.ts';
import { choiceOf } from './bounded-values.ts';
import { decided, EVENT, fieldValue, literal, NULL, opaqueValue, reachOf } from './values.ts';
import type { ChoiceValue, FieldValue, Plain, SeveralValue, Value } from './values.ts';
import { compare } from '../../condition/condition.ts';
import type { FieldPath, TransformName } from '../../condition/field-path.ts';

/** Their result is one list. */
const LISTS: ReadonlySet<TransformName | undefined> = new Set(['split', 'collect', 'unique']);

/** All values of the field in one list. */
function gathered(field: FieldValue): FieldValue {
  return isGathered(field.path) ? field : transformed(field, 'collect');
}

export function isGathered({ transforms }: FieldPath): boolean {
  return LISTS.has(transforms.at(-1)?.name);
}

/** The function of each value that a choice may give; null where it is not known of one of them. */
function ofEach(value: Value, apply: (value: Exclude<Value, ChoiceValue>) => Value | null): Value | null {
  if (value.kind !== 'choice') return apply(value);
  const otherwise = ofEach(value.otherwise, apply);
  const branches = value.branches.map(({ when, value: of }) => ({ when, value: ofEach(of, apply) }));
  if (otherwise === null) return null;
  const known = branches.flatMap(({ when, value: of }) => (of === null ? [] : [{ when, value: of }]));
  return known.length < branches.length ? null : { kind: 'choice', branches: known, otherwise };
}

/** The function of each field that the value may be; null where it can be something else. */
function ofFields(
  value: Value,
  apply: (field: FieldValue) => Value | null,
  ofLiteral: (value: string | number) => Value | null = () => null,
): Value | null {
  return ofEach(value, (each) => (each.kind === 'several' ? null : ofPlain(each, apply, ofLiteral)));
}

function ofPlain(
  plain: Plain,
  apply: (field: FieldValue) => Value | null,
  ofLiteral: (value: string | number) => Value | null,
): Value | null {
  if (plain.kind === 'field') return apply(plain);
  if (plain.kind === 'literal') return ofLiteral(plain.value);
  return plain.kind === 'null' ? plain : null;
}

/** What every match of a regular expression has in a group. */
export function allMatches(field: FieldValue, regex: Regex, group: string | number): FieldValue {
  const flags = regex.caseSensitive ? '' : '(?i)';
  return transformed(transformed(field, 'extract_all', flags + regex.pattern, group), 'collect');
}

/** `mvcount(x)`: null where there is none. */
export function countOf(value: Value, text: string): Value | null {
  return ofFields(
    value,
    (field) => sizeOfColumn(field, text) ?? transformed(gathered(field), 'length'),
    () => literal(1),
  );
}

/** Of a column of an aggregation it is a number that its group has. */
function sizeOfColumn({ path, reach, list }: FieldValue, text: string): Value | null {
  if (reach.size !== 1 || reach.has(EVENT) || list !== null || path.transforms.length > 0) return null;
  const size = { kind: 'size', name: path.native } as const;
  return { ...opaqueValue('unsupported_function', text, [fieldValue(path, reach)]), arithmetic: size };
}

/** `mvindex(x, start, end)`: places count from 0, or from -1 at the end; beyond them is null. */
export function elementOf(value: Value, start: Value, end: Value | undefined): Value | null {
  return ofFields(
    value,
    (field) => elementOfField(gathered(field), start, end),
    (text) => (start.kind === 'literal' && end === undefined ? literalAt(text, Number(start.value)) : null),
  );
}

function literalAt(text: string | number, place: number): Value {
  return place === 0 || place === -1 ? literal(text) : NULL;
}

function elementOfField(list: FieldValue, start: Value, end: Value | undefined): Value | null {
  const place = start.kind === 'literal' ? Number(start.value) : fromEnd(list, start);
  if (place === null || !Number.isInteger(place)) return null;
  if (end === undefined) return transformed(list, 'at', place);
  const isToLast = end.kind === 'literal' && Number(end.value) === -1;
  return isToLast ? transformed(transformed(list, 'slice', place, null), 'collect') : null;
}

/** `mvcount(x) - 1` as a place of x is that of the last. */
function fromEnd(list: FieldValue, place: Value): number | null {
  if (place.kind !== 'field' || place.path.native !== list.path.native) return null;
  const own = [...list.path.transforms, { name: 'length', args: [] }];
  const last = place.path.transforms.at(-1);
  const before = place.path.transforms.slice(0, -1);
  const [number] = last?.args ?? [];
  if (typeof number !== 'number' || JSON.stringify(before) !== JSON.stringify(own)) return null;
  const offset = last?.name === 'subtract' ? -number : last?.name === 'add' ? number : 0;
  return offset < 0 ? offset : null;
}

/** `mvjoin(x, ", ")`. */
export function joined(value: Value, separator: Value | undefined): Value | null {
  if (separator?.kind !== 'literal') return null;
  const between = String(separator.value);
  return ofEach(value, (each) =>
    each.kind === 'several'
      ? joinedSeveral(each, between)
      : ofPlain(each, (field) => transformed(gathered(field), 'join', between), literal),
  );
}

/** Of one field among constants: these before and behind what the field's values are together. */
function joinedSeveral({ of }: SeveralValue, separator: string): Value | null {
  const at = of.findIndex(({ kind }) => kind === 'field');
  const field = of[at];
  if (field?.kind !== 'field') return null;
  const before = textsOf(of.slice(0, at));
  const behind = textsOf(of.slice(at + 1));
  if (before === null || behind === null) return null;
  const middle = transformed(gathered(field), 'join', separator);
  const headed =
    before.length === 0 ? middle : transformed(middle, 'prepend', before.join(separator) + separator);
  const whole =
    behind.length === 0 ? headed : transformed(headed, 'append', separator + behind.join(separator));
  const rest = [...before, ...behind];
  const when = decided(compare(field.path, 'exists'), reachOf(field));
  return rest.length === 0
    ? whole
    : choiceOf(
        { kind: 'choice', branches: [{ when, value: whole }], otherwise: literal(rest.join(separator)) },
        '',
      );
}

function textsOf(values: readonly Value[]): readonly string[] | null {
  const found = values.flatMap((each) => (each.kind === 'literal' ? [String(each.value)] : []));
  return found.length === values.filter(({ kind }) => kind !== 'null').length ? found : null;
}

/** `mvdedup(x)`. */
export function distinct(value: Value): Value | null {
  return ofFields(value, (field) => transformed(gathered(field), 'unique'), literal);
}

/** `mvappend(a, b)`: what is null adds nothing. */
export function together(values: readonly Value[]): Value {
  const of = values
    .flatMap((each) => (each.kind === 'several' ? each.of : [each]))
    .filter(({ kind }) => kind !== 'null');
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : of.length === 0 ? NULL : { kind: 'several', of };
}
