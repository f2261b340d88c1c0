/** The expressions that an expression is made of; not those of queries within it. */
import type { Expression } from './ast.ts';

export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'array':
      return expression.of;
    case 'not':
    case 'cast':
      return [expression.of];
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'between':
      return [expression.left, expression.low, expression.high];
    case 'in':
      return [expression.left, ...expression.of];
    case 'like':
      return [expression.left, ...expression.patterns];
    case 'in_query':
    case 'is_null':
      return [expression.left];
    case 'call':
      return [...expression.args, ...(expression.over?.partition ?? [])];
    case 'case': {
      const branches = expression.branches.flatMap(({ when, then }) => [when, then]);
      return [expression.operand, ...branches, expression.otherwise].filter((each) => each !== null);
    }
    case 'column':
    case 'exists':
    case 'interval':
    case 'literal':
    case 'nothing':
    case 'scalar_query':
    case 'star':
      return [];
  }
}
