/** One field and one value to a comparison, by the field's type: whole values with their letter case, or the words of a text. */
import { all, always, any, compare, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import { luceneToRe2 } from '../../condition/lucene-regex.ts';
import { compareWildcards } from '../../condition/pattern.ts';
import { TEXT_FIELDS } from '../../condition/text-fields.ts';
import type { Range, Term, Value } from './ast.ts';

export interface QueriedField {
  readonly path: FieldPath;
  /** `text`: compared by words, letter case ignored. `ip`: an address; a value with a prefix length is a network. */
  readonly type: 'keyword' | 'text' | 'ip';
  readonly caseSensitive: boolean;
}

/** Why a comparison cannot be expressed: the code and the sentence of its diagnostic. */
export interface Unsupported {
  readonly code: string;
  readonly message: string;
}

const SUB_FIELD = /^(.+)\.(text|caseless|keyword)$/;
const IP_FIELD = /(?:^|[._])ip$/;
const NETWORK = /^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,3}|[0-9a-f]{0,4}:[0-9a-f:.]+(?:\/\d{1,3})?)$/i;
const DATE_MATH = /^now(?:$|[-+/])|\|\|/;

export function queriedField(name: Term): QueriedField {
  const written = textOf(name);
  const [, base = written, index = ''] = SUB_FIELD.exec(written) ?? [];
  const isText = index === 'text' || (index === '' && TEXT_FIELDS.has(base));
  return {
    path: fieldPath(base, { match: name.parts.includes('*') ? 'glob' : 'path' }),
    type: isText ? 'text' : IP_FIELD.test(base) ? 'ip' : 'keyword',
    caseSensitive: !isText && index !== 'caseless',
  };
}

function textOf({ parts }: Term): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

function hasWildcard({ parts, quoted }: Term): boolean {
  return !quoted && parts.some((part) => typeof part === 'string');
}

/** `field` null: any field. */
export function compareValue(
  field: QueriedField | null,
  value: Exclude<Value, { kind: 'group' }>,
): Condition | Unsupported {
  if (value.kind === 'fuzzy') {
    return { code: 'fuzzy', message: 'how near a word or phrase comes to another is not compared' };
  }
  if (field === null) {
    if (value.kind === 'term') return compareFreeText(value);
    return { code: 'no_field', message: 'a range or an expression needs a field' };
  }
  switch (value.kind) {
    case 'range':
      return compareRange(field, value);
    case 'regex':
      return compareRegex(field, value.pattern);
    case 'term':
      return field.type === 'text' ? compareText(field, value) : compareKeyword(field, value);
  }
}

function isEverything({ parts, quoted }: Term): boolean {
  return !quoted && parts.length === 1 && parts[0] === '*';
}

function compareKeyword({ path, type, caseSensitive }: QueriedField, term: Term): Condition {
  if (isEverything(term)) return path.native === '*' ? always : compare(path, 'exists');
  if (hasWildcard(term)) return compareWildcards(path, [term.parts], { caseSensitive });
  const text = textOf(term);
  if (type === 'ip' && NETWORK.test(text)) return compare(path, 'cidr', [text]);
  return compare(path, 'eq', [scalarOf(term)], { caseSensitive });
}

/** What the standard analyzer makes a word of, roughly: its own word rules decide inside the piece. */
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}_.,;:'’·]+/u;

/** A phrase in quotes, any of the words without. */
function compareText(field: QueriedField, term: Term): Condition | Unsupported {
  if (isEverything(term)) return compare(field.path, 'exists');
  if (hasWildcard(term)) {
    const [first, middle, last] = term.parts;
    const inside = term.parts.length === 3 && first === '*' && last === '*' && typeof middle === 'object';
    if (inside && /^[\p{L}\p{N}_]+$/u.test(middle.text)) {
      return compare(field.path, 'contains', [middle.text], { caseSensitive: false });
    }
    return { code: 'text_wildcard', message: 'a wildcard on the words of a text field cannot be expressed' };
  }
  const text = textOf(term);
  const words = term.quoted ? [text] : text.split(BETWEEN_WORDS).filter((word) => word !== '');
  return compare(field.path, 'match', words.length === 0 ? [text] : words, { caseSensitive: false });
}

function compareRegex({ path, type, caseSensitive }: QueriedField, pattern: string): Condition | Unsupported {
  if (type === 'text')
    return { code: 'text_regex', message: 'an expression on the words of a text field cannot be expressed' };
  const regex = luceneToRe2(pattern);
  if (regex !== null) return compare(path, 'regex', [regex], { caseSensitive });
  const message = 'this regular expression uses an operator of Lucene that RE2 lacks';
  return { code: 'unsupported_regex', message };
}

/** Looked for in every field: whole, or as words where the field is a text. */
function compareFreeText(term: Term): Condition | Unsupported {
  const anyField: QueriedField = {
    path: fieldPath('*', { match: 'glob' }),
    type: 'keyword',
    caseSensitive: true,
  };
  const whole = compareKeyword(anyField, term);
  if (whole.kind === 'always') return whole;
  const words = compareText({ path: fieldPath('message'), type: 'text', caseSensitive: false }, term);
  return 'code' in words ? words : any([whole, words]);
}

/** Of a list, one value must lie between both ends. */
function compareRange(field: QueriedField, { bounds }: Range): Condition | Unsupported {
  const closed = bounds.filter(({ value }) => !isEverything(value));
  const texts = closed.map(({ value }) => textOf(value));
  if (texts.some((text) => DATE_MATH.test(text))) {
    return { code: 'date_math', message: 'a date relative to now cannot be compared with an event alone' };
  }
  if (field.type === 'ip' && closed.length > 0) {
    return { code: 'ip_range', message: 'a range of addresses cannot be expressed' };
  }
  if (closed.some(({ value }) => hasWildcard(value) || typeof scalarOf(value) === 'boolean')) {
    return { code: 'unsupported_range', message: 'a range ends at a number, a date or a text' };
  }
  const [first] = closed;
  if (first === undefined) return compare(field.path, 'exists');
  if (closed.length === 1) return compare(field.path, first.operator, [scalarOf(first.value)]);
  const element = fieldPath('', { scope: 'element' });
  return some(
    field.path,
    all(closed.map(({ operator, value }) => compare(element, operator, [scalarOf(value)]))),
  );
}

/** The type that an unquoted word is written in; a number only where it reads back the same. */
function scalarOf(term: Term): Scalar {
  const text = textOf(term);
  if (term.quoted) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
