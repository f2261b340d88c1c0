/** Query text to tree, or the one reason why not: it never throws on bad text. */
import { guardedParse } from '../../text/guarded-parse.ts';
import type { Parsed } from '../../text/guarded-parse.ts';
import type { Query } from './ast.ts';
import { parse, SyntaxError } from './grammar.generated.js';

const LIMITS = {
  tokens:
    /'(?:[^'\\]|\\[^]|'')*'?|"[^"]*"?|\$\$(?:(?!\$\$)[^])*|--[^\n]*|\/\*(?:(?!\*\/)[^])*|[()[\]]|\bcase\b|\bend\b/gi,
  maxDepth: 40,
  maxLength: 50_000,
};

export function parseSql(text: string): Parsed<Query> {
  return guardedParse(text, { parse, SyntaxError }, LIMITS);
}
