/** `any(… for …)` and `all(… for …)` as the loops that they are, where it matters at which element they stop. */
import type { Expression, ExpressionOf, Statement } from '../syntax/ast.ts';
import type { Machine } from '../machine/machine.ts';
import { callResult } from '../statements/outcome.ts';
import { functionScope } from '../machine/scope.ts';
import type { Value } from '../values/values.ts';

export function asLoop(m: Machine, name: 'any' | 'all', generator: ExpressionOf<'GeneratorExp'>): Value {
  const statements = [loopOf(name, generator), returning(generator.elt, name === 'all')];
  const { result, raises } = m.inScope(functionScope(m.scope()), () =>
    m.collecting(() => m.block(statements)),
  );
  const ended = callResult(result);
  for (const one of [...raises, ...ended.raises]) m.raise(one.exception, one.when);
  return ended.value;
}

function loopOf(name: 'any' | 'all', generator: ExpressionOf<'GeneratorExp'>): Statement {
  const { elt } = generator;
  const stop = returning(elt, name === 'any');
  const first: Statement =
    name === 'any' ? ifStatement(elt, [stop]) : { ...ifStatement(elt, [passing(elt)]), orelse: [stop] };
  return generator.generators.reduceRight<Statement>((body, { target, iter, ifs }) => {
    const filtered = ifs.reduceRight<Statement>((inner, test) => ifStatement(test, [inner]), body);
    return { ...placeOf(iter), nodeType: 'For', target, iter, body: [filtered], orelse: [] };
  }, first);
}

type If = Extract<Statement, { nodeType: 'If' }>;

function ifStatement(test: Expression, body: Statement[]): If {
  return { ...placeOf(test), nodeType: 'If', test, body, orelse: [] };
}

function passing(at: Expression): Statement {
  return { ...placeOf(at), nodeType: 'Pass' };
}

function returning(at: Expression, value: boolean): Statement {
  return { ...placeOf(at), nodeType: 'Return', value: { ...placeOf(at), nodeType: 'Constant', value } };
}

function placeOf({ lineno, col_offset, end_lineno, end_col_offset }: Expression): {
  lineno: number;
  col_offset: number;
  end_lineno?: number;
  end_col_offset?: number;
} {
  return {
    lineno,
    col_offset,
    ...(end_lineno === undefined ? {} : { end_lineno }),
    ...(end_col_offset === undefined ? {} : { end_col_offset }),
  };
}
