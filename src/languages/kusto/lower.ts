/**
 * A Kusto query's tree to a condition and stages, as Log Analytics and advanced hunting run it
 * (https://learn.microsoft.com/kusto/query/). Definitions are put in where they are used; what each event must be comes first, up to where rows are
 * grouped, joined or cut off; the rest are stages. What each operator means is cited where it is lowered.
 */
import { opaque } from '../../condition/condition.ts';
import type { Condition, Opaque } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { leaves } from '../../condition/fold.ts';
import type { OutputField } from '../../rule/rule.ts';
import type { Stage } from '../../rule/stage.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Lowered, Query as QueryText } from '../language.ts';
import type { Query } from './ast.ts';
import { dynamicColumns } from './dynamic-columns.ts';
import { withLets } from './evaluate.ts';
import { messageOf } from './findings.ts';
import { finish } from './finish.ts';
import { UNION_REASON } from './finish-union.ts';
import type { Finished } from './finish.ts';
import { baseEnv, lowerTable } from './lower-table.ts';
import type { Lowering, Relation, Scope } from './model.ts';
import { parseKusto } from './parse.ts';
import { unite } from './relation.ts';

/** Steps of putting definitions in: far above any rule, far below what would exhaust the reader's patience. */
const BUDGET = 30_000;

/** Comparisons that the query's choices (`iff`, `case`) may come to, all in all. */
const MAX_CASES = 1_000;

export function lowerKusto(query: QueryText): Lowered {
  const parsed = parseKusto(query.text);
  if ('failure' in parsed) {
    const { code, message, start, end } = parsed.failure;
    return unread(query, code, message, start, end);
  }
  try {
    return lowerParsed(query, parsed.query);
  } catch (error) {
    // Definitions within definitions: the stack ran out before the budget did.
    if (!(error instanceof RangeError)) throw error;
    return unread(query, 'too_deep', 'the query nests too deeply', 0, query.text.length);
  }
}

function unread(query: QueryText, code: string, message: string, start: number, end: number): Lowered {
  const span = spanWithin(query.text, start, end, query);
  return {
    condition: opaque(query.text, code, [], span),
    stages: [],
    outputFields: [],
    diagnostics: [diagnostic(code, message, span)],
  };
}

function lowerParsed(query: QueryText, tree: Query): Lowered {
  const lowering: Lowering = {
    query,
    functions: savedFunctions(query.context),
    dynamicColumns: dynamicColumns(tree),
    messages: new Map(),
    table: lowerTable,
    counter: { next: 1 },
    budget: { left: BUDGET, cases: MAX_CASES },
  };
  const global: Scope = { names: new Map(), outer: null, text: query.text, calledAt: null };
  const env = baseEnv(lowering, withLets(global, tree.lets));
  const tables = tree.queries.map((each) => lowerTable(env, each));
  const relation = unite(env, tables);
  const finished = finish(relation, query.text);
  return {
    condition: finished.condition,
    stages: finished.stages,
    outputFields: outputFields(relation),
    columns: resultColumns(relation),
    diagnostics: findings(lowering, finished),
    sources: finished.sources,
  };
}

/** What a rule may say beside its query: `{ functions }`, the bodies of functions that are saved in the workspace, by name. */
function savedFunctions(context: unknown): ReadonlyMap<string, string> {
  if (typeof context !== 'object' || context === null || !('functions' in context)) return new Map();
  const { functions } = context;
  if (typeof functions !== 'object' || functions === null) return new Map();
  return new Map(
    Object.entries(functions).flatMap(([name, body]) =>
      typeof body === 'string' ? [[name.toLowerCase(), body]] : [],
    ),
  );
}

function outputFields({ branches }: Relation): readonly OutputField[] {
  return (branches[0]?.shown ?? []).map(({ name, source }) => ({ name, source, origin: 'project' }));
}

