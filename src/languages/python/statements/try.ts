/**
 * `try`: the body runs statement by statement; where one raises what a handler catches, the handler runs in the state before that statement.
 */
import { never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { Expression, Statement, StatementOf } from '../syntax/ast.ts';
import { either } from '../conditions/logic.ts';
import type { Outcome } from '../machine/machine.ts';
import { endsIn, LEFT, mapLeaves, NEXT, sequel, split, whenEnds } from './outcome.ts';
import type { Run } from '../machine/run.ts';

type Handler = StatementOf<'Try'>['handlers'][number];

export function tryStatement(
  m: Run,
  node: StatementOf<'Try'>,
  block: (m: Run, body: readonly Statement[]) => Outcome,
): Outcome {
  const tried = body(m, node, node.body, block);
  const orelse =
    node.orelse.length === 0 || !endsIn(tried, 'next') ? tried : sequel(tried, block(m, node.orelse));
  const outcome = mapLeaves(orelse, (leaf) => (leaf.kind === 'left' ? NEXT : leaf));
  if (node.finalbody.length === 0) return outcome;
  const last = block(m, node.finalbody);
  return endsIn(last, 'returned', 'raised') ? last : outcome;
}

function body(
  m: Run,
  node: StatementOf<'Try'>,
  statements: readonly Statement[],
  block: Parameters<typeof tryStatement>[2],
): Outcome {
  const [first, ...rest] = statements;
  if (first === undefined) return NEXT;
  const { result, changes } = m.isolated(() => caughtHere(m, () => block(m, [first])));
  const { outcome, caught } = handled(m, node, result, changes, block);
  if (rest.length === 0 || !endsIn(outcome, 'next')) return outcome;
  const run = (): Outcome => body(m, node, rest, block);
  const following =
    caught.kind === 'never'
      ? run()
      : m.under(
          whenEnds(outcome, (leaf) => leaf.kind === 'next'),
          run,
        );
  return sequel(outcome, following);
}

function caughtHere<T>(m: Run, run: () => T): T {
  m.caught.depth++;
  try {
    return run();
  } finally {
    m.caught.depth--;
  }
}

/** Puts each handler's outcome where what it catches is raised, and merges what both wrote. */
function handled(
  m: Run,
  node: StatementOf<'Try'>,
  result: Outcome,
  changes: Parameters<Run['mergeChanges']>[1],
  block: Parameters<typeof tryStatement>[2],
): { readonly outcome: Outcome; readonly caught: Condition } {
  let outcome = result;
  let caught: Condition = never;
  let merged = changes;
  for (const handler of node.handlers) {
    const matches = (leaf: { readonly kind: string; readonly exception?: string }): boolean =>
      leaf.kind === 'raised' && catches(handler, leaf.exception ?? 'Exception');
    const when = whenEnds(outcome, matches);
    if (when.kind === 'never') continue;
    const run = m.isolated(() => {
      if (handler.name !== undefined) m.write(handler.name, m.opaque('exception', handler));
      return block(m, handler.body);
    });
    const handlerOutcome = mapLeaves(run.result, (leaf) => (leaf.kind === 'next' ? LEFT : leaf));
    outcome = split(
      when,
      handlerOutcome,
      mapLeaves(outcome, (leaf) => (matches(leaf) ? NEXT : leaf)),
    );
    const both = m.isolated(() => m.mergeChanges(when, run.changes, merged));
    merged = both.changes;
    caught = either(caught, when);
  }
  m.mergeChanges({ kind: 'always' }, merged, []);
  return { outcome, caught };
}

/** Python's tree of exceptions, as far as the machine raises them: each with what it is a kind of. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  KeyError: ['LookupError'],
  IndexError: ['LookupError'],
  JSONDecodeError: ['ValueError'],
  AddressValueError: ['ValueError'],
  NetmaskValueError: ['ValueError'],
  UnicodeDecodeError: ['ValueError', 'UnicodeError'],
  UnicodeEncodeError: ['ValueError', 'UnicodeError'],
  ZeroDivisionError: ['ArithmeticError'],
};

function catches(handler: Handler, exception: string): boolean {
  if (handler.type === undefined) return true;
  const wanted = typeNames(handler.type);
  const own = [exception, ...(KINDS[exception] ?? [])];
  return wanted.some((name) => name === 'Exception' || name === 'BaseException' || own.includes(name));
}

function typeNames(node: Expression): readonly string[] {
  if (node.nodeType === 'Tuple') return node.elts.flatMap(typeNames);
  if (node.nodeType === 'Name') return [node.id];
  return node.nodeType === 'Attribute' ? [node.attr] : [];
}
