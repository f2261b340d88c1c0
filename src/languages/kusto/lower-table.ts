/** A tabular expression to its table. */
import type { Call, Expression } from './ast.ts';
import { compareValues } from './compare.ts';
import { evaluate, expressionText, functionScope, lookUp, withLets } from './evaluate.ts';
import { opaqueTruth, spanOf } from './findings.ts';
import { lowerOperator } from './lower-operator.ts';
import { lowerMembership } from './membership.ts';
import type { Binding, Env, Lowering, Relation, Scope, Truth, Value } from './model.ts';
import { kustoOperator } from './operators.ts';
import { parserFilter } from './parser-arguments.ts';
import { parseKusto } from './parse.ts';
import { eachBranch, eventRow, externalTable, placeCondition, sourceTable } from './relation.ts';
import { isParser } from './table-functions.ts';
import { constant, disjunction } from './truth.ts';
import { column, literal, opaqueValue } from './value.ts';

const MAX_DEPTH = 60;

export function lowerTable(env: Env, expression: Expression): Relation {
  env.lowering.budget.left -= 1;
  if (env.depth > MAX_DEPTH || env.lowering.budget.left < 0)
    return unknownTable(env, expression, 'too_complex');
  switch (expression.kind) {
    case 'name':
      return namedTable(env, expression);
    case 'call':
      return calledTable(env, expression);
    case 'path':
      // database("x").T, workspace("x").T: the table, wherever it is.
      return expression.selector.kind === 'name' && expression.of.kind !== 'name'
        ? sourceTable(expression.selector.name)
        : unknownTable(env, expression, 'unsupported_table');
    case 'totable':
    case 'toscalar':
      return lowerTable(env, expression.of);
    case 'pipe':
      return lowerPipe(env, expression);
    case 'datatable':
      return dataTable(env, expression);
    case 'externaldata':
      return externalTable({
        name: expression.uri === '' ? 'externaldata' : expression.uri,
        reason: 'external_list',
        rows: null,
        columns: expression.columns,
      });
    case 'and':
    case 'between':
    case 'binary':
    case 'element':
    case 'function':
    case 'in':
    case 'json':
    case 'literal':
    case 'minus':
    case 'or':
    case 'star':
    case 'unsupported':
      return ofValue(env, expression, evaluate(env, expression));
  }
}

function lowerPipe(env: Env, { source, operators }: Expression & { readonly kind: 'pipe' }): Relation {
  const begun = source === null ? env.input : lowerTable(env, source);
  let relation = begun ?? { branches: [] };
  let scope = env.scope;
  for (const operator of operators) {
    if (operator.kind === 'as') {
      const value: Value = { kind: 'table', relation };
      scope = {
        names: new Map([[operator.name, { kind: 'value', value }]]),
        outer: scope,
        text: scope.text,
        calledAt: scope.calledAt,
      };
      continue;
    }
    relation = lowerOperator({ ...env, scope, input: null, depth: env.depth + 1 }, operator, relation);
  }
  return relation;
}

function namedTable(env: Env, expression: Expression & { readonly kind: 'name' }): Relation {
  const binding = lookUp(env.scope, expression.name);
  if (binding === undefined) return sourceTable(expression.name);
  if (binding.kind === 'value') return ofValue(env, expression, binding.value);
  return boundTable(env, expression, binding, []);
}

function boundTable(
  env: Env,
  place: Expression,
  binding: Binding & { readonly kind: 'expression' },
  args: readonly { readonly name: string | null; readonly value: Value }[],
): Relation {
  const { expression } = binding;
  const inner: Env = { ...env, row: eventRow, input: null, depth: env.depth + 1 };
  if (expression.kind !== 'function') return lowerTable({ ...inner, scope: binding.scope() }, expression);
  if (expression.body === null) return unknownTable(env, place, 'unsupported_table');
  return lowerTable({ ...inner, scope: functionScope(binding.scope(), expression, args) }, expression.body);
}

function calledTable(env: Env, call: Call): Relation {
  const binding = lookUp(env.scope, call.name);
  if (binding?.kind === 'expression' && binding.expression.kind === 'function') {
    return boundTable(
      env,
      call,
      binding,
      argumentsOf(
        env,
        call,
        binding.expression.parameters.map(({ name }) => name),
      ),
    );
  }
  if (call.name === 'table') {
    const [first] = call.args;
    const name = first === undefined ? null : evaluate(env, first.value);
    if (name?.kind === 'literal' && typeof name.value === 'string')
      return namedOrSource(env, call, name.value);
    return unknownTable(env, call, 'unsupported_table');
  }
  if (call.name === '_GetWatchlist') return watchlist(env, call);
  const body = env.lowering.functions.get(call.name.toLowerCase());
  if (body !== undefined) return savedFunction(env, call, body);
  return parserTable(env, call);
}

/** `table("X")` may name a definition as well. */
function namedOrSource(env: Env, call: Call, name: string): Relation {
  const { start, end } = call;
  return namedTable(env, { kind: 'name', name, start, end });
}

/** A name that is no scalar definition is handed over as the table that it names. */
function argumentsOf(env: Env, call: Call, _parameters: readonly string[]) {
  return call.args.map(({ name, value }) => ({ name, value: argumentValue(env, value) }));
}

