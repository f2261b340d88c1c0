/** Query text to tree, or the one reason why not: it never throws on bad text. */
import { parseSyntax } from './adapter.ts';
import type { SyntaxNode, SyntaxTree } from './adapter.ts';
import type { Expression, Let, Query } from './ast.ts';
import { translate, translateLet, translateParameters } from './translate-expression.ts';

export interface ParseFailure {
  readonly code: 'syntax_error' | 'too_deep' | 'too_long' | 'no_query';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedKusto = { readonly query: Query } | { readonly failure: ParseFailure };

/** Far above any rule that a person wrote; the parser's time grows with the square of the depth. */
const MAX_DEPTH = 100;
const MAX_LENGTH = 200_000;
const MAX_TOKENS = 8_000;

export function parseKusto(text: string): ParsedKusto {
  const refused = refusal(text);
  if (refused !== null) return { failure: refused };
  let tree: SyntaxTree;
  try {
    tree = parseSyntax(text);
    const [finding] = tree.findings;
    if (finding !== undefined) return { failure: { code: 'syntax_error', ...finding } };
    return translateQuery(tree.root, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'the query nests too deeply';
    return { failure: { code: 'too_deep', message, start: 0, end: text.length } };
  }
}

function translateQuery(root: SyntaxNode, text: string): ParsedKusto {
  const lets: Let[] = [];
  const queries: Expression[] = [];
  for (const statement of root.fields.Statements?.items ?? []) {
    const { Expression: expression, Parameters: parameters } = statement.fields;
    if (statement.kind === 'ExpressionStatement' && expression !== undefined)
      queries.push(translate(expression));
    else if (statement.kind === 'QueryParametersStatement') lets.push(...parameterLets(parameters));
    else lets.push(...translateLet(statement));
  }
  if (queries.length > 0) return { query: { lets, queries } };
  const message = 'there is no query: nothing but definitions';
  return { failure: { code: 'no_query', message, start: 0, end: text.length } };
}

/** `declare query_parameters(x:int = 1)`: what is not given is its default. */
function parameterLets(list: SyntaxNode | undefined): readonly Let[] {
  return translateParameters(list).flatMap(({ name, default: value }) =>
    value === null ? [] : [{ name, value, start: value.start, end: value.end }],
  );
}

/** What holds brackets that open nothing (strings, comments), then words, then everything else. */
const TOKEN =
  /```[^]*?```|~~~[^]*?~~~|@"(?:""|[^"])*"|@'(?:''|[^'])*'|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\/\/[^\r\n]*|[\w$]+|\s+|[^]/g;

function refusal(text: string): ParseFailure | null {
  if (text.length > MAX_LENGTH) {
    const message = `the query is longer than ${MAX_LENGTH} characters`;
    return { code: 'too_long', message, start: 0, end: 0 };
  }
  let depth = 0;
  let tokens = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.trim() === '' || token.startsWith('//')) continue;
    tokens += 1;
    if (token === '(' || token === '[' || token === '{') depth += 1;
    else if (token === ')' || token === ']' || token === '}') depth -= 1;
    if (depth > MAX_DEPTH) {
      const message = `brackets are nested more than ${MAX_DEPTH} deep`;
      return { code: 'too_deep', message, start: index, end: index + 1 };
    }
    if (tokens > MAX_TOKENS) {
      const message = `the query has more than ${MAX_TOKENS} words and signs`;
      return { code: 'too_long', message, start: index, end: index + token.length };
    }
  }
  return null;
}
