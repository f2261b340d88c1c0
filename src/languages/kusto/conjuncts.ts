/** A `where`: its conjuncts, each placed where it belongs. */
import { compare } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { leaves } from '../../condition/fold.ts';
import type { JoinPair } from '../../rule/stage.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Expression, Place } from './ast.ts';
import { namedComparison } from './computed-columns.ts';
import { truth } from './evaluate.ts';
import { keyOfTable } from './join-key.ts';
import type { Apart, Branch, DraftJoin, Env, Membership, Relation, Scopes, Truth } from './model.ts';
import { comparedWithClock } from './moments.ts';
import { mergeRanges } from './ranges.ts';
import type { TimeRange } from './model.ts';
import { absoluteField, placeCondition, withStage } from './relation.ts';
import { opaqueTruth, textAt } from './findings.ts';
import { column, EVENT_TIMES, opaqueValue, unionScopes } from './value.ts';

export function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' ? expression.of.flatMap(conjuncts) : [expression];
}

export function placeConjuncts(env: Env, branch: Branch, expressions: readonly Expression[]): Branch {
  const named = expressions.reduce<Named>(
    ({ at, parts }, expression) => {
      const [next, part] = namedComparison({ ...env, row: at.row }, at, expression);
      return { at: next, parts: [...parts, part] };
    },
    { at: branch, parts: [] },
  );
  const inRow: Env = { ...env, row: named.at.row };
  const judged = named.parts.map((expression) => ({ expression, truth: truth(inRow, expression) }));
  const apart = judged.filter((each) => each.truth.apart !== undefined);
  const others = judged.filter((each) => each.truth.apart === undefined);
  const placed = others.reduce((at, each) => placeTruth(env, at, each.truth, each.expression), named.at);
  return placeDistances(env, placed, apart);
}

interface Named {
  readonly at: Branch;
  readonly parts: readonly Expression[];
}

export function placeTruth(env: Env, branch: Branch, one: Truth, place: Place): Branch {
  if (one.time !== undefined) {
    const earlier = endsBeforeNow(one, one.time) ?? branch.earlier;
    return { ...branch, window: lookBack(one.time) ?? branch.window, earlier };
  }
  if (one.membership !== undefined) return placeMembership(env, branch, one.membership, place);
  return placeCondition(env, branch, one, place);
}

function lookBack({ from, to }: TimeRange): number | null {
  return from === null ? null : (to ?? 0) - from;
}

/** `TimeGenerated between (ago(14d) .. ago(1d))`: the age of such an event. */
function endsBeforeNow({ holds }: Truth, { to }: TimeRange): Condition | null {
  if (to === null || to >= 0) return null;
  const fields = leaves(holds).flatMap(({ node }) => (node.kind === 'opaque' ? node.fields : []));
  const [name] = fields.map(({ native }) => native).filter((native) => EVENT_TIMES.has(native));
  return name === undefined ? null : (comparedWithClock('lte', column(name), to)?.holds ?? null);
}

/** `x in (query)` keeps events that have a partner there. */
function placeMembership(env: Env, branch: Branch, membership: Membership, place: Place): Branch {
  const { values, table, comparison, isNegated } = membership;
  const right = firstColumn(env, table);
  if (right === null) {
    return placeCondition(env, branch, withoutMembership(env, values, place), place);
  }
  const pairs = values.map(({ field, scopes }): JoinPair => {
    const pair = { left: absoluteField(branch, field, scopes), right: right.field };
    return comparison === undefined ? pair : { ...pair, comparison };
  });
  const join: DraftJoin = {
    kind: 'join',
    scope: `r${env.lowering.counter.next++}`,
    type: isNegated ? 'anti' : 'semi',
    with: tableNames(table),
    right: table,
    asked: right.asked,
    on: pairs.slice(0, 1),
    ...(pairs.length > 1 ? { alternatives: pairs.map((pair) => [pair]) } : {}),
    keys: values.slice(0, 1).map(({ field }) => field.native),
    window: null,
    source: textAt(env, place),
  };
  const sources = [...branch.sources, ...table.branches.flatMap((each) => each.sources)];
  return withStage({ ...branch, sources: [...new Set(sources)] }, join);
}

export function tableNames(table: { readonly branches: readonly Branch[] }): string {
  const names = table.branches.map(({ from, external }) => from ?? external?.name ?? '');
  return [...new Set(names)].filter((name) => name !== '').join(', ');
}