function argumentValue(env: Env, expression: Expression): Value {
  if (expression.kind !== 'name') return evaluate(env, expression);
  const binding = lookUp(env.scope, expression.name);
  if (binding === undefined && !env.row.columns.has(expression.name)) {
    return { kind: 'table', relation: sourceTable(expression.name) };
  }
  return evaluate(env, expression);
}

/** A list of things that the workspace keeps; what it holds is not in the rule. */
function watchlist(env: Env, call: Call): Relation {
  const [first] = call.args;
  const name = first === undefined ? null : evaluate(env, first.value);
  const alias = name?.kind === 'literal' ? String(name.value) : expressionText(env, call);
  return externalTable({ name: `watchlist ${alias}`, reason: 'external_list', rows: null, columns: [] });
}

function savedFunction(env: Env, call: Call, body: string): Relation {
  const parsed = parseKusto(body);
  const query = 'query' in parsed ? parsed.query.queries[0] : undefined;
  if (!('query' in parsed) || query === undefined) return parserTable(env, call);
  const outer: Scope = { names: new Map(), outer: null, text: body, calledAt: env.scope.calledAt ?? call };
  const scope = withLets(outer, parsed.query.lets);
  return lowerTable({ ...env, scope, row: eventRow, input: null, depth: env.depth + 1 }, query);
}

/** Parameters of parsers that say when, or how, to read: no predicates. */
const PLUMBING: ReadonlySet<string> = new Set(['starttime', 'endtime', 'disabled', 'pack']);

/** A function that is not in the rule: its name stands for what it reads, its arguments filter in a way that we do not know. */
function parserTable(env: Env, call: Call): Relation {
  const filters = call.args.filter(({ name }) => name === null || !PLUMBING.has(name.toLowerCase()));
  const table = sourceTable(call.name);
  return filters.reduce((relation, argument) => {
    const filtered = parserTruth(env, call, argument);
    return eachBranch(relation, (branch) => placeCondition(env, branch, filtered, argument.value));
  }, table);
}

/** A parameter that the parser's schema documents is a predicate on its column; of another we do not know what it does. */
function parserTruth(env: Env, call: Call, { name, value }: Call['args'][number]): Truth {
  const known = name === null ? null : parserFilter(name);
  const operator = known === null ? null : kustoOperator(known.operator);
  if (known === null || operator === null || !isParser(call.name)) {
    const what = name === null ? 'its argument' : name;
    return opaqueTruth(env, value, opaqueValue('parser_argument', `what ${call.name} makes of ${what}`));
  }
  const right = evaluate(env, value);
  // These are how a filter is said that is none.
  if (isNoFilter(right)) return constant(true);
  const takesList = known.operator !== '=~' && known.operator !== '==' && known.operator !== 'has';
  const truths = known.columns.map((each) =>
    takesList
      ? lowerMembership(env, value, operator, column(each), [right])
      : compareValues(env, value, operator, column(each), right),
  );
  return disjunction(truths);
}

/** `'*'`, an empty text, an empty list, `int(null)`: the parameters' own defaults. */
function isNoFilter(value: Value): boolean {
  if (value.kind === 'literal') return value.value === null || value.value === '' || value.value === '*';
  return value.kind === 'json' && Array.isArray(value.value) && value.value.length === 0;
}

function dataTable(env: Env, expression: Expression & { readonly kind: 'datatable' }): Relation {
  const { columns, values } = expression;
  const width = Math.max(1, columns.length);
  const cells = values.map((value) => evaluate(env, value));
  const rows = Array.from({ length: Math.floor(cells.length / width) }, (_none, index) =>
    cells.slice(index * width, (index + 1) * width),
  );
  return externalTable({ name: 'datatable', reason: 'constant_table', rows, columns });
}

function ofValue(env: Env, expression: Expression, value: Value): Relation {
  if (value.kind === 'table' || value.kind === 'list') return value.relation;
  if (value.kind === 'json' && Array.isArray(value.value)) {
    const rows = value.value.map((each: unknown) => [
      literal(typeof each === 'string' || typeof each === 'number' ? each : null),
    ]);
    return externalTable({ name: 'list', reason: 'constant_table', rows, columns: ['Column1'] });
  }
  if (value.kind === 'literal' && typeof value.value === 'string' && expression.kind === 'name')
    return sourceTable(value.value);
  return unknownTable(env, expression, 'unsupported_table');
}

/** A table that we cannot tell: nothing is known of its rows. */
function unknownTable(env: Env, expression: Expression, reason: string): Relation {
  const relation = externalTable({ name: expressionText(env, expression), reason, rows: null, columns: [] });
  const message = 'this table cannot be told';
  const stage = {
    kind: 'opaque',
    reason,
    message,
    source: expressionText(env, expression),
    span: spanOf(env, expression),
    isLimit: false,
  } as const;
  return eachBranch(relation, (branch) => ({
    ...branch,
    stages: [stage],
    row: { columns: new Map(), others: { reason, message } },
  }));
}

export function baseEnv(lowering: Lowering, scope: Scope): Env {
  return { lowering, scope, row: eventRow, input: null, depth: 0 };
}
