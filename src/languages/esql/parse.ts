/** Query text to tree, or the one reason why not: it never throws on bad text. */
import { guardedParse } from '../../text/guarded-parse.ts';
import type { Parsed } from '../../text/guarded-parse.ts';
import type { Query } from './ast.ts';
import * as grammar from './grammar.generated.js';

/** What holds brackets that open nothing: strings, escaped names, comments; then the brackets themselves (a block comment nests as well). */
const TOKENS = /"""[^]*?"""|"(?:\\.|[^"\\\r\n])*"|`[^`]*`|\/\/[^\r\n]*|\/\*|[([{}\])]/g;

export function parseEsql(text: string): Parsed<Query> {
  return guardedParse(text, grammar, { tokens: TOKENS });
}
