/** Python's `==` between values, as a condition. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { Scalar } from '../../../condition/field-path.ts';
import type { Located } from '../syntax/ast.ts';
import { sameAddress } from '../library/ip-addresses.ts';
import { hasType, test } from './fields.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import { exactly } from '../elements/counting.ts';
import { differs } from './differences.ts';
import type { Machine } from '../machine/machine.ts';
import { isPlainList } from './parts.ts';
import { pickedHolds } from '../elements/picks.ts';
import { textAsField } from './texts.ts';
import { comparedTimes, isTemporal } from '../library/times.ts';
import { anyPart, notEmpty } from './truth.ts';
import { comparedTexts, textSplits } from './text-splits.ts';
import { sameValue } from './choice.ts';
import { equalFields, fieldEquals } from './field-equality.ts';
import { byKind } from './by-kind.ts';
import type { ByKind } from './by-kind.ts';
import { constant } from './values.ts';
import { pythonText, text } from './written-text.ts';
import type { Dictionary, Field, Part, Sequence, Text, Value } from './values.ts';

export function equalTo(m: Machine, left: Value, right: Value, node: Located): Condition {
  if (left.kind === 'choice')
    return decide(left.when, equalTo(m, left.then, right, node), equalTo(m, left.otherwise, right, node));
  if (right.kind === 'choice')
    return decide(right.when, equalTo(m, left, right.then, node), equalTo(m, left, right.otherwise, node));
  if (left.kind === 'picked') return pickedHolds(m, left, equalTo(m, left.value, right, node));
  if (right.kind === 'picked') return pickedHolds(m, right, equalTo(m, left, right.value, node));
  if (left.kind === 'constant') return equalsConstant(m, right, left.value, node);
  if (right.kind === 'constant') return equalsConstant(m, left, right.value, node);
  return (
    (left.kind === 'text' || right.kind === 'text' ? equalTexts(m, left, right, node) : null) ??
    byKind(BESIDE, m, left, right, node) ??
    byKind(BESIDE, m, right, left, node) ??
    sameOrOpen(m, left, right, node)
  );
}

function equalTexts(m: Machine, left: Value, right: Value, node: Located): Condition | null {
  const known =
    left.kind === 'text' && right.kind === 'text' ? comparedTexts(left.parts, right.parts, sameValue) : null;
  if (known !== null) return known ? always : never;
  const [one, other] = [textAsField(m, left), textAsField(m, right)];
  return one === left && other === right ? null : equalTo(m, one, other, node);
}

/** What stands on one side, beside what stands on the other; null: the other way round, or not known. */
const BESIDE: ByKind<Machine, [Value, Located], Condition | null> = {
  field: (m, left, right, node) => {
    if (right.kind === 'field') return equalFields(m, left, right, node);
    if (right.kind === 'sequence') return equalsList(m, left, right, node);
    return right.kind === 'dictionary' ? equalsDict(m, left, right, node) : null;
  },
  sequence: (m, left, right, node) =>
    right.kind === 'sequence' ? equalSequences(m, left, right, node) : null,
  dictionary: (m, left, right, node) =>
    right.kind === 'dictionary' && left.entries.length === 0 ? negate(m.truth(right, node)) : null,
  native: (_m, left, right) => (right.kind === 'native' ? (left.name === right.name ? always : never) : null),
  truth: (_m, left, right) =>
    right.kind === 'truth' ? decide(left.condition, right.condition, negate(right.condition)) : null,
  address: (m, left, right, node) => (right.kind === 'address' ? sameAddress(m, left, right, node) : null),
};

function sameOrOpen(m: Machine, left: Value, right: Value, node: Located): Condition {
  if (isTemporal(left) && isTemporal(right)) return comparedTimes(m, 'Eq', left, right, node);
  if (left === right && left.kind !== 'opaque') return always;
  return m.truth(m.opaque('unsupported_comparison', node, [left, right]), node);
}

function equalsConstant(m: Machine, value: Value, wanted: Scalar, node: Located): Condition {
  switch (value.kind) {
    case 'constant':
      return Number.isNaN(value.value) ? never : sameScalar(value.value, wanted) ? always : never;
    case 'field':
      return fieldEquals(m, value, wanted, node);
    case 'truth':
      if (wanted === true || wanted === 1) return value.condition;
      return wanted === false || wanted === 0 ? negate(value.condition) : never;
    case 'text':
      return typeof wanted === 'string' ? textEquals(m, value, wanted, node) : never;
    case 'time':
    case 'duration':
      return never;
    case 'difference':
      return typeof wanted === 'number' ? differs(value, 'field_eq', wanted) : never;
    case 'count':
      return typeof wanted === 'number' && Number.isInteger(wanted) && wanted >= 0
        ? exactly(m, value, wanted, node)
        : never;
    case 'opaque':
    case 'pending':
    case 'address':
      return m.truth(m.opaque('unsupported_comparison', node, [value]), node);
    case 'sequence':
    case 'dictionary':
    case 'lookup':
    case 'function':
    case 'native':
    case 'method':
    case 'module':
    case 'class':
    case 'instance':
    case 'pattern':
    case 'found':
      return never;
    case 'picked':
    case 'choice':
      return equalTo(m, value, constant(wanted), node);
  }
}

