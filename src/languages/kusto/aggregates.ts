/** Aggregation functions: https://learn.microsoft.com/kusto/query/aggregation-functions */
import type { FieldPath } from '../../condition/field-path.ts';
import { simplify } from '../../condition/simplify.ts';
import type { AggregateColumn, AggregateFunction } from '../../rule/stage.ts';
import type { Call, Column, Expression } from './ast.ts';
import { columnArithmetic } from './column-arithmetic.ts';
import { casesOf } from './column-cases.ts';
import { evaluate, expressionText, truth } from './evaluate.ts';
import type { Branch, Env, FieldValue, Value, ValueType } from './model.ts';
import { aggregateName, columnName } from './naming.ts';
import { absolute, absoluteField } from './relation.ts';
import { column } from './value.ts';

export interface Aggregated {
  readonly column: AggregateColumn;
  readonly value: Value;
  /** The name that it is computed of. */
  readonly of: string | null;
  /** It is what one event of the group has: by which call that is picked, and the event's field; null where it is made of more than fields of events. */
  readonly pick?: { readonly call: Call; readonly name: string; readonly field: FieldPath | null };
}

interface Known {
  readonly function: AggregateFunction;
  readonly type: ValueType;
  /** Which argument is the condition, if one is. */
  readonly condition?: number;
  readonly counts?: true;
}

const FUNCTIONS: Readonly<Record<string, Known>> = {
  count: { function: 'count', type: 'number', counts: true },
  countif: { function: 'count', type: 'number', counts: true, condition: 0 },
  dcount: { function: 'cardinality', type: 'number' },
  dcountif: { function: 'cardinality', type: 'number', condition: 1 },
  count_distinct: { function: 'cardinality', type: 'number' },
  count_distinctif: { function: 'cardinality', type: 'number', condition: 1 },
  sum: { function: 'sum', type: 'number' },
  sumif: { function: 'sum', type: 'number', condition: 1 },
  avg: { function: 'avg', type: 'number' },
  avgif: { function: 'avg', type: 'number', condition: 1 },
  min: { function: 'min', type: 'unknown' },
  minif: { function: 'min', type: 'unknown', condition: 1 },
  max: { function: 'max', type: 'unknown' },
  maxif: { function: 'max', type: 'unknown', condition: 1 },
  percentile: { function: 'percentile', type: 'number' },
  stdev: { function: 'stdev', type: 'number' },
  stdevif: { function: 'stdev', type: 'number', condition: 1 },
  variance: { function: 'variance', type: 'number' },
  make_set: { function: 'values', type: 'dynamic' },
  makeset: { function: 'values', type: 'dynamic' },
  make_set_if: { function: 'values', type: 'dynamic', condition: 1 },
  make_list: { function: 'values', type: 'dynamic' },
  makelist: { function: 'values', type: 'dynamic' },
  make_list_if: { function: 'values', type: 'dynamic', condition: 1 },
  take_any: { function: 'any', type: 'unknown' },
  any: { function: 'any', type: 'unknown' },
  take_anyif: { function: 'any', type: 'unknown', condition: 1 },
  anyif: { function: 'any', type: 'unknown', condition: 1 },
};

export function aggregateColumns(
  env: Env,
  branch: Branch,
  each: Column,
  scope: string,
): readonly Aggregated[] {
  const { names, value } = each;
  if (value.kind === 'call' && (value.name === 'arg_max' || value.name === 'arg_min')) {
    return extremes(env, branch, value, scope, names);
  }
  if (value.kind === 'call') {
    const [first] = value.args;
    const counted = value.name === 'array_length' && first?.value.kind === 'call' ? first.value : null;
    if (counted !== null && SETS.has(counted.name)) {
      const sized = { ...counted, name: counted.name.endsWith('_if') ? 'dcountif' : 'dcount' };
      return [knownAggregate(env, branch, sized, names?.[0] ?? 'Column1', scope)];
    }
    if (FUNCTIONS[value.name] !== undefined) {
      if (first !== undefined && (value.name === 'take_any' || value.name === 'any'))
        return anyOfGroup(env, branch, each, value, scope);
      return [knownAggregate(env, branch, value, names?.[0] ?? aggregateName(value), scope)];
    }
  }
  const [only, ...others] = names ?? [value.kind === 'call' ? aggregateName(value) : columnName(value)];
  if (only !== undefined && others.length === 0) {
    const parts = ofAggregates(env, branch, value, only, scope);
    if (parts !== null) return parts;
  }
  return (names ?? [only ?? '']).map((name) => computed(env, value, name, scope));
}

/** `take_any(a, b)`: columns of some event. */
function anyOfGroup(
  env: Env,
  branch: Branch,
  { names }: Column,
  call: Call,
  scope: string,
): readonly Aggregated[] {
  const isOne = call.args.length <= 1;
  return call.args.map((arg, index) => {
    const one = { ...call, args: [arg] };
    const name = (isOne ? names?.[index] : undefined) ?? aggregateName(one);
    const aggregated = knownAggregate(env, branch, one, name, scope);
    return {
      ...aggregated,
      pick: { call, name: aggregated.column.name, field: eventField(evaluate(env, arg.value)) },
    };
  });
}

/** The field, where it is one of the event's own. */
function eventField(value: Value): FieldPath | null {
  const isOfEvent =
    value.kind === 'field' && value.field.match === 'path' && value.scopes.every((each) => each === 'event');
  return isOfEvent ? value.field : null;
}

