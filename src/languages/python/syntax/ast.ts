/** The syntax tree that lowering reads: the parser's node types under the names that we use. */
import type { Module } from 'py-ast';

export type Statement = Module['body'][number];
export type StatementOf<T extends Statement['nodeType']> = Extract<Statement, { nodeType: T }>;
export type Expression = NonNullable<StatementOf<'Return'>['value']>;
export type ExpressionOf<T extends Expression['nodeType']> = Extract<Expression, { nodeType: T }>;
export type Parameters = ExpressionOf<'Lambda'>['args'];
export type FunctionNode = StatementOf<'FunctionDef'> | ExpressionOf<'Lambda'>;
export type Operator = ExpressionOf<'BinOp'>['op']['nodeType'];
export type Comparison = ExpressionOf<'Compare'>['ops'][number]['nodeType'];

/** What has a place in the text. */
export interface Located {
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno?: number;
  readonly end_col_offset?: number;
}
