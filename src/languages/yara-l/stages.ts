/** What comes after one event: several event variables as a sequence, entities as joins, a match window as an aggregation. */
import { always } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { simplify } from '../../condition/simplify.ts';
import type {
  AggregateStage,
  JoinPair,
  JoinStage,
  OpaqueStage,
  SequenceStage,
  Stage,
} from '../../rule/stage.ts';
import type { Match, Place } from './ast.ts';
import { impliedTexts } from './formula.ts';
import type { Join } from './formula.ts';
import type { LoweredCondition } from './lower-condition.ts';
import { isTimeOrder } from './lower-events.ts';
import type { LoweredEvents } from './lower-events.ts';
import { plainField } from './lower-outcome.ts';
import { entityPairs, stepRelation } from './relations.ts';
import { report, textOf } from './scope.ts';
import type { Scope } from './scope.ts';

export interface Staging {
  readonly scope: Scope;
  readonly events: LoweredEvents;
  readonly condition: LoweredCondition;
  readonly match: Match | null;
  /** Source texts of the sections, for the stages that they say. */
  readonly eventsText: string;
  readonly matchText: string;
}

export function lowerStages(staging: Staging): readonly Stage[] {
  const { scope, events, condition } = staging;
  const steps = [...scope.events.values()].filter(({ source }) => source === 'event').map(({ name }) => name);
  const entities = [...scope.events.values()]
    .filter(({ source }) => source === 'entity')
    .map(({ name }) => name);
  const classes = equalityClasses(events.joins);
  const isSequence = steps.length > 1 || steps.some((name) => condition.missing.has(name));
  const order = isSequence ? orderOf(staging, steps) : null;
  const place = placing(order === null ? [] : (order.names ?? steps));
  return [
    ...(order === null ? [] : sequence(staging, steps, classes, order)),
    ...listJoins(staging, place),
    ...entities.map((name, at) => entityJoin(staging, name, entities.slice(0, at), classes, place)),
    ...events.unplaced.map((at) => opaqueStage(scope, at, 'several_events')),
    ...aggregate(staging, isSequence),
  ];
}

/** Of a pair whose left field is one of this event variable: behind a sequence it says of which step. */
export type PlacePair = (variable: string, pair: JoinPair) => JoinPair;

function placing(steps: readonly string[]): PlacePair {
  return (variable, pair) => {
    const step = steps.indexOf(variable);
    return step < 0 ? pair : { ...pair, step };
  };
}

/** Of an event that must not come nothing can be looked up after the sequence: its step keeps the test as text. */
function listJoins({ scope, events, condition }: Staging, place: PlacePair): readonly JoinStage[] {
  return events.lists.flatMap(({ ref, pair, join, at }) => {
    if (!condition.missing.has(ref.variable)) return [{ ...join, on: [[place(ref.variable, pair)]] }];
    report(scope, at, 'reference_list', 'a list is looked up for an event that must not come');
    return [];
  });
}

function opaqueStage(scope: Scope, at: Place, reason: string): OpaqueStage {
  return { kind: 'opaque', reason, source: textOf(scope, at) };
}

interface Member {
  readonly variable: string;
  readonly field: FieldPath;
}
/** Fields that must be equal. */
type EqualityClass = readonly Member[];

function keyOf({ variable, field }: Member): string {
  return JSON.stringify([variable, field.native, field.transforms]);
}

function equalityClasses(joins: readonly Join[]): readonly EqualityClass[] {
  let classes: EqualityClass[] = [];
  for (const join of joins) {
    if (join.operator !== '=') continue;
    const sides = [join.left, join.right].map(({ ref, field }) => ({ variable: ref.variable, field }));
    const keys = new Set(sides.map(keyOf));
    const touched = classes.filter((each) => each.some((member) => keys.has(keyOf(member))));
    const members = new Map([...touched.flat(), ...sides].map((member) => [keyOf(member), member]));
    classes = [...classes.filter((each) => !touched.includes(each)), [...members.values()]];
  }
  return classes;
}

function sequence(
  staging: Staging,
  names: readonly string[],
  classes: readonly EqualityClass[],
  order: Order,
): readonly (SequenceStage | OpaqueStage)[] {
  const { scope, events, condition, match } = staging;
  const keys = classes.flatMap((each) => joinKeys(each, names));
  const problems: OpaqueStage[] = [];
  for (const each of classes) {
    const joined = names.filter((name) => each.some(({ variable }) => variable === name));
    if (joined.length < 2 || joined.length === names.length) continue;
    const source = each.map(({ variable, field }) => `$${variable}.${field.native}`).join(' = ');
    report(scope, placeOf(staging), 'partial_join', `${source} joins some of the events only`);
    problems.push({ kind: 'opaque', reason: 'partial_join', source });
  }
  if (order.problem !== null) problems.push(order.problem);
  const stage: SequenceStage = {
    kind: 'sequence',
    ordered: order.names !== null,
    steps: (order.names ?? names).map((name) => ({
      condition: simplify(events.conditions.get(name) ?? always),
      by: keys.map((key) => key.get(name) ?? fieldPath(name)),
      runs: 1,
      missing: condition.missing.has(name),
      name,
      ruleId: null,
      ...stepRelation(name, events.relations, condition.missing),
    })),
    by: [],
    window: match?.window ?? null,
    until: null,
    source: staging.eventsText,
  };
  return [stage, ...problems];
}

function placeOf({ match }: Staging): Place {
  return match ?? { start: 0, end: 0 };
}

