/** Opens what a SELECT reads: the table (or query) whose rows it keeps, those that it joins, and the lists that it flattens. */
import { never } from '../../condition/condition.ts';
import type { Stage } from '../../rule/stage.ts';
import type { Join, Select, Source, TableFunction } from './ast.ts';
import { refuse, refuseStage } from './context.ts';
import type { Lowering } from './context.ts';
import type { JoinedSide } from './join.ts';
import type { LowerQuery, Pipeline, Views } from './pipeline.ts';
import { EVENT, GROUPS } from './scope.ts';
import type { FlattenSide, Home, Scope, Side } from './scope.ts';

export interface Sides {
  readonly main: Pipeline;
  readonly all: readonly Side[];
  readonly joined: readonly JoinedSide[];
  /** What could not be opened. */
  readonly stages: readonly Stage[];
}

export function openSides(lowering: Lowering, select: Select, views: Views, lowerQuery: LowerQuery): Sides {
  const [first, ...others] = select.from;
  const all: Side[] = [];
  const joined: JoinedSide[] = [];
  const stages: Stage[] = [];
  const scope: Scope = { aliases: new Map(), sides: all, grouped: null };
  const joins: readonly Join[] = [
    ...others.map((source): Join => ({
      type: 'cross',
      source,
      on: null,
      using: [],
      start: source.start,
      end: source.end,
    })),
    ...select.joins,
  ];
  const main = first === undefined ? NOTHING : openSource(lowering, first, views, lowerQuery);
  if (first?.kind === 'table_function') {
    stages.push(
      refuseStage(
        lowering,
        { code: 'unsupported_table', message: 'rows that a function makes cannot be read' },
        first,
      ),
    );
  }
  if (first !== undefined) all.push(mainSide(main, namesOf(first)));
  for (const join of joins) {
    const { source } = join;
    if (source.kind === 'table_function') {
      const side = flattenSide(source, scope, `element ${all.length}`);
      if (side === null) {
        const message = `rows that ${source.name} makes cannot be read`;
        stages.push(refuseStage(lowering, { code: 'unsupported_table', message }, source));
      } else all.push(side);
    } else {
      const pipeline = openSource(lowering, source, views, lowerQuery);
      const side = joinedSide(pipeline, namesOf(source), `join ${joined.length}`);
      all.push(side);
      joined.push({ join, pipeline, side, home: `join ${joined.length}` });
    }
  }
  return { main, all, joined, stages };
}

/** A SELECT without FROM reads nothing. */
const NOTHING: Pipeline = {
  condition: never,
  stages: [],
  table: null,
  columns: new Map(),
  inner: null,
  rows: null,
};

function openSource(lowering: Lowering, source: Source, views: Views, lowerQuery: LowerQuery): Pipeline {
  switch (source.kind) {
    case 'subquery':
      return lowerQuery(source.query, views);
    case 'table': {
      const view = views.get(source.name.toLowerCase());
      if (view !== undefined) return view();
      lowering.sources.add(source.name);
      return tablePipeline(source.name);
    }
    case 'table_function': {
      const message = 'rows that a function makes cannot be read';
      const condition = refuse(lowering, { code: 'unsupported_table', message }, source);
      return { ...NOTHING, condition };
    }
  }
}

function tablePipeline(name: string): Pipeline {
  const scope: Scope = {
    aliases: new Map(),
    sides: [{ kind: 'table', names: [], home: EVENT }],
    grouped: null,
  };
  return {
    condition: { kind: 'always' },
    stages: [],
    table: name,
    columns: new Map(),
    inner: scope,
    rows: null,
  };
}

function namesOf(source: Source): readonly string[] {
  if (source.alias !== null) return [source.alias.toLowerCase()];
  if (source.kind !== 'table') return [];
  return [source.name.split('.').at(-1)?.toLowerCase() ?? ''];
}

/** The rows that the SELECT keeps, whatever its columns stand for. */
function mainSide(pipeline: Pipeline, names: readonly string[]): Side {
  if (pipeline.rows !== null) return { kind: 'rows', names, home: GROUPS, columns: pipeline.rows };
  return { kind: 'view', names, columns: pipeline.columns, inner: pipeline.inner };
}

/** Rows of the other side of a join are known by their columns' names alone. */
function joinedSide(pipeline: Pipeline, names: readonly string[], home: Home): Side {
  if (pipeline.rows !== null) return { kind: 'rows', names, home, columns: pipeline.rows };
  return pipeline.inner !== null
    ? { kind: 'table', names, home }
    : { kind: 'rows', names, home, columns: new Set(pipeline.columns.keys()) };
}

function flattenSide({ name, args, alias }: TableFunction, scope: Scope, home: Home): FlattenSide | null {
  const input = args.find((each) => each.name === 'input') ?? args.find((each) => each.name === null);
  const isPlain = args.every((each) => each === input || each.name === 'outer' || each.name === 'mode');
  if (name !== 'flatten' || input === undefined || !isPlain) return null;
  // What is flattened is named by what stands before it.
  const before: Scope = { ...scope, sides: [...scope.sides] };
  return {
    kind: 'flatten',
    names: alias === null ? [] : [alias.toLowerCase()],
    home,
    input: { expression: input.value, scope: before },
  };
}
