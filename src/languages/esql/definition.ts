/** An expression as text that stands for itself, and the columns that it names. */
import type { Column, Expression } from './ast.ts';
import { textOf } from './rows.ts';
import type { Lowering } from './rows.ts';

const MAX_DEFINITION = 2_000;

/** The expression's text with the query's own columns replaced by what defines them. */
export function definition(lowering: Lowering, expression: Expression): string {
  let text = '';
  let at = expression.start;
  for (const column of columnsOf(expression)) {
    const own = lowering.columns.get(column.name)?.text ?? null;
    if (own === null) continue;
    text += `${lowering.query.text.slice(at, column.start)}(${own})`;
    at = column.end;
  }
  text += lowering.query.text.slice(at, expression.end);
  return text.length > MAX_DEFINITION ? textOf(lowering, expression) : text;
}

/** Every column that an expression names, in the order of the text. */
export function columnsOf(expression: Expression): readonly Column[] {
  switch (expression.kind) {
    case 'column':
      return [expression];
    case 'and':
    case 'or':
    case 'list':
      return expression.of.flatMap(columnsOf);
    case 'not':
      return columnsOf(expression.of);
    case 'compare':
    case 'arithmetic':
      return [expression.left, expression.right].flatMap(columnsOf);
    case 'is_null':
      return columnsOf(expression.left);
    case 'in':
      return [expression.left, ...expression.values].flatMap(columnsOf);
    case 'like':
      return [expression.left, ...expression.patterns].flatMap(columnsOf);
    case 'match':
      return [expression.left, expression.query].flatMap(columnsOf);
    case 'call':
      return expression.args.flatMap(columnsOf);
    case 'literal':
    case 'timespan':
    case 'star':
    case 'map':
    case 'parameter':
      return [];
  }
}
