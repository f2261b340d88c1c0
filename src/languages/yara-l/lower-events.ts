/** The events section: what each event variable must be, and how the variables hang together. */
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { EXTERNAL_LIST } from '../../rule/list-tests.ts';
import type { Expression, Match, Place } from './ast.ts';
import { and, atoms, impliedTexts, variablesOf } from './formula.ts';
import type { Formula, Join, Leaf } from './formula.ts';
import { fieldValueOf } from './field-value.ts';
import { isNotZero, opaqueLeaf } from './leaves.ts';
import { lowerPredicate } from './predicate.ts';
import { listJoin } from './reference-lists.ts';
import type { ListJoin } from './reference-lists.ts';
import { lowerRows } from './rows.ts';
import { bindingOf, conjuncts, namesIn, report, textOf } from './scope.ts';
import type { Scope } from './scope.ts';

export interface LoweredEvents {
  /** Of each event variable, in order of appearance. */
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly formulas: ReadonlyMap<string, Formula>;
  /** Joins that stand alone, all of which must hold. */
  readonly joins: readonly Join[];
  /** Other comparisons of two events' fields that stand alone. */
  readonly relations: readonly Join[];
  /** Lists that are no part of the rule, in which an event must be, or must not be. */
  readonly lists: readonly ListJoin[];
  /** Predicates over several events that no join can say. */
  readonly unplaced: readonly Place[];
}

export function lowerEvents(
  scope: Scope,
  events: readonly Expression[],
  match: Match | null,
  allowsZero: boolean,
): LoweredEvents {
  const parts = new Map<string, Formula[]>([...scope.events.keys()].map((name) => [name, []]));
  const joins: Join[] = [];
  const unplaced: Place[] = [];
  const relations: Join[] = [];
  const lists: ListJoin[] = [];
  const bound = new Set<string>();
  const place = (formula: Formula, at: Place): void => {
    for (const each of formula.kind === 'and' ? formula.of : [formula])
      placeOne(each, at, { parts, joins, relations, unplaced, scope });
  };
  for (const predicate of conjuncts(events)) {
    const list = listJoin(scope, predicate);
    if (list !== null) {
      lists.push(list);
      if (isOneOfSeveral(scope)) parts.get(list.ref.variable)?.push(listLeaf(scope, list));
    } else for (const formula of lowerConjunct(scope, predicate, bound)) place(formula, predicate);
  }
  if (match !== null && !allowsZero) {
    for (const formula of keysHaveValues(scope, match)) place(formula, match);
  }
  const formulas = new Map([...parts].map(([name, of]) => [name, and(of)]));
  return { conditions: conditionsOf(scope, formulas), formulas, joins, relations, lists, unplaced };
}

/** Of several events only that of this variable is in the list, or is not. */
function isOneOfSeveral({ events }: Scope): boolean {
  return [...events.values()].filter(({ source }) => source === 'event').length > 1;
}

/** The join says it; of the event alone it is not known. */
function listLeaf(scope: Scope, { ref, at }: ListJoin): Leaf {
  const message = 'what the list holds is not in the rule: of the event alone this is open';
  const span = report(scope, at, EXTERNAL_LIST, message, 'info');
  return opaqueLeaf(textOf(scope, at), EXTERNAL_LIST, at, [ref], [ref.variable], span);
}

function conditionsOf(scope: Scope, formulas: ReadonlyMap<string, Formula>): ReadonlyMap<string, Condition> {
  return new Map(
    [...formulas].map(([name, formula]) => [
      name,
      lowerRows(
        formula,
        (leaf) => textOf(scope, leaf),
        ({ leaf }) => reportRows(scope, leaf),
      ),
    ]),
  );
}

function reportRows(scope: Scope, leaf: Leaf): void {
  const message = 'how the elements of several repeated fields are chosen together cannot be expressed';
  report(scope, leaf, 'repeated_fields', message);
}

/** A binding says nothing the first time; a second one makes both fields equal. */
function lowerConjunct(scope: Scope, predicate: Expression, bound: Set<string>): readonly Formula[] {
  const binding = bindingOf(predicate);
  if (binding === null)
    return preferences(scope, predicate).map((prefer) => lowerPredicate(scope, predicate, prefer));
  if (!bound.has(binding.name)) {
    bound.add(binding.name);
    return [];
  }
  const [first] = scope.placeholders.get(binding.name) ?? [];
  if (first === undefined) return [];
  return [equality(scope, first.value, binding.value, predicate)];
}

function equality(scope: Scope, left: Expression, right: Expression, at: Expression): Formula {
  if (at.kind !== 'compare') return lowerPredicate(scope, at);
  return lowerPredicate(scope, { ...at, left, right });
}

/**
 * The event variables that a predicate is about. One that names placeholders only holds for each variable that all of them are bound in: their
 * fields are equal.
 */
