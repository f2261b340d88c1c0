/** What modifiers make of a value: text with wildcards at first, then perhaps a regex, a network, a threshold, … */
import type { WildcardPart } from '../../condition/pattern.ts';
import type { YamlScalar } from '../../text/yaml-tree.ts';

/** Literal texts and wildcards, no two `*` in a row. */
export type Pattern = readonly WildcardPart[];

export type Value =
  | TextValue
  | LiteralValue
  | { readonly kind: 'null' }
  | RegexValue
  | { readonly kind: 'cidr'; readonly network: string }
  | { readonly kind: 'threshold'; readonly operator: Threshold; readonly value: number }
  | { readonly kind: 'exists'; readonly present: boolean }
  | FieldValue
  | Unusable;

/** Any of the alternatives. `bytes`: its texts hold one character for each byte (after `wide`), to be encoded further. */
export interface TextValue {
  readonly kind: 'text';
  readonly alternatives: readonly Pattern[];
  readonly encoding: 'text' | 'bytes';
}
/** An unquoted number or boolean that no modifier made a text of. */
interface LiteralValue {
  readonly kind: 'literal';
  readonly value: number | boolean;
}
export interface RegexValue {
  readonly kind: 'regex';
  readonly source: string;
  readonly flags: readonly RegexFlag[];
  readonly anchored: 'no' | 'start' | 'end';
}
interface FieldValue {
  readonly kind: 'field';
  readonly name: string;
  readonly operator: 'field_eq' | 'field_contains' | 'field_starts_with' | 'field_ends_with';
}
/** What cannot be evaluated, and why: `code` is the diagnostic's code and the opaque condition's reason. */
export interface Unusable {
  readonly kind: 'unusable';
  readonly code: string;
  readonly message: string;
}

export type RegexFlag = 'i' | 'm' | 's';
export type Threshold = 'gt' | 'gte' | 'lt' | 'lte';

export function unusable(code: string, message: string): Unusable {
  return { kind: 'unusable', code, message };
}

export function textValue(
  alternatives: readonly Pattern[],
  encoding: TextValue['encoding'] = 'text',
): TextValue {
  return { kind: 'text', alternatives, encoding };
}

/**
 * A scalar before any modifier. A number that YAML would write otherwise (`00000429`, `0x1F`, one beyond 2^53) stays the text that it is: the
 * rule's author meant the characters.
 */
export function valueOf(scalar: YamlScalar): Value {
  const { value, source } = scalar;
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return textValue([patternOf(value)]);
  if (typeof value === 'boolean' || String(value) === source) return { kind: 'literal', value };
  return textValue([[{ text: source }]]);
}

/** A scalar's characters, unescaped by nobody: what `re` takes. */
export function charactersOf(scalar: YamlScalar): string {
  return typeof scalar.value === 'string' ? scalar.value : scalar.source;
}

/** Wildcards and escapes of a string ("Escaping"): `\*`, `\?` and `\\` are literal, any other backslash stands for itself. */
function patternOf(source: string): Pattern {
  const parts: WildcardPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ text });
    text = '';
  };
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    const next = source.charAt(at + 1);
    if (char === '\\' && (next === '\\' || next === '*' || next === '?')) {
      text += next;
      at += 1;
    } else if (char === '*' || char === '?') {
      flush();
      if (char === '?' || parts.at(-1) !== '*') parts.push(char);
    } else {
      text += char;
    }
  }
  flush();
  return parts;
}

/** The text of a pattern without wildcards, else null. */
export function plainText(pattern: Pattern): string | null {
  const [only] = pattern;
  if (only === undefined) return '';
  return pattern.length === 1 && typeof only !== 'string' ? only.text : null;
}

/** `*` in front, behind, or both, unless it stands there already. */
export function openPattern(pattern: Pattern, front: boolean, behind: boolean): Pattern {
  const opened = front && pattern[0] !== '*' ? (['*', ...pattern] as const) : pattern;
  return behind && opened.at(-1) !== '*' ? [...opened, '*'] : opened;
}