/** The fields that all steps have in a class, key by key; a step with fewer than another repeats its first. */
function joinKeys(
  members: EqualityClass,
  names: readonly string[],
): readonly ReadonlyMap<string, FieldPath>[] {
  const byName = new Map(
    names.map((name) => [
      name,
      members.filter(({ variable }) => variable === name).map(({ field }) => field),
    ]),
  );
  const lists = [...byName.values()];
  if (lists.some((fields) => fields.length === 0)) return [];
  const count = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: count }, (_none, at) => {
    const pairs = [...byName].flatMap(([name, fields]) => {
      const field = fields[at] ?? fields[0];
      return field === undefined ? [] : [[name, field] as const];
    });
    return new Map(pairs);
  });
}

interface Order {
  /** The steps in the order in which they come; null: any order. */
  readonly names: readonly string[] | null;
  readonly problem: OpaqueStage | null;
}

/** By the comparisons of their times, or by the sliding window's pivot. */
function orderOf(staging: Staging, names: readonly string[]): Order {
  const { scope, events, match } = staging;
  const earlier = new Map<string, Set<string>>(names.map((name) => [name, new Set()]));
  const times = events.joins.filter(isTimeOrder);
  for (const { left, right, operator } of times) {
    const [first, second] = operator.startsWith('<') ? [left, right] : [right, left];
    earlier.get(second.ref.variable)?.add(first.ref.variable);
  }
  const pivot = match?.sliding ?? null;
  if (pivot !== null) {
    for (const name of names.filter((each) => each !== pivot.pivot)) {
      if (pivot.direction === 'after') earlier.get(name)?.add(pivot.pivot);
      else earlier.get(pivot.pivot)?.add(name);
    }
  }
  if (times.length === 0 && pivot === null) return { names: null, problem: null };
  const sorted = totalOrder(names, earlier);
  if (sorted !== null) return { names: sorted, problem: null };
  const source = [
    ...times.map((each) => textOf(scope, each)),
    ...(pivot === null ? [] : [staging.matchText]),
  ].join('\n');
  report(
    scope,
    times[0] ?? placeOf(staging),
    'partial_order',
    'an order of some of the events only cannot be expressed',
  );
  return { names: null, problem: { kind: 'opaque', reason: 'partial_order', source } };
}

/** Null where some two steps have no order. */
function totalOrder(
  names: readonly string[],
  earlier: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] | null {
  const before = (name: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> => {
    const result = new Set<string>();
    for (const each of earlier.get(name) ?? []) {
      result.add(each);
      if (seen.has(each)) continue;
      for (const further of before(each, new Set([...seen, each]))) result.add(further);
    }
    return result;
  };
  const ranks = names.map((name) => ({
    name,
    rank: [...before(name)].filter((each) => names.includes(each)).length,
  }));
  ranks.sort((a, b) => a.rank - b.rank);
  return ranks.every(({ rank }, at) => rank === at) ? ranks.map(({ name }) => name) : null;
}

/** An entity of the entity graph: context that no event holds. */
function entityJoin(
  staging: Staging,
  name: string,
  earlier: readonly string[],
  classes: readonly EqualityClass[],
  place: PlacePair,
): JoinStage {
  const { events, condition, match } = staging;
  const types = impliedTexts(
    events.formulas.get(name) ?? { kind: 'constant', value: true },
    'graph.metadata.entity_type',
  );
  const pairs = classes.flatMap((members) => {
    const own = members.filter(({ variable }) => variable === name);
    // An entity that comes later is joined to this one there.
    const other =
      members.find(({ variable }) => isEvent(staging, variable)) ??
      members.find(({ variable }) => earlier.includes(variable));
    return other === undefined
      ? []
      : own.map(({ field }) => place(other.variable, { left: other.field, right: field }));
  });
  const matched = [...pairs, ...entityPairs(name, events.relations, place)];
  return {
    kind: 'join',
    type: condition.missing.has(name) ? 'anti' : 'inner',
    with: types === null ? 'entity graph' : `entity graph: ${types.join(', ')}`,
    condition: simplify(events.conditions.get(name) ?? always),
    stages: [],
    on: matched.length === 0 ? [] : [matched],
    window: match?.window ?? null,
    source: staging.eventsText,
  };
}

function isEvent({ scope }: Staging, variable: string): boolean {
  return scope.events.get(variable)?.source === 'event';
}

/** Without a match section there is nothing to group; a sequence groups by its own keys, and only what it cannot count is said here. */
function aggregate(staging: Staging, isSequence: boolean): readonly AggregateStage[] {
  const { match, condition } = staging;
  const having = simplify(condition.having);
  if (match === null && condition.columns.length === 0 && having.kind === 'always') return [];
  if (isSequence && having.kind === 'always') return [];
  const by = (match?.keys ?? []).map((key) => groupKey(staging, key, having));
  const source = staging.matchText;
  return [
    { kind: 'aggregate', by, window: match?.window ?? null, columns: condition.columns, having, source },
  ];
}

/** What groups: a field, with functions; or what is computed, as the rule calls it. */
function groupKey({ scope }: Staging, key: Match['keys'][number], having: Condition): FieldPath {
  const field = plainField(scope, key);
  if (field !== null) return field;
  const name = `$${key.name}`;
  if (having.kind !== 'always')
    report(scope, key, 'computed_key', `what ${name} is computed from is kept as text`);
  const [binding] = scope.placeholders.get(key.name) ?? [];
  return fieldPath(binding === undefined ? name : textOf(scope, binding.value), {
    segments: [binding === undefined ? name : textOf(scope, binding.value)],
  });
}