/** `sum(a) / count()`: arithmetic over columns that are computed for it, each named as it is written. */
function ofAggregates(
  env: Env,
  branch: Branch,
  value: Expression,
  name: string,
  scope: string,
): readonly Aggregated[] | null {
  const parts = new Map<string, Aggregated>();
  const named = withNames(value, (call) => {
    const text = expressionText(env, call);
    if (!parts.has(text)) parts.set(text, knownAggregate(env, branch, call, text, scope));
    return { kind: 'name', name: text, start: call.start, end: call.end };
  });
  const inner = [...parts.values()];
  const columns = inner.map(({ column: each }) => each);
  const row = {
    columns: new Map(inner.map((each) => [each.column.name, each.value])),
    others: env.row.others,
  };
  const arithmetic = inner.length === 0 ? null : columnArithmetic({ ...env, row }, { scope, columns }, named);
  if (arithmetic === null) return null;
  const made = computed(env, value, name, scope);
  return [...inner, { ...made, column: { ...made.column, arithmetic } }];
}

function withNames(expression: Expression, nameOf: (call: Call) => Expression): Expression {
  switch (expression.kind) {
    case 'call':
      if (FUNCTIONS[expression.name] !== undefined) return nameOf(expression);
      return {
        ...expression,
        args: expression.args.map((each) => ({ ...each, value: withNames(each.value, nameOf) })),
      };
    case 'binary':
      return {
        ...expression,
        left: withNames(expression.left, nameOf),
        right: withNames(expression.right, nameOf),
      };
    case 'minus':
      return { ...expression, of: withNames(expression.of, nameOf) };
    case 'and':
    case 'between':
    case 'datatable':
    case 'element':
    case 'externaldata':
    case 'function':
    case 'in':
    case 'json':
    case 'literal':
    case 'name':
    case 'or':
    case 'path':
    case 'pipe':
    case 'star':
    case 'toscalar':
    case 'totable':
    case 'unsupported':
      return expression;
  }
}

const SETS: ReadonlySet<string> = new Set(['make_set', 'makeset', 'make_set_if']);

/** What is more than one function of one field is kept as text. */
function computed(env: Env, value: Expression, name: string, scope: string): Aggregated {
  return {
    column: {
      name,
      function: 'computed',
      field: null,
      condition: null,
      expression: expressionText(env, value),
    },
    value: column(name, 'unknown', [scope]),
    of: null,
  };
}

function knownAggregate(env: Env, branch: Branch, call: Call, name: string, scope: string): Aggregated {
  const known = FUNCTIONS[call.name];
  if (known === undefined) return computed(env, call, name, scope);
  const conditionArgument = known.condition === undefined ? undefined : call.args[known.condition]?.value;
  const of = known.counts === true ? undefined : call.args[0]?.value;
  const value = of === undefined ? null : evaluate(env, of);
  if (value?.kind === 'field' && value.field.match === 'glob') {
    return {
      column: { name: '*', function: known.function, field: value.field, condition: null },
      value: column('*', 'unknown', [scope]),
      of: null,
    };
  }
  const held = conditionArgument === undefined ? null : truth(env, conditionArgument);
  const percentile = call.name === 'percentile' ? percentileOf(call) : {};
  const field = value?.kind === 'field' ? absoluteField(branch, value.field, value.scopes) : null;
  const cases = value === null ? null : casesOf(branch, value);
  return {
    column: {
      name,
      function: known.function,
      field,
      condition: held === null ? null : simplify(absolute(branch, held.holds, held.scopes)),
      ...percentile,
      ...(of !== undefined && field === null ? { expression: expressionText(env, of) } : {}),
      ...(cases === null ? {} : { cases }),
    },
    value: { ...column(name, typeOf(known, value), [scope]), ...numberOf(value) },
    of: of === undefined ? null : expressionText(env, of),
  };
}

function percentileOf({ args }: Call): { percentile?: number } {
  const value = args[1]?.value;
  return value?.kind === 'literal' && typeof value.value === 'number' ? { percentile: value.value } : {};
}

function numberOf(value: Value | null): Pick<FieldValue, 'number'> {
  return value?.kind === 'field' && value.number !== undefined ? { number: value.number } : {};
}

/** The least and the greatest moment are moments. */
function typeOf(known: Known, value: Value | null): ValueType {
  return known.type === 'unknown' && value?.kind === 'field' ? value.type : known.type;
}

/** `arg_max(TimeGenerated, a, b)`: columns of the latest event. By anything else than time it is the event with the greatest value. */
function extremes(
  env: Env,
  branch: Branch,
  call: Call,
  scope: string,
  names: readonly string[] | null,
): readonly Aggregated[] {
  const [by, ...others] = call.args.map(({ value }) => value);
  if (by === undefined) return [];
  const greatest = call.name === 'arg_max';
  const key = evaluate(env, by);
  const ofTime = key.kind === 'field' && key.type === 'datetime';
  const first: Call = { ...call, name: greatest ? 'max' : 'min', args: [{ name: null, value: by }] };
  const own = knownAggregate(env, branch, first, names?.[0] ?? columnName(by), scope);
  const rest = others.map((other, index): Aggregated => {
    const name = names?.[index + 1] ?? (other.kind === 'star' ? '*' : columnName(other));
    const value = evaluate(env, other);
    const field = value.kind === 'field' ? absoluteField(branch, value.field, value.scopes) : null;
    const functionName = ofTime ? (greatest ? 'last' : 'first') : 'computed';
    const text =
      ofTime && field !== null
        ? {}
        : { expression: `${call.name}(${expressionText(env, by)}, ${expressionText(env, other)})` };
    return {
      column: { name, function: functionName, field, condition: null, ...text },
      value: value.kind === 'field' ? column(name, value.type, [scope]) : column(name, 'unknown', [scope]),
      of: expressionText(env, other),
      pick: { call, name, field: eventField(value) },
    };
  });
  // How old the picked event is says nothing of it when it comes.
  const pick = { call, name: own.column.name, field: ofTime ? null : eventField(key) };
  return [{ ...own, pick }, ...rest];
}
