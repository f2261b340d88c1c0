/** A SQL query to the IR: the filter of the events that it reads, then what it does with them. Never throws on bad text. */
import { all, any, from } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { OutputField } from '../../rule/rule.ts';
import type { Stage } from '../../rule/stage.ts';
import type { Lowered, Query as SourceText } from '../language.ts';
import type { Query, Select } from './ast.ts';
import { refuse, refuseStage } from './context.ts';
import type { Lowering } from './context.ts';
import { outputFields } from './output.ts';
import { lowerSelect } from './lower-select.ts';
import { parseSql } from './parse.ts';
import type { Pipeline, Views } from './pipeline.ts';

const MAX_PREDICATES = 5_000;

export function lowerSql(query: SourceText): Lowered {
  const lowering: Lowering = {
    query,
    diagnostics: [],
    sources: new Set(),
    budget: { left: MAX_PREDICATES },
  };
  const lowered = lowerText(lowering);
  return { ...lowered, sources: [...lowering.sources], diagnostics: lowering.diagnostics };
}

interface Logic {
  readonly condition: Condition;
  readonly stages: readonly Stage[];
  readonly outputFields: readonly OutputField[];
}

function lowerText(lowering: Lowering): Logic {
  const { text } = lowering.query;
  const template = /\{[%{]/.exec(text);
  const whole = { start: 0, end: text.length };
  if (template !== null) {
    const place = { start: template.index, end: template.index + 2 };
    const unsupported = {
      code: 'sql_template',
      message: 'a template that makes the query where it is run cannot be read',
    };
    refuse(lowering, unsupported, place);
    return opaqueLogic(lowering, unsupported);
  }
  const parsed = parseSql(text);
  if ('failure' in parsed) {
    refuse(lowering, parsed.failure, parsed.failure);
    return opaqueLogic(lowering, parsed.failure);
  }
  const pipeline = lowerQuery(lowering, parsed.tree, new Map(), 0);
  return {
    condition: pipeline.condition,
    stages: [...pipeline.stages, ...projection(lowering, parsed.tree)],
    outputFields: outputFields(lowering, parsed.tree),
  };

  function opaqueLogic(
    known: Lowering,
    { code, message }: { readonly code: string; readonly message: string },
  ): Logic {
    const condition = refuse({ ...known, diagnostics: [] }, { code, message }, whole);
    return { condition, stages: [], outputFields: [] };
  }
}

/** A query that is read anew for each that names it counts as so many predicates. */
const QUERY_COST = 20;

/** Queries within queries beyond this are no rule's. */
const MAX_DEPTH = 30;

function lowerQuery(lowering: Lowering, query: Query, outer: Views, depth: number): Pipeline {
  const views = new Map(outer);
  for (const cte of query.ctes) {
    // A named query is made anew for each that reads it; one that reads itself finds what stood under its name before.
    const before = new Map(views);
    views.set(cte.name.toLowerCase(), () => lowerQuery(lowering, cte.query, before, depth + 1));
  }
  lowering.budget.left -= QUERY_COST;
  if (lowering.budget.left < 0) {
    const unsupported = {
      code: 'too_large',
      message: 'the query grows too large when its names are put in place',
    };
    return opaquePipeline(refuse(lowering, unsupported, query));
  }
  if (depth > MAX_DEPTH) {
    const unsupported = { code: 'too_deep', message: 'the query nests too deeply' };
    return opaquePipeline(refuse(lowering, unsupported, query));
  }
  const first = lowerTerm(lowering, query.first, views, depth);
  if (query.more.length === 0) return first;
  const others = query.more.map(({ select }) => lowerTerm(lowering, select, views, depth));
  return unite(lowering, query, [first, ...others]);
}

function lowerTerm(lowering: Lowering, term: Select | Query, views: Views, depth: number): Pipeline {
  return term.kind === 'query'
    ? lowerQuery(lowering, term, views, depth + 1)
    : lowerSelect(lowering, term, views, (query, inner) => lowerQuery(lowering, query, inner, depth + 1));
}

function opaquePipeline(condition: Condition): Pipeline {
  return { condition, stages: [], table: null, columns: new Map(), inner: null, rows: null };
}

/** Rows of any of the queries. What one of them does after its filter has no place beside the others. */
function unite(lowering: Lowering, query: Query, parts: readonly Pipeline[]): Pipeline {
  const [first] = parts;
  const isUnion = query.more.every(({ operator }) => operator === 'union');
  if (first === undefined) return opaquePipeline(any([]));
  const condition = any(
    parts.map((each) => (each.table === null ? each.condition : all([from(each.table), each.condition]))),
  );
  const tables = new Set(parts.map(({ table }) => table));
  const table = tables.size === 1 ? first.table : null;
  const united = { ...first, condition, table };
  if (isUnion && parts.every(({ stages }) => stages.length === 0)) return united;
  const message = isUnion
    ? 'a union of queries that do more than select events is kept as text only'
    : 'queries can be united, but not set off against each other';
  const stage = refuseStage(lowering, { code: 'unsupported_set_operation', message }, query);
  return { ...united, stages: [stage] };
}

function projection(lowering: Lowering, query: Query): readonly Stage[] {
  if (query.first.kind === 'query' || query.more.length > 0) return [];
  const { columns } = query.first;
  const [first] = columns;
  const last = columns.at(-1);
  if (
    first === undefined ||
    last === undefined ||
    columns.some(({ expression }) => expression.kind === 'star')
  )
    return [];
  const fields = outputFields(lowering, query).map(({ name }) => name);
  return [{ kind: 'project', fields, source: lowering.query.text.slice(first.start, last.end) }];
}
