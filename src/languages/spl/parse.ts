/** The arguments of a command to a tree, or the one reason why not: it never throws on bad text. */
import { guardedParse } from '../../text/guarded-parse.ts';
import type { Parsed as ParsedText } from '../../text/guarded-parse.ts';
import type { Argument, Assignment, Expression, Parsed, Search, Statistics } from './ast.ts';
import { parse, SyntaxError } from './grammar.generated.js';

export type { ParseFailure } from '../../text/guarded-parse.ts';
export type ParsedAs<Tree> = ParsedText<Tree>;

type Rule = 'SearchArguments' | 'ExpressionArguments' | 'EvalArguments' | 'StatsArguments' | 'PlainArguments';

/** Texts in quotes, escapes outside of them, then each bracket. */
const TOKENS = /"(?:\\[^]|[^"\\])*"|\\[^]|[()[\]{}]/g;

function parseAs(text: string, startRule: Rule): ParsedAs<Parsed> {
  const parser = { parse: (piece: string): Parsed => parse(piece, { startRule }), SyntaxError };
  return guardedParse(text, parser, { tokens: TOKENS, maxDepth: 60, maxLength: 250_000 });
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
