/**
 * The stages of a union's parts as one list, where they do the same: what comes after the union was lowered for each part by itself, since a name may stand
 * for another field in each.
 */
import { fieldPath, fieldText } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { AggregateColumn, AggregateStage, Stage } from '../../rule/stage.ts';

/** A stage that is finished; of an aggregation the names of its keys. */
export interface PartStage {
  readonly stage: Stage;
  readonly keys: readonly string[];
  readonly isOfPart: boolean;
}

/** The column in which Kusto keeps the name of a row's table. */
const TABLE = fieldPath('$table');

/** Null: the parts do different things. `origins`: what each part reads. */
export function mergeStages(
  parts: readonly (readonly PartStage[])[],
  origins: readonly string[],
): readonly Stage[] | null {
  const [first = [], ...rest] = parts;
  if (rest.some((part) => part.length !== first.length)) return null;
  const merged: Stage[] = [];
  for (const [index, each] of first.entries()) {
    const stage = mergeStage([each, ...rest.flatMap((part) => part[index] ?? [])], origins);
    if (stage === null) return null;
    merged.push(stage);
  }
  return merged;
}

function mergeStage(same: readonly PartStage[], origins: readonly string[]): Stage | null {
  const [first] = same;
  if (first === undefined) return null;
  if (same.length === 1) return first.stage;
  const ofParts = same.some(({ isOfPart }) => isOfPart);
  // Groups of two parts that read one table could not be told apart.
  if (ofParts && new Set(origins).size < origins.length) return null;
  const isOne = same.every(({ stage }) => keyOf(stage) === keyOf(first.stage));
  const stage = isOne ? first.stage : mergeAggregates(same, origins);
  if (stage === null || !ofParts || stage.kind !== 'aggregate') return stage;
  return { ...stage, by: [TABLE, ...stage.by] };
}

/** Do both do the same, wherever it is written? */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) =>
    key === 'source' || key === 'span' ? undefined : each,
  );
}

/** Keys and columns that each part takes from a field of its own are computed: by their name, and what it is in each part. */
function mergeAggregates(same: readonly PartStage[], origins: readonly string[]): AggregateStage | null {
  const stages = same.flatMap(({ stage }) => (stage.kind === 'aggregate' ? [stage] : []));
  const [first] = stages;
  const names = same[0]?.keys ?? [];
  if (first === undefined || stages.length < same.length) return null;
  const alike = stages.every(
    (stage) =>
      stage.window === first.window &&
      stage.by.length === first.by.length &&
      keyOf(stage.having) === keyOf(first.having) &&
      keyOf(stage.columns.map(shape)) === keyOf(first.columns.map(shape)),
  );
  if (!alike || same.some(({ keys }) => keyOf(keys) !== keyOf(names))) return null;
  const computed: AggregateColumn[] = [];
  const by = first.by.map((field, index): FieldPath => {
    const fields = stages.flatMap((stage) => stage.by[index] ?? []);
    if (fields.every((each) => keyOf(each) === keyOf(field))) return field;
    const name = names[index] ?? field.native;
    computed.push({
      name,
      function: 'computed',
      field: null,
      condition: null,
      expression: perPart(fields, origins),
    });
    return fieldPath(name, { segments: [name] });
  });
  const columns = first.columns.map((column, index): AggregateColumn => {
    const variants = stages.flatMap((stage) => stage.columns[index] ?? []);
    if (variants.every((each) => keyOf(each) === keyOf(column))) return column;
    const fields = variants.map((each) => each.field);
    const known = fields.filter((each) => each !== null);
    const expression =
      known.length === fields.length
        ? perPart(known, origins)
        : variants.map((each, at) => `${origins[at] ?? ''}: ${each.expression ?? ''}`).join('; ');
    return { ...column, field: null, expression };
  });
  return { ...first, by, columns: [...columns, ...computed] };
}

/** All of a column but the field that it is computed from. */
function shape({ name, function: computes, condition, percentile }: AggregateColumn): unknown {
  return [name, computes, condition, percentile];
}

function perPart(fields: readonly FieldPath[], origins: readonly string[]): string {
  return fields.map((field, index) => `${origins[index] ?? ''}: ${fieldText(field)}`).join('; ');
}
