/**
 * Regular expressions of YARA-L: RE2, found anywhere in the text ("It is unnecessary to add .* to the beginning or at the end", re.regex()).
 * One that only spells texts is told as such a comparison: `\\cmd\.exe$` is `ends_with`, `^(a|b)$` is `eq` of two values.
 */
import { RE2JS } from 're2js';
import type { Operator } from '../../condition/condition.ts';

export type RegexMeaning =
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly values: readonly string[];
      readonly nocase: boolean;
      /** Is it found in this text? */
      readonly isFoundIn: (text: string) => boolean;
    }
  /** It is found in every text. */
  | { readonly kind: 'always' }
  | { readonly kind: 'invalid'; readonly message: string };

const MAX_LENGTH = 10_000;
/** Compiling takes time and memory that grow with what the pattern repeats. */
const MAX_REPEATED = 1_000;
const MAX_VALUES = 60;

export function readRegex(pattern: string, nocase: boolean): RegexMeaning {
  if (pattern.length > MAX_LENGTH)
    return { kind: 'invalid', message: `the regular expression is longer than ${MAX_LENGTH} characters` };
  if (repeated(pattern) > MAX_REPEATED)
    return { kind: 'invalid', message: `the regular expression repeats more than ${MAX_REPEATED} steps` };
  const flagged = pattern.startsWith('(?i)');
  const bare = flagged ? pattern.slice(4) : pattern;
  const compiled = compile(bare);
  if (typeof compiled === 'string')
    return { kind: 'invalid', message: `RE2 cannot compile this regular expression: ${compiled}` };
  const ignoresCase = nocase || flagged;
  const texts = readTexts(bare) ?? readAlternatives(bare);
  const isFoundIn = (text: string): boolean =>
    ignoresCase ? RE2JS.compile(bare, RE2JS.CASE_INSENSITIVE).test(text) : compiled.test(text);
  if (texts === null)
    return { kind: 'compare', operator: 'regex', values: [bare], nocase: ignoresCase, isFoundIn };
  const { operator, values } = texts;
  if (operator !== 'eq' && values.includes('')) return { kind: 'always' };
  return { kind: 'compare', operator, values, nocase: ignoresCase, isFoundIn };
}

/** The group that re.capture() returns: its only one, or the whole match; null: it has more, or does not compile. */
export function captureGroup(pattern: string): number | null {
  if (pattern.length > MAX_LENGTH || repeated(pattern) > MAX_REPEATED) return null;
  const compiled = compile(pattern);
  if (typeof compiled === 'string') return null;
  const count = compiled.groupCount();
  return count > 1 ? null : count;
}

function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    // Its own exceptions say what is wrong with the text.
    return error instanceof Error ? error.message : String(error);
  }
}

/** The product of all counts: a bound on what nested repetitions come to. */
function repeated(pattern: string): number {
  let product = 1;
  for (const [, least, most] of pattern.matchAll(/(?<!\\)\{(\d+)(?:,(\d+)?)?\}/g)) {
    product = Math.max(product, 1) * Math.max(1, Number(most ?? least));
    if (product > 1e9) return product;
  }
  return product <= MAX_REPEATED ? product : sumOfCounts(pattern);
}

/** Counts that do not nest add up. */
function sumOfCounts(pattern: string): number {
  const nested = /\{\d+(?:,\d*)?\}[^()]*\)[^()]*\{\d+/.test(pattern) || /\)\{\d+/.test(pattern);
  if (nested) return Infinity;
  return [...pattern.matchAll(/\{(\d+)(?:,(\d+)?)?\}/g)].reduce(
    (sum, [, least, most]) => sum + Number(most ?? least),
    0,
  );
}

interface Texts {
  readonly operator: 'contains' | 'starts_with' | 'ends_with' | 'eq';
  readonly values: readonly string[];
}

/** The texts that the pattern spells; null where it says more. */
function readTexts(pattern: string): Texts | null {
  const starts = pattern.startsWith('^');
  const ends = /(?<!\\)(?:\\\\)*\$$/.test(pattern);
  let body = pattern.slice(starts ? 1 : 0, ends ? -1 : undefined);
  // A line end stops `.`: only where no anchor says that all must be read, what it leaves unread does not matter.
  if (!starts) body = body.replace(/^(?:\.\*)+/, '');
  if (!ends) body = body.replace(/(?<!\\)((?:\\\\)*)(?:\.\*)+$/, '$1');
  const values = alternatives(body, !starts && !ends);
  if (values === null) return null;
  const operator = starts ? (ends ? 'eq' : 'starts_with') : ends ? 'ends_with' : 'contains';
  return { operator, values };
}

/** `^net .*|^whoami`: each alternative with its own anchors, all of one kind. */
function readAlternatives(pattern: string): Texts | null {
  const parts = topLevelParts(pattern);
  if (parts.length < 2 || parts.length > MAX_VALUES) return null;
  const texts = parts.map(readTexts);
  const [first] = texts;
  if (first === null || first === undefined) return null;
  const values: string[] = [];
  for (const each of texts) {
    if (each?.operator !== first.operator) return null;
    values.push(...each.values);
  }
  return values.length > MAX_VALUES ? null : { operator: first.operator, values: [...new Set(values)] };
}

/** What stands between the bars that are in no group and no class. */
function topLevelParts(pattern: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const [piece] of pattern.matchAll(/\\[^]|\[\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\]\\])*\]|[^]/gu)) {
    if (piece === '|' && depth === 0) {
      parts.push(part);
      part = '';
      continue;
    }
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    part += piece;
  }
  return [...parts, part];
}

const PIECE =
  /\\[^]|\((?:\?:)?((?:\\[^]|[^()[\]{}*+?^$.|\\])*(?:\|(?:\\[^]|[^()[\]{}*+?^$.|\\])*)*)\)(?![*+?{])|[^]/gu;

/** Literals and groups of literals, multiplied out. `bars`: may alternatives stand outside of a group? */
function alternatives(body: string, bars: boolean): readonly string[] | null {
  const done: string[] = [];
  let open: readonly string[] = [''];
  for (const [piece, group] of body.matchAll(PIECE)) {
    if (piece === '|') {
      if (!bars) return null;
      done.push(...open);
      open = [''];
      continue;
    }
    const texts = group === undefined ? literal(piece) : groupTexts(group);
    if (texts === null) return null;
    open = open.flatMap((text) => texts.map((more) => text + more));
    if (open.length + done.length > MAX_VALUES) return null;
  }
  return [...done, ...open];
}

function groupTexts(group: string): readonly string[] | null {
  const texts: string[] = [];
  let text = '';
  for (const [piece] of group.matchAll(/\\[^]|[^]/gu)) {
    if (piece === '|') {
      texts.push(text);
      text = '';
      continue;
    }
    const [one] = literal(piece) ?? [];
    if (one === undefined) return null;
    text += one;
  }
  return [...texts, text];
}

const CONTROL: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** One character that stands for itself. */
function literal(piece: string): readonly string[] | null {
  if (piece.length === 2 && piece.startsWith('\\')) {
    const char = piece.charAt(1);
    if (/[A-Za-z0-9]/.test(char)) return Object.hasOwn(CONTROL, char) ? [CONTROL[char] ?? ''] : null;
    return [char];
  }
  return /^[()[\]{}*+?^$.|\\]$/.test(piece) ? null : [piece];
}
