/** Query text to tree, or the one reason why not: it never throws on bad text. */
import { syntaxMessage } from '../../text/syntax-error.ts';
import type { Expectation } from '../../text/syntax-error.ts';
import type { Query } from './ast.ts';
import { parse, SyntaxError } from './grammar.generated.js';

export interface ParseFailure {
  readonly code: 'syntax_error' | 'too_deep' | 'too_long';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedEql = { readonly query: Query } | { readonly failure: ParseFailure };

/** Far above any rule that a person wrote, far below what would exhaust the stack or the reader's patience. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 100_000;

export function parseEql(text: string): ParsedEql {
  if (text.length > MAX_LENGTH) {
    const message = `the query is longer than ${MAX_LENGTH} characters`;
    return { failure: { code: 'too_long', message, start: 0, end: 0 } };
  }
  const deep = offsetTooDeep(text);
  if (deep !== null) {
    const message = `groups are nested more than ${MAX_DEPTH} deep`;
    return { failure: { code: 'too_deep', message, start: deep, end: deep + 1 } };
  }
  try {
    return { query: parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { failure: syntaxFailure(error) };
    throw error;
  }
}

/** The grammar's own complaints (a number out of its range) come without expectations. */
function syntaxFailure(error: SyntaxError): ParseFailure {
  const { start, end } = error.location;
  const expected = error.expected as readonly Expectation[] | null;
  const message = expected === null ? error.message : syntaxMessage(expected, error.found);
  return { code: 'syntax_error', message, start: start.offset, end: end.offset };
}

/** What holds brackets that open nothing: strings, escaped names, comments; then the brackets themselves. */
const TOKEN = /"""[^]*?"""|"(?:\\.|[^"\\\r\n])*"|`[^`]*`|\/\/[^\r\n]*|\/\*[^]*?\*\/|[([\])]/g;

function offsetTooDeep(text: string): number | null {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '(' || token === '[') {
      if (++depth > MAX_DEPTH) return index;
    } else if (token === ')' || token === ']') depth--;
  }
  return null;
}