/** Of a union those that are the same field in all of its parts. */
function resultColumns({ branches }: Relation): ReadonlyMap<string, FieldPath> {
  const [first, ...others] = branches.map(({ row }) => row.columns);
  return new Map(
    [...(first ?? [])].flatMap(([name, value]) => {
      if (value.kind !== 'field' || value.field.scope !== 'event') return [];
      const text = JSON.stringify(value.field);
      const isSame = others.every((columns) => {
        const other = columns.get(name);
        return other?.kind === 'field' && JSON.stringify(other.field) === text;
      });
      return isSame ? [[name, value.field] as const] : [];
    }),
  );
}

/** One for each opaque node and stage. */
function findings(
  lowering: Lowering,
  { condition, stages, problems, showsParts }: Finished,
): readonly Diagnostic[] {
  const nodes = [condition, ...stages.flatMap(stageConditions)].flatMap(opaqueNodes);
  const found = [
    ...nodes.map((node) => diagnostic(node.reason, messageOf(lowering, node), node.span)),
    ...problems.map(({ reason, message, span }) => diagnostic(reason, message, span)),
    ...unionFindings(lowering, stages),
    ...shownFindings(lowering, showsParts),
    ...stages.flatMap((stage) => computedFindings(lowering, stage)),
  ];
  return [
    ...new Map(found.map((each) => [JSON.stringify([each.code, each.message, each.span]), each])).values(),
  ];
}

function unionFindings({ query }: Lowering, stages: readonly Stage[]): readonly Diagnostic[] {
  const span = spanWithin(query.text, 0, query.text.length, query);
  const message = 'the parts of a union do different things before they meet';
  return stages.flatMap((stage) => {
    if (stage.kind === 'join') return unionFindings({ query } as Lowering, stage.stages);
    if (stage.kind === 'union')
      return stage.parts.flatMap((part) => unionFindings({ query } as Lowering, part.stages));
    return stage.kind === 'opaque' && stage.reason === UNION_REASON
      ? [diagnostic(UNION_REASON, message, span)]
      : [];
  });
}

/** A group goes on, or not, by what is kept as text. */
function computedFindings({ query }: Lowering, stage: Stage): readonly Diagnostic[] {
  if (stage.kind !== 'aggregate') return [];
  const asked = new Set(
    leaves(stage.having).flatMap(({ node }) => (node.kind === 'compare' ? [node.field.native] : [])),
  );
  const at = Math.max(0, query.text.indexOf(stage.source));
  const span = spanWithin(query.text, at, Math.min(query.text.length, at + stage.source.length), query);
  return stage.columns
    .filter(
      ({ function: computes, arithmetic, cases }) =>
        computes === 'computed' && arithmetic === undefined && cases === undefined,
    )
    .filter((column) => asked.has(column.name))
    .map(({ name }) =>
      diagnostic(
        'computed_column',
        `${name} decides, and how it is computed is kept as text`,
        span,
        'warning',
      ),
    );
}

function shownFindings({ query }: Lowering, showsParts: boolean): readonly Diagnostic[] {
  if (!showsParts) return [];
  const span = spanWithin(query.text, 0, query.text.length, query);
  const message =
    'the parts of the union show their rows each in its own way: grouped, and with columns brought in, but all of them';
  return [diagnostic('parts_shown', message, span, 'info')];
}

function opaqueNodes(condition: Condition): readonly Opaque[] {
  return leaves(condition).flatMap(({ node }) => (node.kind === 'opaque' ? [node] : []));
}

function stageConditions(stage: Stage): readonly Condition[] {
  switch (stage.kind) {
    case 'filter':
      return [stage.condition];
    case 'aggregate':
      return [
        stage.having,
        ...stage.columns.flatMap(({ condition, cases = [] }) => [
          ...(condition === null ? [] : [condition]),
          ...cases.map(({ when }) => when),
        ]),
      ];
    case 'join':
      return [
        ...(stage.condition === null ? [] : [stage.condition]),
        ...stage.stages.flatMap(stageConditions),
        ...stage.on
          .flat()
          .flatMap(({ leftCases = [], rightCases = [] }) => [...leftCases, ...rightCases])
          .map(({ when }) => when),
      ];
    case 'union':
      return stage.parts.flatMap(({ condition, stages }) => [condition, ...stages.flatMap(stageConditions)]);
    case 'lookup':
    case 'new_terms':
    case 'opaque':
    case 'project':
    case 'sequence':
      return [];
  }
}
