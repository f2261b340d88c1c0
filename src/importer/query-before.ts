/**
 * A rule over the rows of a query: the query says which events, groups and joins make a row, and the rule's own query then looks at each row. Both
 * together are the rule's logic; its own tests hold rows.
 */
import { all, always } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import { mapFields } from '../condition/fold.ts';
import { simplify } from '../condition/simplify.ts';
import type { Lowered, Query } from '../languages/language.ts';
import type { SourceRule } from '../platforms/platform.ts';
import type { Stage } from '../rule/stage.ts';
import { diagnostic } from '../text/diagnostic.ts';

export interface OverRows {
  /** Without the stages whose queries are read. */
  readonly source: SourceRule;
  /** What the queries come to together; the rule's own queries keep what they say beside their conditions. */
  readonly lowered: readonly Lowered[];
}

/** `own`: the rule's queries, lowered. Null: no query that can be read comes before them. */
export function overRows(
  source: SourceRule,
  own: readonly Lowered[],
  lower: (query: Query) => Lowered,
): OverRows | null {
  const before = source.stages.filter(({ precedes, queries }) => precedes === true && queries.length > 0);
  const [only, ...more] = before;
  if (only === undefined || more.length > 0) return null;
  const rows = joinQueries(only.queries.map(lower));
  const asked = simplify(all(own.map(({ condition }) => condition)));
  return {
    source: { ...source, stages: source.stages.filter((stage) => stage !== only) },
    lowered: [withRowFilter(rows, asked, source), ...own.map((each) => ({ ...each, condition: always }))],
  };
}

function joinQueries(queries: readonly Lowered[]): Lowered {
  return {
    condition: simplify(all(queries.map(({ condition }) => condition))),
    stages: queries.flatMap(({ stages }) => stages),
    outputFields: queries.flatMap(({ outputFields }) => outputFields),
    sources: queries.flatMap(({ sources }) => sources ?? []),
    diagnostics: queries.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** The rule's own condition goes where the rows are that it looks at: to the events, or to the groups of the last aggregation. */
function withRowFilter(rows: Lowered, asked: Condition, source: SourceRule): Lowered {
  if (asked.kind === 'always') return rows;
  const { stages } = rows;
  const onEvents = stages.every((stage) => stage.kind === 'project' || keepsEvents(stage))
    ? throughProjection(asked, rows)
    : null;
  if (onEvents !== null) return { ...rows, condition: simplify(all([rows.condition, onEvents])) };
  const at = stages.findLastIndex(({ kind }) => kind !== 'project');
  const last = stages[at];
  if (last?.kind === 'aggregate') {
    const having = simplify(all([last.having, asked]));
    const filtered: Stage = { ...last, having };
    return { ...rows, stages: stages.map((stage) => (stage === last ? filtered : stage)) };
  }
  const message = 'what the rule asks of the rows that its query makes is kept as text only';
  const text = source.queries.map((query) => query.text).join('\n\n');
  return {
    ...rows,
    stages: [...stages, { kind: 'opaque', reason: 'row_filter', source: text }],
    diagnostics: [...rows.diagnostics, diagnostic('row_filter', message)],
  };
}

/** The condition in the events' own names; null where a column that it reads is more than a field of the event. */
function throughProjection(asked: Condition, { stages, outputFields }: Lowered): Condition | null {
  if (!stages.some(({ kind }) => kind === 'project')) return asked;
  const columns = new Map(outputFields.map(({ name, source }) => [name.toLowerCase(), source]));
  const state = { isPlain: true };
  const mapped = mapFields(asked, (field) => {
    if (field.scope !== 'event') return field;
    const [first = '', ...rest] = field.segments;
    const source = columns.get(first.toLowerCase());
    if (field.match !== 'path' || source === undefined || !/^[\w$]+(?:\.[\w$]+)*$/.test(source)) {
      state.isPlain = false;
      return field;
    }
    const segments = [...source.split('.'), ...rest];
    return fieldPath(segments.join('.'), { segments, transforms: field.transforms });
  });
  return state.isPlain ? mapped : null;
}

/** A row is an event with all of its fields: no stage that makes others, and no list of columns that names them anew. */
function keepsEvents(stage: Stage): boolean {
  return stage.kind === 'join' && (stage.type === 'semi' || stage.type === 'anti');
}
