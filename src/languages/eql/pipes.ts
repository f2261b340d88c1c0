/**
 * What comes after the events: `head` and `tail` (https://www.elastic.co/docs/reference/query-languages/eql/eql-pipe-ref), and the pipes of the older
 * dialect, `count`, `filter`, `sort`, `unique` and `unique_count` (https://eql.readthedocs.io/en/latest/query-guide/pipes.html).
 */
import { opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Stage } from '../../rule/stage.ts';
import type { Expression, Pipe, Query } from './ast.ts';
import type { EqlLowering } from './lower-event.ts';
import { fieldNodes, lowerExpression } from './lower-expression.ts';
import { report } from './report.ts';

/** What an event must satisfy to come out of the pipes, and the pipes that stay as text. */
interface Piped {
  readonly filters: readonly Condition[];
  readonly stages: readonly Stage[];
}

/** What a pipe hands on: the events, the events with the columns of `unique_count`, or rows that are no events. */
type Rows = 'events' | 'counted events' | 'rows';

const COUNTED = new Set(['count', 'percent', 'hosts', 'total_hosts']);

export function lowerPipes(lowering: EqlLowering, query: Query): Piped {
  const filters: Condition[] = [];
  const stages: Stage[] = [];
  let rows: Rows = 'events';
  for (const pipe of query.pipes) {
    const filter = filterOf(lowering, query, pipe, rows);
    if (filter === null) stages.push(lowerPipe(lowering, pipe));
    else filters.push(filter);
    rows = rowsAfter(pipe, rows);
  }
  return { filters, stages };
}

function rowsAfter({ name }: Pipe, rows: Rows): Rows {
  if (name === 'count') return 'rows';
  return name === 'unique_count' && rows === 'events' ? 'counted events' : rows;
}

/** What a `filter` asks of an event; opaque where it cannot be said, null where it asks nothing of one. */
function filterOf(lowering: EqlLowering, query: Query, pipe: Pipe, rows: Rows): Condition | null {
  if (pipe.name !== 'filter' || rows === 'rows') return null;
  const { condition } = pipe;
  if (condition !== undefined && rows === 'counted events' && namesCount(condition)) return null;
  // Of a sequence it is not known which of its events a field is of.
  if (condition !== undefined && query.kind === 'event') return lowerExpression(lowering, condition);
  const span = report(lowering, pipe, 'unsupported_pipe', 'the pipe "filter" cannot be expressed');
  return opaque(textOf(lowering, pipe), 'unsupported_pipe', [], span);
}

function namesCount(expression: Expression): boolean {
  return fieldNodes(expression).some(({ segments: [first = ''] }) => COUNTED.has(first));
}

/** `head` and `tail` cut the list of matches: no event matches otherwise, but fewer alerts come. */
function lowerPipe(lowering: EqlLowering, pipe: Pipe): Stage {
  const limits = pipe.name === 'head' || pipe.name === 'tail';
  const message = limits
    ? `"${pipe.name}" limits how many matches alert`
    : `the pipe "${pipe.name}" cannot be expressed`;
  report(lowering, pipe, 'unsupported_pipe', message, limits ? 'warning' : 'error');
  return { kind: 'opaque', source: textOf(lowering, pipe), reason: 'unsupported_pipe' };
}

function textOf({ query }: EqlLowering, { start, end }: Pipe): string {
  return query.text.slice(start, end).trimEnd();
}
