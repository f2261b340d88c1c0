/** Columns that the catalog keeps as text only, and on which a rule's later logic depends: what they decide is not in the IR. */
import type { Condition } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { leaves } from '../condition/fold.ts';
import type { AggregateColumn, Arithmetic, Stage } from '../rule/stage.ts';

/** Names of such columns, each once. A column that is only shown decides nothing and is none. */
export function decidingComputedColumns(stages: readonly Stage[]): readonly string[] {
  const computed = new Set<string>();
  const deciding = new Set<string>();
  for (const stage of stages) {
    if (stage.kind === 'join') {
      for (const name of decidingComputedColumns(stage.stages)) deciding.add(name);
    }
    if (stage.kind !== 'aggregate') continue;
    for (const column of stage.columns) note(column, computed);
    for (const name of namesIn(stage.having)) if (computed.has(name)) deciding.add(name);
  }
  return [...deciding];
}

/** A column is known as it was computed last; one that is computed over a computed one is no clearer. */
function note(column: AggregateColumn, computed: Set<string>): void {
  const over = [
    ...(column.field === null ? [] : [column.field.native]),
    ...(column.condition === null ? [] : namesIn(column.condition)),
    ...(column.cases ?? []).flatMap(({ when, field }) => [
      ...namesIn(when),
      ...(field === null ? [] : [field.native]),
    ]),
    ...(column.arithmetic === undefined ? [] : operandsOf(column.arithmetic)),
  ];
  const isText =
    column.function === 'computed' && column.arithmetic === undefined && column.cases === undefined;
  if (isText || over.some((name) => computed.has(name))) computed.add(column.name);
  else computed.delete(column.name);
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
