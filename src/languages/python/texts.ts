/** f-strings and what is put together from texts. */
import type { ExpressionOf } from './ast.ts';
import type { Machine } from './machine.ts';
import { text } from './values.ts';
import type { Value } from './values.ts';

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

/** A choice among the parts is a choice of texts, so that each can be compared. */
export function joinTexts(m: Machine, parts: readonly (Value | string)[]): Value {
  const choices = parts.filter((part) => typeof part !== 'string' && part.kind === 'choice');
  const [first] = choices;
  if (first === undefined || typeof first === 'string' || choices.length > 3) return text(parts);
  return m.each(first, (leaf) =>
    joinTexts(
      m,
      parts.map((part) => (part === first ? leaf : part)),
    ),
  );
}