function preferences(scope: Scope, predicate: Expression): readonly (string | null)[] {
  const names = namesIn(predicate);
  const direct = new Set(names.flatMap((name) => (name.kind === 'field' ? [name.variable] : [])));
  if (direct.size > 0) return [direct.size === 1 ? ([...direct][0] ?? null) : null];
  const placeholders = names.flatMap((name) => (name.kind === 'variable' ? [name.name] : []));
  const shared = [...scope.events.keys()].filter((variable) =>
    placeholders.every((name) =>
      (scope.placeholders.get(name) ?? []).some(
        ({ variables }) => variables.size === 1 && variables.has(variable),
      ),
    ),
  );
  return placeholders.length === 0 || shared.length === 0 ? [null] : shared;
}

interface Placing {
  readonly parts: ReadonlyMap<string, Formula[]>;
  readonly joins: Join[];
  readonly relations: Join[];
  readonly unplaced: Place[];
  readonly scope: Scope;
}

function placeOne(formula: Formula, at: Place, { parts, joins, relations, unplaced, scope }: Placing): void {
  if (formula.kind === 'join' && isTold(formula)) {
    joins.push(formula);
    return;
  }
  if (formula.kind === 'join' && isRelation(formula)) {
    relations.push(formula);
    return;
  }
  const variables = [...variablesOf(formula)];
  const [only] = variables;
  if (variables.length === 1 && only !== undefined && !atoms(formula).some((atom) => atom.kind === 'join')) {
    parts.get(only)?.push(formula);
    return;
  }
  if (variables.length === 0) {
    // A constant, or a text without any field: it is about every event.
    for (const part of parts.values()) part.push(formula);
    return;
  }
  unplaced.push(at);
  const message = 'a predicate over several events that is no equality of their fields cannot be expressed';
  const span = report(scope, at, 'several_events', message);
  if (atoms(formula).every((atom) => atom.kind === 'join')) return;
  // What it asks of each event alone is not known.
  for (const name of variables)
    parts.get(name)?.push(opaqueLeaf(textOf(scope, at), 'several_events', at, [], [name], span));
}

/** An equality, or an order in time. */
function isTold(join: Join): boolean {
  return (join.operator === '=' && !join.negated) || isTimeOrder(join);
}

/** Of two events, or of an event and an entity: two entities are not matched with each other. */
function isRelation({ left, right }: Join): boolean {
  return left.ref.source === 'event' || right.ref.source === 'event';
}

export function isTimeOrder({ left, right, operator, negated }: Join): boolean {
  return (
    operator !== '=' &&
    operator !== '!=' &&
    !negated &&
    [left, right].every(({ field }) => isEventTime(field))
  );
}

/** The time of an event; of a detection, when it was found. */
function isEventTime({ native, transforms }: FieldPath): boolean {
  return (
    transforms.length === 0 &&
    /^(metadata\.(event_timestamp|collected_timestamp|ingested_timestamp)|detection\.detection_time|detection\.created_time)\.seconds$/.test(
      native,
    )
  );
}

/**
 * "Rules Engine implicitly filters out the zero values for all placeholders that are used in the match section", but of those that are
 * assigned to a function.
 */
function keysHaveValues(scope: Scope, match: Match): readonly Formula[] {
  return match.keys.flatMap((key) => {
    const bindings = scope.placeholders.get(key.name) ?? [];
    if (bindings.some(({ value }) => value.kind !== 'field')) return [];
    return bindings.flatMap(({ value }) => {
      const field = fieldValueOf(scope, value);
      return field === null ? [] : [isNotZero(field, key)];
    });
  });
}

const ORIGIN_FIELDS = [
  ['log_type', 'metadata.log_type'],
  ['product_name', 'metadata.product_name'],
  ['vendor_name', 'metadata.vendor_name'],
  ['event_type', 'metadata.event_type'],
  ['product_event_type', 'metadata.product_event_type'],
  ['principal_platform', 'principal.platform'],
  ['target_platform', 'target.platform'],
] as const;

/**
 * What an event variable surely says of where its events come from, as `log_type=OKTA|OKTA_SCIM;event_type=USER_LOGIN`: each part a list of
 * texts, one of which the field must be. Alternatives that say different things are sources of their own.
 */
export function sourcesOf(formula: Formula): readonly string[] {
  return [...new Set(alternativesOf(formula).map(sourceOf))];
}

function sourceOf(formula: Formula): string {
  return ORIGIN_FIELDS.flatMap(([key, native]) => {
    const texts = impliedTexts(formula, native);
    return texts === null ? [] : [`${key}=${[...texts].sort().join('|')}`];
  }).join(';');
}

const MAX_ALTERNATIVES = 20;

/** The alternatives of the first choice that asks where an event comes from, each with all that stands beside them. */
function alternativesOf(formula: Formula): readonly Formula[] {
  const parts = formula.kind === 'and' ? formula.of : [formula];
  const choice = parts.find((part) => part.kind === 'or' && atoms(part).some(isOfOrigin));
  if (choice?.kind !== 'or' || choice.of.length > MAX_ALTERNATIVES) return [formula];
  const rest = parts.filter((part) => part !== choice);
  return choice.of.map((each) => and([...rest, each]));
}

function isOfOrigin(atom: ReturnType<typeof atoms>[number]): boolean {
  return (
    atom.kind === 'leaf' &&
    ORIGIN_FIELDS.some(([, native]) => atom.equals?.native === native && !atom.negated)
  );
}
