/** One operator with its literals as tests of one value: what is true of a single string, number, list or object. */
import type { Compare } from '../../condition/condition.ts';
import { isObject } from '../../events/json-object.ts';
import type { KeyFinder } from '../../events/keys.ts';
import { LIMITS } from '../limits.ts';
import type { Answer } from '../verdict.ts';
import { foldText, isAscii, surelyLacks } from './folded-text.ts';
import type { FoldedText } from './folded-text.ts';
import { isInNetwork, parseAddress, parseNetwork } from './ip.ts';
import { regexTest } from './regex-cache.ts';
import { hasTerms } from './terms.ts';
import { asText, jsonText, toNumber } from './transforms.ts';
import { compileWildcard } from './wildcard-match.ts';
import { containsWords, wordsOf } from './words.ts';

/** Of a value that is not missing. */
export type ValueTest = (value: unknown, keys: KeyFinder) => Answer;

/** How two values compare. */
export type Manner = Pick<Compare, 'caseSensitive' | 'collection' | 'strict'>;

/** The operators that compare with literals, the comparisons with another field's value among them. */
export type ValueOperator = Exclude<
  Compare['operator'],
  'ne' | 'exists' | 'is_null' | 'is_key' | 'in' | `field_${string}`
>;

/** Is the value equal to one of these? One look-up, however many there are. */
export function equalsOneOf(literals: readonly unknown[], manner: Manner): ValueTest {
  const { strict, caseSensitive } = manner;
  const keys = literals.map((literal) => equalityKey(literal, strict, caseSensitive));
  const accepted = new Set(keys.filter((key) => key !== null));
  // JSON's integers past 2^53 lose their last digits when read; a rule's text keeps them.
  const unsafe = new Set(
    strict
      ? []
      : literals.filter((literal) => typeof literal === 'string' && isUnsafeInteger(literal)).map(Number),
  );
  // No letter case makes a text four times as short: longer ones need not be folded to be told apart.
  const longest =
    4 *
    literals.reduce<number>(
      (most, each) => (typeof each === 'string' ? Math.max(most, each.length) : most),
      16,
    );
  return (value) => {
    if (typeof value === 'string' && value.length > longest) return false;
    const key = equalityKey(value, strict, caseSensitive);
    if (key === null) return false;
    return accepted.has(key) || (unsafe.size > 0 && typeof value === 'number' && unsafe.has(value));
  };
}

/** Equal for equal scalars. Under `strict`: texts as they are, numbers and booleans as numbers (Python: True is 1). */
function equalityKey(value: unknown, strict: boolean, caseSensitive: boolean): string | number | null {
  if (typeof value === 'string') return caseSensitive ? value : foldText(value).lower;
  if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'bigint') return null;
  if (strict) return Number(value);
  return caseSensitive ? String(value) : String(value).toLowerCase();
}

function isUnsafeInteger(text: string): boolean {
  return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text));
}

/** Operator and one literal (or another field's value) as a test. */
export function valueTest(operator: ValueOperator, literal: unknown, manner: Manner): ValueTest {
  switch (operator) {
    case 'eq':
      return equalsOneOf([literal], manner);
    case 'contains':
      return containsTest(literal, manner);
    case 'starts_with':
      return textTest(literal, manner, (text, part) => text.startsWith(part));
    case 'ends_with':
      return textTest(literal, manner, (text, part) => text.endsWith(part));
    case 'has':
      return termTest(literal, manner, true, true);
    case 'has_prefix':
      return termTest(literal, manner, true, false);
    case 'has_suffix':
      return termTest(literal, manner, false, true);
    case 'wildcard':
      return wildcardTest(literal, manner);
    case 'regex':
      return regexValueTest(literal, manner);
    case 'cidr':
      return cidrTest(literal);
    case 'match':
      return matchTest(literal, manner);
    case 'gt':
      return orderTest(literal, manner, (order) => order > 0);
    case 'gte':
      return orderTest(literal, manner, (order) => order >= 0);
    case 'lt':
      return orderTest(literal, manner, (order) => order < 0);
    case 'lte':
      return orderTest(literal, manner, (order) => order <= 0);
  }
}

type TextTest = (text: string, part: string, folded: FoldedText) => boolean;

