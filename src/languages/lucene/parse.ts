/** Query text to tree, or the one reason why not: it never throws on bad text. */
import { guardedParse } from '../../text/guarded-parse.ts';
import type { Parsed } from '../../text/guarded-parse.ts';
import type { Group } from './ast.ts';
import * as grammar from './grammar.generated.js';

/** What holds brackets that open nothing: escapes, phrases and expressions, closed or not; then the brackets themselves. */
const TOKENS = /\\[^]|"(?:\\[^]|[^"\\])*"?|[(){}[\]]/g;

/** Elasticsearch itself takes some thousand clauses at most. */
const MAX_LENGTH = 20_000;

export function parseLucene(text: string): Parsed<Group> {
  return guardedParse(text, grammar, { tokens: TOKENS, maxLength: MAX_LENGTH });
}
