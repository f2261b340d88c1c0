/** Executes statements: each gives an outcome, and blocks put outcomes together. */
import { binary } from '../expressions/arithmetic.ts';
import type { Expression, Statement, StatementOf } from '../syntax/ast.ts';
import { branch } from './branches.ts';
import { defineClass } from './classes.ts';
import { define } from './functions.ts';
import { importFrom, importModule } from './imports.ts';
import { negate } from '../conditions/logic.ts';
import { forLoop } from '../loops/loops.ts';
import type { Machine, Outcome } from '../machine/machine.ts';
import { matchStatement } from './match.ts';
import { BREAK, CONTINUE, endsIn, NEXT, raised, returned, sequel, split, whenEnds } from './outcome.ts';
import type { Run } from '../machine/run.ts';
import { tryStatement } from './try.ts';
import { NONE } from '../values/values.ts';
import { skippingLoop } from '../loops/while-loops.ts';
import type { Value } from '../values/values.ts';

export function block(m: Run, body: readonly Statement[]): Outcome {
  const [first, ...rest] = body;
  if (first === undefined) return NEXT;
  const outcome = statement(m, first);
  if (rest.length === 0 || !endsIn(outcome, 'next')) return outcome;
  return sequel(
    outcome,
    afterwards(m, outcome, () => block(m, rest)),
  );
}

/** What follows runs where the outcome goes on: that matters for what it writes when a loop or `try` goes on elsewhere. */
function afterwards<T>(m: Machine, outcome: Outcome, run: () => T): T {
  const elsewhere = endsIn(outcome, 'break', 'continue', 'left');
  return elsewhere
    ? m.under(
        whenEnds(outcome, (leaf) => leaf.kind === 'next'),
        run,
      )
    : run();
}

function statement(m: Run, node: Statement): Outcome {
  m.step();
  const { result, raises } = m.collecting(() => plainStatement(m, node));
  return [...raises]
    .reverse()
    .reduce((outcome, one) => split(one.when, raised(one.exception), outcome), result);
}

function plainStatement(m: Run, node: Statement): Outcome {
  switch (node.nodeType) {
    case 'Return':
      return returned(node.value === undefined ? NONE : m.evaluate(node.value));
    case 'If':
      return ifStatement(m, node);
    case 'Assign':
      return assignTo(m, node.targets, m.evaluate(node.value));
    case 'AnnAssign':
      return node.value === undefined ? NEXT : assignTo(m, [node.target], m.evaluate(node.value));
    case 'AugAssign':
      return assignTo(m, [node.target], augmented(m, node));
    case 'Expr':
      m.evaluate(node.value);
      return NEXT;
    case 'For':
      return forLoop(m, node);
    case 'Try':
      return tryStatement(m, node, block);
    case 'Raise':
      return raised(m.catching() ? exceptionName(m, node) : 'Exception');
    case 'Assert':
      m.raise('AssertionError', negate(m.truth(m.evaluate(node.test), node.test)));
      return NEXT;
    case 'FunctionDef':
    case 'ClassDef':
    case 'Import':
    case 'ImportFrom':
    case 'Global':
    case 'Nonlocal':
      bindNames(m, node);
      return NEXT;
    case 'Break':
      return BREAK;
    case 'Continue':
      return CONTINUE;
    case 'Pass':
    case 'Comment':
      return NEXT;
    case 'Match':
      return matchStatement(m, node);
    case 'While':
      return skippingLoop(m, node) ?? unsupported(m, node, 'while_loop', node.test);
    case 'With':
      return unsupported(m, node, 'with_statement', node.items[0]?.context_expr ?? null);
    case 'Delete':
    case 'TypeAlias':
    case 'AsyncFunctionDef':
    case 'AsyncFor':
    case 'AsyncWith':
    case 'TryStar':
      return unsupported(m, node, 'unsupported_statement', null);
  }
}

type Naming = StatementOf<'FunctionDef' | 'ClassDef' | 'Import' | 'ImportFrom' | 'Global' | 'Nonlocal'>;

function bindNames(m: Run, node: Naming): void {
  switch (node.nodeType) {
    case 'FunctionDef':
      define(m, node);
      break;
    case 'ClassDef':
      defineClass(m, node);
      break;
    case 'Import':
      importModule(m, node);
      break;
    case 'ImportFrom':
      importFrom(m, node);
      break;
    case 'Global':
      for (const name of node.names) m.scope().outer.set(name, 'global');
      break;
    case 'Nonlocal':
      for (const name of node.names) m.scope().outer.set(name, 'nonlocal');
      break;
  }
}

function assignTo(m: Machine, targets: readonly Expression[], value: Value): Outcome {
  for (const target of targets) m.bind(target, value);
  return NEXT;
}

function augmented(m: Machine, node: StatementOf<'AugAssign'>): Value {
  return binary(m, node.op.nodeType, m.evaluate(node.target), m.evaluate(node.value), node);
}

function ifStatement(m: Run, node: StatementOf<'If'>): Outcome {
  const test = m.truth(m.evaluate(node.test), node.test);
  if (test.kind === 'always') return m.block(node.body);
  if (test.kind === 'never') return m.block(node.orelse);
  return branch(
    m,
    test,
    () => m.block(node.body),
    () => m.block(node.orelse),
  );
}

/** A statement that cannot be followed: whatever it writes is unknown, and so is whether it ends the function. */
function unsupported(m: Run, node: Statement, reason: string, at: Expression | null): Outcome {
  const value = m.opaque(reason, at ?? node, []);
  const { result, changes } = m.isolated(() =>
    'body' in node && Array.isArray(node.body) ? bodyOutcome(m, node) : NEXT,
  );
  for (const { scope, name } of changes) m.inScope(scope, () => m.write(name, value));
  if (result.kind === 'next') return NEXT;
  const unknown = m.truth(value, at ?? node);
  return split(unknown, returned(value), NEXT);
}

function bodyOutcome(m: Run, node: Statement): Outcome {
  return node.nodeType === 'While' || node.nodeType === 'With' ? m.block(node.body) : NEXT;
}

/** The class that a `raise` names, without its module. */
function exceptionName(m: Machine, node: StatementOf<'Raise'>): string {
  if (node.exc === undefined) return 'Exception';
  const value = m.evaluate(node.exc.nodeType === 'Call' ? node.exc.func : node.exc);
  return value.kind === 'native' || value.kind === 'class' ? value.name : 'Exception';
}
