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
