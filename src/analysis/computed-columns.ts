/** Columns that the catalog keeps as text only, and on which a rule's later logic depends: what they decide is not in the IR. */
import type { Condition } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { leaves } from '../condition/fold.ts';
import type {
  AggregateColumn,
  AggregateStage,
  Arithmetic,
  ColumnCase,
  Stage,
  UnionPart,
} from '../rule/stage.ts';

/** Names of such columns, each once. A column that is only shown decides nothing and is none. */
export function decidingComputedColumns(stages: readonly Stage[]): readonly string[] {
  return followed(stages, true);
}

/**
 * Those of which the event's own rows are asked: whether it can help such a row to pass is not known. In which group it stands, and which rows it is joined
 * with, is another matter: it is one of those that are counted there, whatever the key.
 */
export function unreadColumns(stages: readonly Stage[]): readonly string[] {
  return followed(stages, false);
}

function followed(stages: readonly Stage[], byKeys: boolean): readonly string[] {
  const deciding: Deciding = { names: new Set(), byKeys };
  follow(stages, new Set(), deciding);
  return [...deciding.names];
}

interface Deciding {
  readonly names: Set<string>;
  /** Do keys of groups and joins count, and what is asked on a join's other side? */
  readonly byKeys: boolean;
}

/** `computed`: the columns that are known as text so far. */
function follow(stages: readonly Stage[], computed: Set<string>, deciding: Deciding): void {
  for (const stage of stages) {
    switch (stage.kind) {
      case 'join': {
        if (!deciding.byKeys) break;
        const pairs = stage.on.flat();
        const ofOther = new Set<string>();
        follow(stage.stages, ofOther, deciding);
        decide(
          pairs.flatMap(({ right, rightCases }) => namesOfSide(right, rightCases)),
          ofOther,
          deciding,
        );
        decide(
          pairs.flatMap(({ left, leftCases }) => namesOfSide(left, leftCases)),
          computed,
          deciding,
        );
        break;
      }
      case 'filter':
        decide(namesIn(stage.condition), computed, deciding);
        break;
      case 'union':
        stage.parts
          .map((part) => followPart(part, computed, deciding))
          .forEach((names) => names.forEach((name) => computed.add(name)));
        break;
      case 'aggregate':
        followAggregate(stage, computed, deciding);
        break;
      case 'lookup':
      case 'new_terms':
      case 'opaque':
      case 'project':
      case 'sequence':
        break;
    }
  }
}

function followPart(
  { stages }: UnionPart,
  before: ReadonlySet<string>,
  deciding: Deciding,
): ReadonlySet<string> {
  const computed = new Set(before);
  follow(stages, computed, deciding);
  return computed;
}

/** Groups whose key is known as text only are not known either: neither is what is computed over them. */
function followAggregate(
  { columns, by, having }: AggregateStage,
  computed: Set<string>,
  deciding: Deciding,
): void {
  for (const column of columns) note(column, computed);
  if (deciding.byKeys && by.some(({ native }) => computed.has(native)))
    columns.forEach(({ name }) => computed.add(name));
  decide(namesIn(having), computed, deciding);
}

function decide(names: readonly string[], computed: ReadonlySet<string>, deciding: Deciding): void {
  for (const name of names) if (computed.has(name)) deciding.names.add(name);
}

/** A column is known as it was computed last; one that is computed over a computed one is no clearer. */
function note(column: AggregateColumn, computed: Set<string>): void {
  const over = [
    ...(column.field === null ? [] : [column.field.native]),
    ...(column.condition === null ? [] : namesIn(column.condition)),
    ...(column.cases ?? []).flatMap(namesInCase),
    ...(column.arithmetic === undefined ? [] : operandsOf(column.arithmetic)),
  ];
  const isText = column.arithmetic === undefined && column.cases === undefined && isKeptAsText(column);
  if (isText || over.some((name) => computed.has(name))) computed.add(column.name);
  else computed.delete(column.name);
}

function namesOfSide(field: FieldPath, cases: readonly ColumnCase[] | undefined): readonly string[] {
  return cases === undefined ? [field.native] : cases.flatMap(namesInCase);
}

function namesInCase({ when, field, parts = [] }: ColumnCase): readonly string[] {
  const fields = [...(field === null ? [] : [field]), ...parts.filter((part) => typeof part !== 'string')];
  return [...namesIn(when), ...fields.map(({ native }) => native)];
}

/** Computed by an expression, or by a function over one. */
function isKeptAsText({ function: computes, field, expression }: AggregateColumn): boolean {
  return computes === 'computed' || (field === null && expression !== undefined);
}

function operandsOf(arithmetic: Arithmetic): readonly string[] {
  switch (arithmetic.kind) {
    case 'number':
    case 'now':
      return [];
    case 'column':
    case 'size':
      return [arithmetic.name];
    case 'round':
      return operandsOf(arithmetic.of);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'integer_divide':
    case 'modulo':
      return [...operandsOf(arithmetic.left), ...operandsOf(arithmetic.right)];
  }
}

function namesIn(condition: Condition): readonly string[] {
  return leaves(condition)
    .flatMap(({ node }): readonly FieldPath[] => {
      if (node.kind === 'opaque') return node.fields;
      return node.other === null ? [node.field] : [node.field, node.other];
    })
    .map(({ native }) => native);
}
