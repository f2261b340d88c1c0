/** The arguments of a command to a tree, or the one reason why not: it never throws on bad text. */
import { syntaxMessage } from '../../text/syntax-error.ts';
import type { Expectation } from '../../text/syntax-error.ts';
import type { Argument, Assignment, Expression, Parsed, Search, Statistics } from './ast.ts';
import { parse, SyntaxError } from './grammar.generated.js';

export interface ParseFailure {
  readonly code: 'syntax_error' | 'too_deep';
  readonly message: string;
  /** Offsets in the parsed text. */
  readonly start: number;
  readonly end: number;
}

export type ParsedAs<T> = { readonly tree: T } | { readonly failure: ParseFailure };

type Rule =
  'SearchArguments' | 'ExpressionArguments' | 'EvalArguments' | 'StatsArguments' | 'PlainArguments';

function parseAs(text: string, startRule: Rule): ParsedAs<Parsed> {
  try {
    return { tree: parse(text, { startRule }) };
  } catch (error) {
    if (error instanceof SyntaxError) {
      const { start, end } = error.location;
      const message =
        error.expected === null
          ? error.message
          : syntaxMessage(error.expected as readonly Expectation[], error.found);
      return { failure: { code: 'syntax_error', message, start: start.offset, end: end.offset } };
    }
    // What nests deep enough to exhaust the stack in spite of the limit on brackets.
    if (error instanceof RangeError) {
      return {
        failure: { code: 'too_deep', message: 'the command nests too deeply', start: 0, end: text.length },
      };
    }
    throw error;
  }
}

export function parseSearch(text: string): ParsedAs<Search> {
  return parseAs(text, 'SearchArguments') as ParsedAs<Search>;
}

export function parseExpression(text: string): ParsedAs<Expression> {
  return parseAs(text, 'ExpressionArguments') as ParsedAs<Expression>;
}

export function parseEval(text: string): ParsedAs<readonly Assignment[]> {
  return parseAs(text, 'EvalArguments') as ParsedAs<readonly Assignment[]>;
}

export function parseStatistics(text: string): ParsedAs<Statistics> {
  return parseAs(text, 'StatsArguments') as ParsedAs<Statistics>;
}

export function parseArguments(text: string): ParsedAs<readonly Argument[]> {
  return parseAs(text, 'PlainArguments') as ParsedAs<readonly Argument[]>;
}
