/** The columns that a query shows, with what each comes from. */
import type { OutputField } from '../../rule/rule.ts';
import type { Expression, Query } from './ast.ts';
import { textAt } from './context.ts';
import type { Lowering } from './context.ts';

export function outputFields(lowering: Lowering, query: Query): readonly OutputField[] {
  const { first } = query;
  if (first.kind === 'query') return outputFields(lowering, first);
  return first.columns.flatMap(({ expression, alias }): readonly OutputField[] => {
    if (expression.kind === 'star') return [];
    const source = columnText(expression) ?? textAt(lowering, expression);
    return [{ name: alias ?? source.split('.').at(-1) ?? source, source, origin: 'select' }];
  });
}

/** The dotted path of a column; null for what is more than one. */
function columnText(expression: Expression): string | null {
  if (expression.kind === 'cast') return columnText(expression.of);
  return expression.kind === 'column'
    ? [...expression.names, ...expression.path].map(String).join('.')
    : null;
}
