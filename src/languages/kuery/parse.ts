/** Query text to tree, or the one reason why not: it never throws on bad text. */
import { guardedParse } from '../../text/guarded-parse.ts';
import type { Parsed } from '../../text/guarded-parse.ts';
import type { Node } from './ast.ts';
import * as grammar from './grammar.generated.js';

/** What holds brackets that open nothing: escapes and quotes, closed or not; then the brackets themselves. */
const TOKENS = /\\[^]|"(?:\\[^]|[^"\\])*"?|[(){}]/g;

export function parseKuery(text: string): Parsed<Node> {
  return guardedParse(text, grammar, { tokens: TOKENS });
}
