/** One field and one literal to a comparison, by the field's type. */
import { always, any, compare } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { Scalar } from '../../condition/field-path.ts';
import { compareWildcards } from '../../condition/pattern.ts';
import type { Literal, Range } from './ast.ts';
import { literalText } from './field.ts';
import type { QueriedField } from './field.ts';

/** Why a comparison cannot be expressed: the code and the sentence of its diagnostic. */
export interface Unsupported {
  readonly code: string;
  readonly message: string;
}

/** A network, or an address of IPv6, which can be written in many ways. */
const NETWORK = /^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,3}|[0-9a-f]{0,4}:[0-9a-f:.]+(?:\/\d{1,3})?)$/i;

/** Date math: https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options#date-math */
const DATE_MATH = /^now(?:$|[-+/])|\|\|/;

/** What the standard analyzer makes a word of, roughly: its own word rules decide inside the piece. */
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}_.,;:'’·]+/u;

export function compareLiteral(field: QueriedField, literal: Literal): Condition | Unsupported {
  if (isEverything(literal)) {
    return field.path.native === '*' ? always : compare(field.path, 'exists');
  }
  if (literalScalar(literal) === null) {
    return {
      code: 'null_literal',
      message: 'a field is never equal to null; write `not field:*` for a missing field',
    };
  }
  return field.type === 'text' ? compareText(field, literal) : compareKeyword(field, literal);
}

function compareKeyword(field: QueriedField, literal: Literal): Condition {
  const { path, caseSensitive } = field;
  if (literal.parts.includes('*')) return compareWildcards(path, [literal.parts], { caseSensitive });
  const text = literalText(literal);
  if (field.type === 'ip' && NETWORK.test(text)) return compare(path, 'cidr', [text]);
  return compare(path, 'eq', [literalScalar(literal)], { caseSensitive });
}

/** A phrase in quotes, any of the words without; a wildcard is matched with each word. */
function compareText(field: QueriedField, literal: Literal): Condition | Unsupported {
  const comparing = { caseSensitive: false };
  if (literal.parts.includes('*')) {
    const [first, middle, last] = literal.parts;
    const inside = literal.parts.length === 3 && first === '*' && last === '*' && typeof middle === 'object';
    if (inside && /^[\p{L}\p{N}_]+$/u.test(middle.text)) {
      return compare(field.path, 'contains', [middle.text], comparing);
    }
    return { code: 'text_wildcard', message: 'a wildcard on the words of a text field cannot be expressed' };
  }
  const text = literalText(literal);
  if (literal.quoted) return compare(field.path, 'match', [text], comparing);
  const words = text.split(BETWEEN_WORDS).filter((word) => word !== '');
  return compare(field.path, 'match', words.length === 0 ? [text] : words, comparing);
}

/** A value without a field is looked for in every field: whole, or as words where the field is a text. */
export function compareFreeText(literal: Literal, scope: 'event' | 'element'): Condition | Unsupported {
  const anyField = fieldPath('*', { scope, match: 'glob' });
  const whole = compareLiteral({ path: anyField, type: 'keyword', caseSensitive: true }, literal);
  if (scope === 'element' || 'code' in whole || whole.kind === 'always') return whole;
  const words = compareLiteral({ path: fieldPath('message'), type: 'text', caseSensitive: false }, literal);
  return 'code' in words ? words : any([whole, words]);
}

export function compareRange(field: QueriedField, range: Range): Condition | Unsupported {
  const text = literalText(range.value);
  if (DATE_MATH.test(text)) {
    return { code: 'date_math', message: 'a date relative to now cannot be compared with an event alone' };
  }
  if (field.type === 'ip') return { code: 'ip_range', message: 'a range of addresses cannot be expressed' };
  const value = literalScalar(range.value);
  if (range.value.parts.includes('*') || value === null || typeof value === 'boolean') {
    return { code: 'unsupported_range', message: `a range cannot end at ${JSON.stringify(text)}` };
  }
  return compare(field.path, range.operator, [value]);
}

function isEverything(literal: Literal): boolean {
  return !literal.quoted && literal.parts.length === 1 && literal.parts[0] === '*';
}

/** The type that an unquoted word is written in; a number only where it reads back the same (`007` and `0x1` are texts). */
function literalScalar(literal: Literal): Scalar {
  const text = literalText(literal);
  if (literal.quoted) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