function textTest(literal: unknown, manner: Manner, test: TextTest): ValueTest {
  const part = asText(literal, manner.strict);
  if (part === null) return () => false;
  const { strict, caseSensitive } = manner;
  const wanted = caseSensitive ? part : part.toLowerCase();
  const needsAscii = isAscii(wanted);
  return (value) => {
    const text = asText(value, strict);
    if (text === null) return false;
    if (text.length > LIMITS.text) return 'event_too_large';
    const folded = foldText(text);
    // An ASCII text holds nothing else: what saves the rules with thousands of look-alike characters.
    if (!needsAscii && folded.isAscii) return false;
    return test(caseSensitive ? text : folded.lower, wanted, folded);
  };
}

/** Under `whole` also an element of a list, or a key of an object. */
function containsTest(literal: unknown, manner: Manner): ValueTest {
  const lower = isAsciiText(literal) ? literal.toLowerCase() : null;
  const inText = textTest(literal, manner, (text, part, folded) =>
    // Only ASCII is sure to stand in the folded text as it stands, folded, in the text.
    lower !== null && surelyLacks(folded, lower) ? false : text.includes(part),
  );
  if (manner.collection !== 'whole') return inText;
  const equal = literal === null ? isNull : equalsOneOf([literal], manner);
  return (value, keys) => {
    if (Array.isArray(value)) return someElement(value, (element) => equal(element, keys));
    if (isObject(value)) return typeof literal === 'string' && keys.keyOf(value, literal) !== undefined;
    return inText(value, keys);
  };
}

/** The text with nothing of a term directly before it (`begins`), or behind it (`ends`); lists and objects by their JSON text. */
function termTest(literal: unknown, manner: Manner, begins: boolean, ends: boolean): ValueTest {
  const test = textTest(literal, manner, (text, part) => hasTerms(text, part, begins, ends));
  return (value, keys) => test(jsonText(value), keys);
}

function isAsciiText(literal: unknown): literal is string {
  return typeof literal === 'string' && isAscii(literal);
}

/** A missing element of a list is equal to null alone. */
function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

function someElement(list: readonly unknown[], test: (element: unknown) => Answer): Answer {
  const seen = list.length > LIMITS.values ? list.slice(0, LIMITS.values) : list;
  if (seen.some((element) => test(element) === true)) return true;
  return seen.length === list.length ? false : 'event_too_large';
}

function wildcardTest(literal: unknown, manner: Manner): ValueTest {
  const pattern = asText(literal, manner.strict);
  if (pattern === null) return () => false;
  const matches = compileWildcard(manner.caseSensitive ? pattern : pattern.toLowerCase());
  return textTest('', manner, (text) => matches(text));
}

/** Compiled when first asked: most rules meet no event of theirs. */
function regexValueTest(literal: unknown, manner: Manner): ValueTest {
  if (typeof literal !== 'string') return () => false;
  const { strict, caseSensitive } = manner;
  return (value) => {
    const text = asText(value, strict);
    if (text === null) return false;
    const test = regexTest(literal, caseSensitive);
    if (test === null) return 'unsupported_regex';
    return text.length > LIMITS.regexText ? 'event_too_large' : test(text);
  };
}

function cidrTest(literal: unknown): ValueTest {
  const network = typeof literal === 'string' ? parseNetwork(literal) : null;
  if (network === null) return () => 'unsupported_cidr';
  return (value) => {
    const address = typeof value === 'string' ? parseAddress(value) : null;
    return address !== null && isInNetwork(address, network);
  };
}

function matchTest(literal: unknown, manner: Manner): ValueTest {
  const words = wordsOf(asText(literal, false) ?? '');
  return textTest('', { ...manner, caseSensitive: true }, (text) => containsWords(wordsOf(text), words));
}

/** By number where both sides are numeric, else by text; under `strict` numbers with numbers and texts with texts only. */
function orderTest(literal: unknown, { strict }: Manner, holds: (order: number) => boolean): ValueTest {
  const number = strict && typeof literal === 'string' ? null : toNumber(literal, strict);
  const literalText = asText(literal, strict);
  return (value) => {
    if (number !== null) {
      const other = strict && typeof value === 'string' ? null : toNumber(value, strict);
      if (other !== null) return holds(other - number);
    }
    const text = asText(value, strict);
    return (
      text !== null && literalText !== null && holds(text === literalText ? 0 : text < literalText ? -1 : 1)
    );
  };
}
