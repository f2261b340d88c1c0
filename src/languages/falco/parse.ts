/** Condition text to tree, or the one reason why not: it never throws on bad text. */
import { guardedParse } from '../../text/guarded-parse.ts';
import type { Parsed } from '../../text/guarded-parse.ts';
import type { Node } from './ast.ts';
import { parse, SyntaxError } from './grammar.generated.js';

const LIMITS = {
  tokens: /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|[()]/g,
  // Falco's own parser stops at 100 levels.
  maxDepth: 100,
  maxLength: 50_000,
};

export function parseFalco(text: string): Parsed<Node> {
  return guardedParse(text, { parse, SyntaxError }, LIMITS);
}
