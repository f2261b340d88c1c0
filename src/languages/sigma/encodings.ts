/** The modifiers that rewrite texts: base64, UTF-16, dashes. Appendix "Sigma Modifiers", "Encoding" and `windash`. */
import { plainText, textValue, unusable } from './values.ts';
import type { Pattern, TextValue, Value } from './values.ts';

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const;

/** A dash that begins a word: a switch of a command line, not the dash within `param-name`. The reference implementation reads it so. */
const SWITCH = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u;
const MAX_VARIANTS = 625;

/** Every combination of dashes in front of the text's switches. */
export function windash(value: TextValue): Value {
  const alternatives: Pattern[] = [];
  for (const pattern of value.alternatives) {
    const variants = patternVariants(pattern);
    if (variants === null || alternatives.length + variants.length > MAX_VARIANTS) {
      return unusable(
        'too_many_variants',
        `The dashes of this value have more than ${MAX_VARIANTS} combinations.`,
      );
    }
    alternatives.push(...variants);
  }
  return textValue(alternatives, value.encoding);
}

function patternVariants(pattern: Pattern): readonly Pattern[] | null {
  let variants: readonly Pattern[] = [[]];
  for (const part of pattern) {
    const texts = typeof part === 'string' ? null : textVariants(part.text);
    if (texts !== null && variants.length * texts.length > MAX_VARIANTS) return null;
    variants = variants.flatMap((variant) =>
      texts === null ? [[...variant, part]] : texts.map((text) => [...variant, { text }]),
    );
  }
  return variants;
}

function textVariants(text: string): readonly string[] {
  const pieces = text.split(SWITCH);
  let variants: readonly string[] = [pieces[0] ?? ''];
  for (const piece of pieces.slice(1)) {
    if (variants.length > MAX_VARIANTS) return variants;
    variants = DASHES.flatMap((dash) => variants.map((variant) => `${variant}${dash}${piece}`));
  }
  return variants;
}

export function base64(value: TextValue): Value {
  return encodeEach(value, (bytes) => [bytes.toString('base64')]);
}

/** Of the three ways in which a text can lie in base64, the characters that depend on the text alone. */
export function base64Offsets(value: TextValue): Value {
  const cutFront = [0, 2, 3] as const;
  const cutBehind = [0, 3, 2] as const;
  return encodeEach(value, (bytes) =>
    ([0, 1, 2] as const).map((offset) => {
      const encoded = Buffer.concat([Buffer.alloc(offset, ' '), bytes]).toString('base64');
      const behind = cutBehind[((bytes.length + offset) % 3) as 0 | 1 | 2];
      return encoded.slice(cutFront[offset], encoded.length - behind);
    }),
  );
}

function encodeEach(value: TextValue, encode: (bytes: Buffer) => readonly string[]): Value {
  const alternatives: Pattern[] = [];
  for (const pattern of value.alternatives) {
    const text = plainText(pattern);
    if (text === null) {
      return unusable('invalid_modifier_chain', 'A text with wildcards cannot be encoded as base64.');
    }
    const bytes = Buffer.from(text, value.encoding === 'bytes' ? 'latin1' : 'utf8');
    alternatives.push(...encode(bytes).map((encoded) => [{ text: encoded }]));
  }
  return textValue(alternatives);
}

/** UTF-16 in bytes; `utf16` puts a byte order mark in front and is little-endian. */
export function utf16(value: TextValue, order: 'le' | 'be', mark: boolean): Value {
  if (value.encoding === 'bytes') {
    return unusable('invalid_modifier_chain', 'The text is UTF-16 already.');
  }
  const encoded = value.alternatives.map((pattern) => {
    const parts = pattern.map((part) =>
      typeof part === 'string' ? part : { text: utf16Bytes(part.text, order) },
    );
    const [first] = parts;
    if (!mark) return parts;
    return first === undefined || typeof first === 'string'
      ? [{ text: '\u00ff\u00fe' }, ...parts]
      : [{ text: `\u00ff\u00fe${first.text}` }, ...parts.slice(1)];
  });
  return textValue(encoded, 'bytes');
}

function utf16Bytes(text: string, order: 'le' | 'be'): string {
  const bytes = Buffer.from(text, 'utf16le');
  return (order === 'le' ? bytes : bytes.swap16()).toString('latin1');
}

/** Bytes that no base64 follows, as a text; null where they are none. */
export function bytesAsText(value: TextValue): TextValue | null {
  const ascii = value.alternatives.every((pattern) =>
    pattern.every((part) => typeof part === 'string' || !/[^\0-\x7f]/.test(part.text)),
  );
  return ascii ? textValue(value.alternatives) : null;
}

/** What `expand` looks for. */
const PLACEHOLDER = /(?<!\\)%\w+%/;

/** Text that holds placeholders (`%name%`) is unusable; else `\%` becomes `%`. */
export function expandText(value: TextValue): Value {
  for (const pattern of value.alternatives) {
    for (const part of pattern) {
      const name = typeof part === 'string' ? null : PLACEHOLDER.exec(part.text)?.[0];
      if (name !== null && name !== undefined) return placeholder(name);
    }
  }
  const unescaped = value.alternatives.map((pattern) =>
    pattern.map((part) => (typeof part === 'string' ? part : { text: part.text.replaceAll('\\%', '%') })),
  );
  return textValue(unescaped, value.encoding);
}

/** The same for the text of a regex. */
export function expandRegex(source: string): Value | null {
  const name = PLACEHOLDER.exec(source)?.[0];
  return name === undefined ? null : placeholder(name);
}

function placeholder(name: string): Value {
  return unusable('placeholder', `The placeholder ${name} gets its values where the rule is used.`);
}
