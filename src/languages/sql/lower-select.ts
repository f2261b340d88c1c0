/** One SELECT: where its rows come from, which of them it keeps, and how it groups them. */
import { all, always, any, from } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { simplify } from '../../condition/simplify.ts';
import { askedOfPicked } from '../../rule/picked-row.ts';
import type { AggregateStage, Stage } from '../../rule/stage.ts';
import type { Expression, Select } from './ast.ts';
import { isAggregated, lowerGroups, lowerQualify } from './aggregate.ts';
import { refuse, refuseStage } from './context.ts';
import type { Lowering } from './context.ts';
import { isNestedJoin, joinStages, lowerNested } from './join.ts';
import type { JoinedSide } from './join.ts';
import type { LowerQuery, Pipeline, Views } from './pipeline.ts';
import { allOf, leaveList, lowerPredicate } from './predicate.ts';
import type { Predicate } from './predicate.ts';
import { EVENT, GROUPS } from './scope.ts';
import type { Bound, Scope } from './scope.ts';
import { openSides } from './sides.ts';

export function lowerSelect(
  lowering: Lowering,
  select: Select,
  views: Views,
  lowerQuery: LowerQuery,
): Pipeline {
  const sides = openSides(lowering, select, views, lowerQuery);
  const scope: Scope = { aliases: aliasesOf(select), sides: sides.all, grouped: null };
  const before = whereStages(lowering, select, scope, sides.joined, lowerQuery, views);
  const base = sides.main;
  const isOneOfSeveral = base.table !== null && (sides.joined.length > 0 || before.usesOthers);
  const own = all([...(isOneOfSeveral ? [from(base.table)] : []), base.condition, ...before.event]);
  // A row of the other side that has no partner is kept by a full or a right join.
  const alone = sides.joined
    .filter(({ join }) => join.type === 'full' || join.type === 'right')
    .map(({ pipeline }) =>
      all([...(pipeline.table === null ? [] : [from(pipeline.table)]), pipeline.condition]),
    );
  const kept = withHaving(lowering, base.stages, before.groups, select);
  const stages = [...kept, ...before.stages, ...sides.stages];
  const grouped = isAggregated(select) ? lowerGroups(lowering, select, scope) : null;
  const isOfEvents = stages.length === 0 && sides.joined.length === 0 && grouped !== null;
  const condition = simplify(
    any([all([own, ...(isOfEvents ? pickedConditions(grouped.stage) : [])]), ...alone]),
  );
  const qualified = select.qualify === null ? [] : lowerQualify(lowering, select.qualify, scope);
  return {
    condition,
    stages: [...stages, ...(grouped === null ? [] : [grouped.stage]), ...qualified],
    table: base.table,
    columns: grouped === null ? columnsOf(select, scope) : new Map(),
    inner:
      grouped === null && select.columns.some(({ expression }) => expression.kind === 'star') ? scope : null,
    rows: grouped?.columns ?? null,
  };
}

/** What HAVING asks of a column that is some event's own (`ANY_VALUE`). */
function pickedConditions({ columns, having }: AggregateStage): readonly Condition[] {
  const picking = columns.filter((column) => column.function === 'any');
  const [only, ...others] = picking;
  if (only === undefined || others.length > 0) return [];
  const picked = new Map([[only.name, only.condition === null ? only.field : null]]);
  return askedOfPicked({ picked, columns, isOneEvent: true }, having.kind === 'all' ? having.of : [having]);
}

function aliasesOf({ columns }: Select): ReadonlyMap<string, Expression> {
  return new Map(
    columns.flatMap(({ alias, expression }) =>
      alias === null ? [] : [[alias.toLowerCase(), expression] as const],
    ),
  );
}

function columnsOf({ columns }: Select, scope: Scope): ReadonlyMap<string, Bound> {
  // Outside, a name is a column of this query; within it, its own aliases are still known.
  return new Map(
    columns.flatMap(({ alias, expression }) => {
      const last =
        expression.kind === 'column' ? (expression.path.at(-1) ?? expression.names.at(-1)) : undefined;
      const name = alias ?? (last === undefined ? null : String(last));
      const inner: Scope = { ...scope, aliases: withoutAlias(scope, name) };
      return name === null ? [] : [[name.toLowerCase(), { expression, scope: inner }] as const];
    }),
  );
}

function withoutAlias({ aliases }: Scope, name: string | null): ReadonlyMap<string, Expression> {
  return new Map([...aliases].filter(([alias]) => alias !== name?.toLowerCase()));
}

interface Where {
  readonly event: readonly Condition[];
  readonly groups: readonly Condition[];
  readonly stages: readonly Stage[];
  readonly usesOthers: boolean;
}

/** Each conjunct goes where its values live: to the events, to the rows of an inner aggregation, to the other side of a join. */
function whereStages(
  lowering: Lowering,
  select: Select,
  scope: Scope,
  joined: readonly JoinedSide[],
  lowerQuery: LowerQuery,
  views: Views,
): Where {
  const outside = joined
    .filter(({ join }) => join.type === 'inner')
    .flatMap(({ join }) => conjunctsOf(join.on));
  const conjuncts = [...conjunctsOf(select.where), ...outside];
  const nested = conjuncts.filter(isNestedJoin);
  const joins = joinStages(lowering, joined, conjuncts, scope);
  const rest = conjuncts.filter((each) => !nested.includes(each) && !joins.used.has(each));
  const placed = place(lowering, rest, scope);
  return {
    ...placed,
    stages: [
      ...joins.stages,
      ...nested.map((each) => lowerNested(lowering, each, scope, (query) => lowerQuery(query, views))),
    ],
    usesOthers: nested.length > 0,
  };
}

/** What is said of one list's elements belongs together, so predicates are sorted before they leave their lists. */
function place(
  lowering: Lowering,
  conjuncts: readonly Expression[],
  scope: Scope,
): Pick<Where, 'event' | 'groups'> {
  const ofEvents: Predicate[] = [];
  const ofGroups: Predicate[] = [];
  const refused: Condition[] = [];
  for (const expression of conjuncts) {
    const predicate = lowerPredicate(lowering, { expression, scope }, true);
    const homes = [...leaveList(predicate).homes];
    if (homes.every((home) => home === EVENT)) ofEvents.push(predicate);
    else if (homes.every((home) => home === GROUPS)) ofGroups.push(predicate);
    else {
      const message = 'a condition on values of two sides of a join cannot be expressed';
      refused.push(refuse(lowering, { code: 'unsupported_join', message }, expression));
    }
  }
  return {
    event: [leaveList(allOf(ofEvents)).condition, ...refused],
    groups: ofGroups.length === 0 ? [] : [leaveList(allOf(ofGroups)).condition],
  };
}

function conjunctsOf(expression: Expression | null): readonly Expression[] {
  if (expression === null) return [];
  return expression.kind === 'and' ? expression.of.flatMap(conjunctsOf) : [expression];
}

/** A filter of an aggregation's rows is what it asks of its groups. */
function withHaving(
  lowering: Lowering,
  stages: readonly Stage[],
  groups: readonly Condition[],
  select: Select,
): readonly Stage[] {
  if (groups.length === 0) return stages;
  const last = stages.at(-1);
  if (last?.kind !== 'aggregate') {
    const message = 'a filter of these rows is kept as text only';
    return [
      ...stages,
      refuseStage(lowering, { code: 'unsupported_filter', message }, select.where ?? select),
    ];
  }
  const having = last.having.kind === 'always' ? all(groups) : all([last.having, ...groups]);
  return [...stages.slice(0, -1), { ...last, having: groups.length === 0 ? always : simplify(having) }];
}