/** What `in` compares with: the table's first column; of a watchlist that is not known, its key. */
function firstColumn(
  env: Env,
  table: Relation,
): { readonly field: FieldPath; readonly asked: readonly string[] } | null {
  const [first] = table.branches;
  const [name] = first?.row.columns.keys() ?? [];
  if (name === undefined) return first?.external ? { field: fieldPath('SearchKey'), asked: [] } : null;
  const key = keyOfTable(env, table, name);
  if (key === null || key.cases !== undefined) return null;
  return { field: key.field, asked: key.isOfEach ? [name] : [] };
}

interface Judged {
  readonly expression: Expression;
  readonly truth: Truth;
}

/** Conjuncts that say how far the two sides of a join are apart, taken together. */
function placeDistances(env: Env, branch: Branch, judged: readonly Judged[]): Branch {
  const groups = new Map<string, Judged[]>();
  for (const each of judged.map(forward)) {
    const { from, to } = each.truth.apart as Apart;
    const key = JSON.stringify([from.field, to.field]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].reduce((at, group) => placeDistance(env, at, group), branch);
}

/** From the side that the query begins with to the other. */
function forward(judged: Judged): Judged {
  const { apart } = judged.truth;
  if (apart === undefined || !isRight(apart.from.scopes) || isRight(apart.to.scopes)) return judged;
  const turned: Apart = {
    ...apart,
    from: apart.to,
    to: apart.from,
    atLeast: apart.atMost === null ? null : -apart.atMost,
    atMost: apart.atLeast === null ? null : -apart.atLeast,
  };
  return { ...judged, truth: { ...judged.truth, apart: turned } };
}

function isRight(scopes: Scopes): boolean {
  return scopes.some((scope) => scope.startsWith('r'));
}

function placeDistance(env: Env, branch: Branch, group: readonly Judged[]): Branch {
  const merged = mergeRanges(group.map((each) => each.truth));
  const { apart } = merged.apart === undefined && group.length === 1 ? (group[0]?.truth ?? merged) : merged;
  const said = apart === undefined ? null : distance(apart);
  const join = apart === undefined ? undefined : joinBetween(branch, apart);
  if (apart === undefined || said === null || join === undefined) {
    return group.reduce((at, each) => placeCondition(env, at, each.truth, each.expression), branch);
  }
  const stages = branch.stages.map((stage) =>
    stage === join && said.window !== null ? { ...join, window: said.window } : stage,
  );
  const within = { ...branch, stages };
  if (said.condition === null) return within;
  const [place = { start: 0, end: 0 }] = group.map((each) => each.expression);
  return withStage(within, { kind: 'filter', condition: said.condition, source: textAt(env, place) });
}

function joinBetween(branch: Branch, { from, to }: Apart): DraftJoin | undefined {
  const scopes = unionScopes(from.scopes, to.scopes);
  if (isRight(from.scopes) || !isRight(to.scopes)) return undefined;
  return branch.stages
    .filter((stage) => stage.kind === 'join')
    .find(({ scope }) => scopes.some((each) => each.startsWith(`${scope}:`)));
}

/** Which of the two comes first, and within how many seconds; null where that does not say it. */
function distance({
  from,
  to,
  atLeast,
  atMost,
  isStrict,
}: Apart): { readonly window: number | null; readonly condition: Condition | null } | null {
  const order = (operator: 'field_gt' | 'field_lt'): Condition =>
    compare(to.field, isStrict === true ? operator : `${operator}e`, [], { other: from.field });
  if (atLeast === 0 && atMost === null) return { window: null, condition: order('field_gt') };
  if (atMost === 0 && atLeast === null) return { window: null, condition: order('field_lt') };
  if (atLeast === null || atMost === null) return null;
  if (atLeast === 0) return { window: atMost, condition: order('field_gt') };
  if (atMost === 0) return { window: -atLeast, condition: order('field_lt') };
  return atLeast === -atMost ? { window: atMost, condition: null } : null;
}

function withoutMembership(env: Env, values: Membership['values'], place: Place): Truth {
  return opaqueTruth(
    env,
    place,
    opaqueValue(
      'subquery',
      'compared with what another query finds',
      values.map(({ field }) => field),
      unionScopes(...values.map(({ scopes }) => scopes)),
    ),
  );
}
