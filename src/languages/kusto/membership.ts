/** `in`, `has_any`, `has_all`: a value and a list of values, which may be a constant, a definition, or another table. */
import type { Scalar } from '../../condition/field-path.ts';
import type { Place } from './ast.ts';
import { compareBoolean, compareValues, ofCases, unsupported } from './compare.ts';
import { compareField } from './compare-field.ts';
import { opaqueTruth, textAt } from './findings.ts';
import type { DraftStage, Env, Membership, Relation, Truth, Value } from './model.ts';
import type { KustoOperator } from './operators.ts';
import { alwaysFalse, conjunction, disjunction, negate } from './truth.ts';
import { fieldsOf, literal, opaqueValue, scopesOf } from './value.ts';

export function lowerMembership(
  env: Env,
  place: Place,
  operator: KustoOperator,
  left: Value,
  values: readonly Value[],
): Truth {
  const found = positive(env, place, operator, left, values);
  return operator.isNegated ? negate(found) : found;
}

function positive(
  env: Env,
  place: Place,
  operator: KustoOperator,
  left: Value,
  values: readonly Value[],
): Truth {
  const relation = tableOf(values);
  if (relation !== null) {
    const constants = constantsOf(relation);
    if (constants !== null) return among(env, place, operator, left, constants);
    return ofTable(env, place, operator, left, relation);
  }
  return among(env, place, operator, left, values);
}

function tableOf(values: readonly Value[]): Relation | null {
  const [only] = values;
  return values.length === 1 && (only?.kind === 'table' || only?.kind === 'list') ? only.relation : null;
}

/** The first column of a datatable: all that `in` looks at. */
function constantsOf({ branches }: Relation): readonly Value[] | null {
  const constants = branches.map(({ external, conditions, expansions, stages, row }) => {
    if (external === null || external.rows === null || conditions.length > 0 || expansions.length > 0)
      return null;
    if (stages.some((stage) => stage.kind !== 'aggregate' || stage.having.length > 0)) return null;
    const first = [...row.columns.values()][0];
    const name = first?.kind === 'field' ? collectedFrom(stages, first.field.native) : undefined;
    const index = external.columns.indexOf(name ?? external.columns[0] ?? '');
    return index < 0 ? null : external.rows.map((each) => each[index] ?? literal(null));
  });
  return constants.every((each) => each !== null) ? constants.flat() : null;
}

/** `summarize make_set(Name)`: the column that it collects. */
function collectedFrom(stages: readonly DraftStage[], name: string): string {
  const [stage, ...others] = stages;
  if (stage?.kind !== 'aggregate' || others.length > 0) return name;
  const made = stage.columns.find((each) => each.name === name);
  const isCollected = made?.function === 'values' && made.condition === null && stage.by.length === 0;
  return isCollected && made.field?.transforms.length === 0 ? made.field.native : name;
}

function among(
  env: Env,
  place: Place,
  operator: KustoOperator,
  left: Value,
  values: readonly Value[],
): Truth {
  const flat = values.flatMap(listed);
  if (left.kind === 'choice')
    return ofCases(env, place, left, (value) => among(env, place, operator, value, values));
  if (flat.length === 0) return alwaysFalse;
  const constants = flat.map(scalarOf);
  if (left.kind === 'field' && constants.every((each) => each !== undefined)) {
    const scalars = constants.filter((each) => each !== null);
    if (scalars.length === 0) return alwaysFalse;
    if (operator.operator === 'in' && scalars.every((each) => typeof each === 'boolean')) {
      return disjunction(scalars.map((each) => compareBoolean(left, each)));
    }
    return compareField(left, operator, scalars);
  }
  if (flat.length > MAX_COMPARISONS) {
    return unsupported(
      env,
      place,
      'unsupported_comparison',
      'a list whose values are not constant',
      left,
      ...flat,
    );
  }
  const eachOperator: KustoOperator = {
    ...operator,
    operator: operator.operator === 'in' ? 'eq' : operator.operator,
    quantifier: 'any',
    isNegated: false,
  };
  const truths = flat.map((value) => compareValues(env, place, eachOperator, left, value));
  return operator.quantifier === 'all' ? conjunction(truths) : disjunction(truths);
}

const MAX_COMPARISONS = 50;

function listed(value: Value): readonly Value[] {
  if (value.kind === 'values') return value.items;
  if (value.kind !== 'json') return [value];
  return Array.isArray(value.value) ? value.value.map((each) => literalOf(each)) : [value];
}

function literalOf(value: unknown): Value {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return literal(value);
  }
  return { kind: 'json', value };
}

/** Undefined: no constant. */
function scalarOf(value: Value): Scalar | undefined {
  const isPlain = value.kind === 'literal' && value.type !== 'timespan' && value.type !== 'datetime';
  return isPlain ? value.value : undefined;
}

/** A list that is not in the rule: a file, a watchlist; or what another query finds, as a conjunct a semi-join. */
function ofTable(env: Env, place: Place, operator: KustoOperator, left: Value, table: Relation): Truth {
  const external = table.branches.find((branch) => branch.external !== null)?.external ?? null;
  const isHeld = external !== null && external.rows !== null;
  const reason = external === null || isHeld ? 'subquery' : 'external_list';
  const message =
    external === null || isHeld
      ? 'compared with what another query finds'
      : `compared with a list that is not in the rule (${external.name})`;
  const open = opaqueTruth(env, place, opaqueValue(reason, message, fieldsOf(left), scopesOf(left)));
  if (left.kind !== 'field' || operator.quantifier === 'all' || isHeld) return open;
  const text = textAt(env, place).replace(/^[^(]*/, '');
  const comparison = comparisonOf(operator);
  return { ...open, membership: { values: [left], table, text, comparison, isNegated: false } };
}

/** Undefined: they are equal. */
function comparisonOf({ operator, caseSensitive }: KustoOperator): Membership['comparison'] {
  if (operator !== 'in') return { operator, caseSensitive };
  return caseSensitive ? undefined : { operator: 'eq', caseSensitive };
}
