/** f-strings and what is put together from texts. */
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath, TransformName } from '../../../condition/field-path.ts';
import type { ExpressionOf } from '../syntax/ast.ts';
import { isEvent } from './fields.ts';
import type { Machine } from '../machine/machine.ts';
import { field } from './values.ts';
import { middleOf, text } from './written-text.ts';
import type { Field, Text, Value } from './values.ts';

export function fstring(m: Machine, node: ExpressionOf<'JoinedStr'>): Value {
  const parts = node.values.map((part): Value | string => {
    if (part.nodeType === 'Constant') return String(part.value);
    if (part.nodeType !== 'FormattedValue') return m.evaluate(part);
    const value = m.evaluate(part.value);
    const plain = part.format_spec === undefined && (part.conversion === -1 || part.conversion === 115);
    return plain ? value : m.opaque('formatted_value', part, [value]);
  });
  return joinTexts(m, parts);
}

/** A choice of constants among the parts is a choice of texts, so that each can be compared; others stay in their place. */
export function joinTexts(m: Machine, parts: readonly (Value | string)[]): Value {
  const open = parts.filter((part) => typeof part !== 'string' && part.kind !== 'constant');
  const [first] = open;
  if (first === undefined || typeof first === 'string' || open.length > 2 || !open.every(isChoiceOfConstants))
    return text(parts);
  return m.each(first, (leaf) =>
    joinTexts(
      m,
      parts.map((part) => (part === first ? leaf : part)),
    ),
  );
}

function isChoiceOfConstants(value: Value | string): boolean {
  if (typeof value === 'string' || value.kind === 'constant') return true;
  return value.kind === 'choice' && isChoiceOfConstants(value.then) && isChoiceOfConstants(value.otherwise);
}

const MAX_OPEN = 3;

/**
 * A text with one field in it as that field with the rest put around it, so that it can be compared with other fields; where a part is a
 * choice, so is the result. A text of several fields stays as it is.
 */
export function textAsField(m: Machine, value: Value): Value {
  return m.each(value, (leaf) => {
    if (leaf.kind !== 'text') return leaf;
    const open = leaf.parts.filter(
      (part) => typeof part !== 'string' && (part.kind === 'choice' || part.kind === 'picked'),
    );
    const [first] = open;
    if (first === undefined || typeof first === 'string') return around(leaf) ?? leaf;
    if (open.length > MAX_OPEN) return leaf;
    return m.each(first, (one) =>
      textAsField(m, text(leaf.parts.map((part) => (part === first ? one : part)))),
    );
  });
}

/** Functions that make a text or nothing. */
const MAKES_TEXT: ReadonlySet<TransformName> = new Set([
  'lower',
  'upper',
  'trim',
  'trim_start',
  'trim_end',
  'replace',
  'prepend',
  'append',
  'join',
  'url_decode',
  'to_string',
]);

function around(of: Text): Field | null {
  const middle = middleOf(of);
  if (middle?.value.kind !== 'field' || isEvent(middle.value)) return null;
  const inner = middle.value;
  let path = isText(inner.field) ? inner.field : withTransform(inner.field, 'to_string');
  if (middle.before !== '') path = withTransform(path, 'prepend', middle.before);
  if (middle.after !== '') path = withTransform(path, 'append', middle.after);
  return field(path, inner.walk);
}

function isText(of: FieldPath): boolean {
  const last = of.transforms.at(-1);
  const before = of.transforms.at(-2);
  return (
    last !== undefined && (MAKES_TEXT.has(last.name) || (last.name === 'at' && before?.name === 'split'))
  );
}
