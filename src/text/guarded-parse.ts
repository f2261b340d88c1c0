/**
 * The one way in to a generated parser: text in, tree or the one reason why not out. It never throws on bad text, never runs out of stack,
 * and always names a place.
 */
import { syntaxMessage } from './syntax-error.ts';
import type { Expectation } from './syntax-error.ts';

/** Offsets count in the text that was parsed. */
export interface ParseFailure {
  readonly code: 'syntax_error' | 'too_deep' | 'too_long';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type Parsed<Tree> = { readonly tree: Tree } | { readonly failure: ParseFailure };

/** What peggy's parsers throw. */
interface GrammarError extends Error {
  readonly location: {
    readonly start: { readonly offset: number };
    readonly end: { readonly offset: number };
  };
  readonly found: string | null;
  readonly expected: readonly unknown[] | null;
}

/** A module that peggy generated. */
export interface GeneratedParser<Tree> {
  readonly parse: (text: string) => Tree;
  readonly SyntaxError: abstract new (...args: never[]) => GrammarError;
}

export interface ParseLimits {
  /**
   * What a scan for brackets must tell apart, flags `g`: strings, comments and escapes, whose brackets open nothing, as whole tokens; then each
   * bracket alone.
   */
  readonly tokens: RegExp;
  /** Brackets within each other: far above any rule that a person wrote, far below what would exhaust the stack. */
  readonly maxDepth?: number;
  /** Characters: far above any rule, far below what would exhaust the reader's patience. */
  readonly maxLength?: number;
}

const MAX_DEPTH = 200;
const MAX_LENGTH = 100_000;

export function guardedParse<Tree>(
  text: string,
  { parse, SyntaxError }: GeneratedParser<Tree>,
  { tokens, maxDepth = MAX_DEPTH, maxLength = MAX_LENGTH }: ParseLimits,
): Parsed<Tree> {
  if (text.length > maxLength) {
    return failure('too_long', `the query is longer than ${maxLength} characters`, 0, 0);
  }
  const deep = offsetTooDeep(text, tokens, maxDepth);
  if (deep !== null) {
    return failure('too_deep', `groups are nested more than ${maxDepth} deep`, deep, deep + 1);
  }
  try {
    return { tree: parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return syntaxFailure(error);
    // The stack ran out: something other than brackets nests, which the grammar should not let grow.
    if (error instanceof RangeError) return failure('too_deep', 'the query nests too deeply', 0, text.length);
    throw error;
  }
}

function failure(code: ParseFailure['code'], message: string, start: number, end: number) {
  return { failure: { code, message, start, end } };
}

/** The grammar's own complaints (a number out of its range) come without expectations. */
function syntaxFailure({ location, expected, found, message }: GrammarError) {
  const said = expected === null ? message : syntaxMessage(expected as readonly Expectation[], found);
  return failure('syntax_error', said, location.start.offset, location.end.offset);
}

/** Where the nesting first exceeds the limit; null when it never does. */
function offsetTooDeep(text: string, tokens: RegExp, maxDepth: number): number | null {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '(' || token === '[' || token === '{') {
      if (++depth > maxDepth) return index;
    } else if (token === ')' || token === ']' || token === '}') depth--;
  }
  return null;
}
