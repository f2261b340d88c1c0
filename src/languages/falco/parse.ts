/** Condition text to tree, or the one reason why not: it never throws on bad text. */
import { syntaxMessage } from '../../text/syntax-error.ts';
import type { Expectation } from '../../text/syntax-error.ts';
import type { Node } from './ast.ts';
import { parse, SyntaxError } from './grammar.generated.js';

export interface ParseFailure {
  readonly code: 'syntax_error' | 'too_deep' | 'too_long';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedCondition = { readonly node: Node } | { readonly failure: ParseFailure };

/** Falco's own parser stops at 100 levels. */
const MAX_DEPTH = 100;
const MAX_LENGTH = 100_000;

export function parseFalco(text: string): ParsedCondition {
  if (text.length > MAX_LENGTH) {
    const message = `the condition is longer than ${MAX_LENGTH} characters`;
    return { failure: { code: 'too_long', message, start: 0, end: 0 } };
  }
  const deep = offsetTooDeep(text);
  if (deep !== null) {
    const message = `groups are nested more than ${MAX_DEPTH} deep`;
    return { failure: { code: 'too_deep', message, start: deep, end: deep + 1 } };
  }
  try {
    return { node: parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { failure: syntaxFailure(error) };
    throw error;
  }
}

function syntaxFailure(error: SyntaxError): ParseFailure {
  const { start, end } = error.location;
  const message = syntaxMessage(error.expected as readonly Expectation[] | null, error.found);
  return { code: 'syntax_error', message, start: start.offset, end: end.offset };
}

/** Where the nesting first exceeds the limit, quoted texts skipped; null when it never does. */
function offsetTooDeep(text: string): number | null {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '(') {
      if (++depth > MAX_DEPTH) return at;
    } else if (char === ')') {
      depth--;
    }
  }
  return null;
}
