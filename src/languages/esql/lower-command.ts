/** The commands that make columns of columns, bring in columns from elsewhere, or cannot be read. */
import type { FieldPath } from '../../condition/field-path.ts';
import type { AggregateColumn, Stage } from '../../rule/stage.ts';
import type { Assignment, Command, Enrich, Expand, Expression, LookupJoin, Plain, Rename } from './ast.ts';
import { elementOf } from './expand.ts';
import { definition } from './definition.ts';
import { evaluate } from './lower-expression.ts';
import { groupNumber } from './group-number.ts';
import { lowerDissect, lowerGrok } from './lower-extract.ts';
import { columnPath, columnValue, fieldValue, fromElsewhere, report, textOf } from './rows.ts';
import type { Lowering } from './rows.ts';
import { fieldsOf, unsaid } from './value.ts';
import type { Value } from './value.ts';

type ColumnCommand = Exclude<
  Command,
  { readonly kind: 'from' | 'where' | 'stats' | 'keep' | 'drop' | 'sort' | 'limit' | 'unknown' }
>;

/** Commands that define columns, and select no rows. */
export function lowerColumns(lowering: Lowering, command: ColumnCommand): void {
  switch (command.kind) {
    case 'row':
    case 'eval':
      lowerEval(lowering, command.columns);
      break;
    case 'rename':
      lowerRename(lowering, command);
      break;
    case 'dissect':
      lowerDissect(lowering, command);
      break;
    case 'grok':
      lowerGrok(lowering, command);
      break;
    case 'enrich':
      lowerEnrich(lowering, command);
      break;
    case 'lookup':
      lowerJoin(lowering, command);
      break;
    case 'mv_expand':
      lowerExpand(lowering, command);
      break;
    case 'completion':
      addExternal(lowering, [command.column], 'completion', 'what a language model answers is not known');
      break;
    case 'change_point':
      addExternal(lowering, command.names, 'change_point', 'a change of trend is not computed');
  }
}

/** Columns that are computed over a group are the aggregation's only once something is asked of them. */
function lowerEval(lowering: Lowering, columns: readonly Assignment[]): void {
  for (const { name, value } of columns) {
    const { aggregation } = lowering;
    const computed: AggregateColumn[] = [];
    if (aggregation !== null) lowering.aggregation = { ...aggregation, columns: computed };
    const evaluated = evaluate(lowering, value);
    lowering.aggregation = aggregation;
    const text = definition(lowering, value);
    const number = groupNumber(lowering, value);
    const column = { value: evaluated, text, computed, ...(number === null ? {} : { number }) };
    lowering.columns.set(name ?? textOf(lowering, value), column);
  }
}

function lowerRename(lowering: Lowering, { columns }: Rename): void {
  for (const { from, to } of columns) {
    const own = lowering.columns.get(from.name);
    const value = columnValue(lowering, from);
    lowering.columns.delete(from.name);
    lowering.columns.set(to.name, { computed: [], ...own, value, text: own?.text ?? from.name });
  }
}

function lowerExpand(lowering: Lowering, { column }: Expand): void {
  const value = columnValue(lowering, column);
  const expanded = expandedValue(lowering, value);
  if (expanded !== value) lowering.columns.set(column.name, { value: expanded, text: null, computed: [] });
}

function expandedValue(lowering: Lowering, value: Value): Value {
  if (value.kind === 'unsaid' || (value.kind === 'field' && value.path.scope === 'element')) return value;
  if (value.kind !== 'field') {
    const message = 'the values of this list cannot be told apart';
    return unsaid('unsupported_expansion', message, fieldsOf(value));
  }
  if (lowering.aggregation !== null) return { ...value, collection: 'any' };
  lowering.expanded = [...lowering.expanded, value.path];
  return { kind: 'field', path: elementOf(value.path), collection: 'any' };
}

/** Columns whose values the rows do not say. */
function addExternal(lowering: Lowering, names: readonly string[], code: string, message: string): void {
  for (const name of names) {
    lowering.columns.set(name, { value: fromElsewhere(code, message), text: null, computed: [] });
  }
}

function addStage(lowering: Lowering, stage: Stage): void {
  (lowering.aggregation === null ? lowering.stages : lowering.later).push(stage);
}

function lowerEnrich(lowering: Lowering, enrich: Enrich): void {
  const { policy, on, columns } = enrich;
  const names = columns.map(({ to }) => to.name);
  const left = on === null ? [] : [{ left: columnPath(on.name), right: columnPath(on.name) }];
  addStage(lowering, {
    kind: 'lookup',
    table: policy,
    on: left,
    fields: names,
    source: textOf(lowering, enrich),
  });
  if (names.length === 0) loseNames(lowering);
  addExternal(lowering, names, 'lookup_column', `what the policy ${policy} says of an event is not known`);
}

function lowerJoin(lowering: Lowering, join: LookupJoin): void {
  const on = join.on.flatMap((key) => joinKey(lowering, key));
  const { table } = join;
  addStage(lowering, { kind: 'lookup', table, on, fields: [], source: textOf(lowering, join) });
  if (on.length < join.on.length) {
    report(lowering, join, 'unsupported_join', 'a join on more than equal columns cannot be expressed');
  }
  loseNames(lowering);
}

function joinKey(
  lowering: Lowering,
  key: Expression,
): readonly { readonly left: FieldPath; readonly right: FieldPath }[] {
  if (key.kind === 'column') {
    const value = columnValue(lowering, key);
    const left = value.kind === 'field' ? value.path : columnPath(key.name);
    return [{ left, right: columnPath(key.name) }];
  }
  if (
    key.kind !== 'compare' ||
    key.operator !== '==' ||
    key.left.kind !== 'column' ||
    key.right.kind !== 'column'
  )
    return [];
  return [{ left: columnPath(key.left.name), right: columnPath(key.right.name) }];
}

/** The table's columns are not listed: a name that was not read before may be one of them. */
function loseNames(lowering: Lowering): void {
  for (const name of lowering.fieldsRead) {
    if (!lowering.columns.has(name)) {
      lowering.columns.set(name, { value: fieldValue(name), text: null, computed: [] });
    }
  }
  lowering.names = 'unsure';
}

/** What an unknown command does to the rows and their columns is not known. */
export function lowerUnknown(lowering: Lowering, command: Plain): void {
  const code = 'unsupported_command';
  report(lowering, command, code, `the command "${command.name ?? ''}" cannot be expressed`);
  addStage(lowering, { kind: 'opaque', source: textOf(lowering, command).trimEnd(), reason: code });
  lowering.columns.clear();
  lowering.names = 'unsure';
}

/**
 * LIMIT at the end says how many alerts there are at most: any match may be one of them. What is asked after it is asked of the rows that it lets
 * through, and which those are nobody knows here.
 */
export function lowerLimit(lowering: Lowering, command: Plain, isLast: boolean): void {
  const source = textOf(lowering, command).trimEnd();
  report(
    lowering,
    command,
    'row_limit',
    'a limit on rows lets fewer matches alert',
    isLast ? 'info' : 'warning',
  );
  const stage: Stage = isLast
    ? { kind: 'project', fields: [], source }
    : { kind: 'opaque', source, reason: 'row_limit' };
  addStage(lowering, stage);
}
