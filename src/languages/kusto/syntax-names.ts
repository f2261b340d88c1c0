/** Names, texts and places that the parser's nodes hold. */
import type { SyntaxNode } from './adapter.ts';
import type { Place } from './ast.ts';
import { stringValue } from './literals.ts';

export function placeOf({ start, end }: SyntaxNode): Place {
  return { start, end };
}

/** The name that a reference or declaration holds, however it is quoted. */
export function nameOf(node: SyntaxNode): string {
  if (node.text !== '') return node.text;
  if (node.kind === 'BracketedName') return literalText(node.fields.Name);
  const inner = node.fields.Name ?? node.fields.Pattern ?? node.fields.Token;
  return inner === undefined ? '' : nameOf(inner);
}

/** The text of a string literal, or of whatever token there is. */
export function literalText(node: SyntaxNode | undefined): string {
  const token = node?.fields.Token ?? node;
  if (token === undefined) return '';
  return token.kind === 'StringLiteralToken' ? stringValue(token.text) : token.text;
}

export function columnNames(schema: SyntaxNode | undefined): readonly string[] {
  return (schema?.fields.Columns?.items ?? []).map(({ fields }) =>
    fields.Name === undefined ? '' : nameOf(fields.Name),
  );
}