/** Python's numbers and booleans are equal by their number. */
function sameScalar(a: Scalar, b: Scalar): boolean {
  const plain = (value: Scalar): Scalar => (typeof value === 'boolean' ? Number(value) : value);
  return plain(a) === plain(b);
}

const MAX_LIST = 12;

/** A list of the event equals a list of constants: as long, and equal in each place. */
function equalsList(m: Machine, of: Field, wanted: Sequence, node: Located): Condition {
  if (wanted.type === 'tuple' || wanted.type === 'set') return never;
  const items = wanted.parts.map((part) =>
    part.kind === 'item' && part.when.kind === 'always' ? part.value : null,
  );
  if (of.walk !== null || items.includes(null) || items.length > MAX_LIST) {
    return m.truth(m.opaque('unsupported_comparison', node, [of, wanted]), node);
  }
  const equal = items.map((item, index) => {
    const at: Value = { kind: 'field', field: withTransform(of.field, 'at', index), walk: null };
    return item === null ? never : equalTo(m, at, item, node);
  });
  return both(
    hasType(of.field, ['list']),
    test(withTransform(of.field, 'length'), 'eq', [items.length]),
    ...equal,
  );
}

function equalsDict(m: Machine, of: Field, wanted: Dictionary, node: Located): Condition {
  if (wanted.entries.length > 0 || of.walk !== null)
    return m.truth(m.opaque('unsupported_comparison', node, [of, wanted]), node);
  return both(hasType(of.field, ['object']), test(withTransform(of.field, 'length'), 'eq', [0]));
}

function equalSequences(m: Machine, a: Sequence, b: Sequence, node: Located): Condition {
  if (a.type !== b.type) return never;
  const left = plainItems(a);
  const right = plainItems(b);
  if (a.type === 'set' && (left === null || right === null)) {
    const within = (one: Sequence, other: Sequence): Condition =>
      negate(anyPart(m, one.parts, (value) => negate(memberOf(m, other.parts, value, node)), node));
    return both(within(a, b), within(b, a));
  }
  if (left === null || right === null) {
    if (right?.length === 0) return negate(notEmpty(m, a.parts, node));
    if (left?.length === 0) return negate(notEmpty(m, b.parts, node));
    return m.truth(m.opaque('unsupported_comparison', node, [a, b]), node);
  }
  if (a.type === 'set') {
    const subset = (one: readonly Value[], of: Sequence): Condition =>
      both(...one.map((item) => anyPart(m, of.parts, (value) => equalTo(m, value, item, node), node)));
    return both(subset(left, b), subset(right, a));
  }
  if (left.length !== right.length) return never;
  return both(...left.map((item, index) => equalTo(m, item, right[index] ?? item, node)));
}

/** Is the value one of the elements? The element of one list is asked for in another list as a whole. */
export function memberOf(m: Machine, parts: readonly Part[], value: Value, node: Located): Condition {
  const own = value.kind === 'field' && value.walk === null ? value.field : null;
  return either(
    ...parts.map((part) =>
      own !== null && own.scope === 'element' && isPlainList(part)
        ? both(part.when, test(own, 'field_in', [], { other: part.list }))
        : anyPart(m, [part], (one) => equalTo(m, one, value, node), node),
    ),
  );
}

/** The elements of a sequence that has the same ones whatever the event; else null. */
export function plainItems(of: Sequence): readonly Value[] | null {
  const items = of.parts.map((part) =>
    part.kind === 'item' && part.when.kind === 'always' ? part.value : null,
  );
  const known = items.filter((item) => item !== null);
  return known.length === items.length ? known : null;
}

/** `f"{x}-{y}" == "abc-de"`: what its fields must be, for each way to take the constant apart. */
function textEquals(m: Machine, of: Text, wanted: string, node: Located): Condition {
  const splits = textSplits(of.parts, wanted);
  if (splits === null) return m.truth(m.opaque('text_of_fields', node, [of]), node);
  return either(
    ...splits.map((pieces) => both(...pieces.map(({ value, piece }) => isWritten(m, value, piece, node)))),
  );
}

/** What the text of a number, a boolean, None or a collection may begin with. */
const NO_TEXT = /^(?:-?[\d.]|True$|False$|None$|nan$|-?inf$|[[{(])/;

/** Does the value read so in a text? */
function isWritten(m: Machine, value: Value, piece: string, node: Located): Condition {
  if (value.kind === 'choice')
    return decide(
      value.when,
      isWritten(m, value.then, piece, node),
      isWritten(m, value.otherwise, piece, node),
    );
  if (value.kind === 'constant') return pythonText(value.value) === piece ? always : never;
  if (!NO_TEXT.test(piece)) return equalTo(m, value, constant(piece), node);
  return equalTo(m, textAsField(m, text([value])), constant(piece), node);
}
