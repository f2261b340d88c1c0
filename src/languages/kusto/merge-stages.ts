/** The stages of a union's parts as one list, where they do the same. */
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { AggregateColumn, AggregateStage, JoinStage, Stage, UnionPart } from '../../rule/stage.ts';

/** A stage that is finished. */
export interface PartStage {
  readonly stage: Stage;
  /** Its place among the stages of its branch. */
  readonly index: number;
  /** Of an aggregation or a join the names of its keys. */
  readonly keys: readonly string[];
  /** Of an aggregation the names that its columns are computed of. */
  readonly of: ReadonlyMap<string, string>;
  /** It makes one row of several. */
  readonly groups: boolean;
}

export type PartColumns = UnionPart['columns'];

export interface MergedStages {
  readonly stages: readonly PartStage[];
  /** The names that each part gives to fields of its own. */
  readonly columns: readonly PartColumns[];
}

/** The column in which Kusto keeps the name of a row's table. */
const TABLE = fieldPath('$table');

/** Null: the parts do not do the very same. `origins`: what each part reads. */
export function sameStages(
  parts: readonly (readonly (PartStage & { readonly isOfPart: boolean })[])[],
  origins: readonly string[],
): readonly PartStage[] | null {
  const [first = [], ...rest] = parts;
  if (rest.some((part) => part.length !== first.length)) return null;
  const same = first.every((each, index) =>
    rest.every((part) => keyOf(part[index]?.stage) === keyOf(each.stage)),
  );
  if (!same) return null;
  const ofParts = parts.some((part) => part.some(({ isOfPart }) => isOfPart));
  // Groups of two parts that read one table could not be told apart.
  if (ofParts && new Set(origins).size < origins.length) return null;
  return first.map((each, index) => {
    const isOfPart = parts.some((part) => part[index]?.isOfPart === true);
    if (!isOfPart || each.stage.kind !== 'aggregate') return each;
    return { ...each, stage: { ...each.stage, by: [TABLE, ...each.stage.by] } };
  });
}

/** Null: they do different things, by more than the fields that a name stands for. */
export function mergeStages(
  parts: readonly (readonly PartStage[])[],
  asked: readonly PartColumns[],
): MergedStages | null {
  const [first = [], ...rest] = parts;
  if (rest.some((part) => part.length !== first.length)) return null;
  const names = new Map<string, readonly FieldPath[]>();
  const stages: PartStage[] = [];
  for (const [index, each] of first.entries()) {
    const same = [each, ...rest.flatMap((part) => part[index] ?? [])];
    const stage = mergeStage(same, names);
    if (stage === null) return null;
    stages.push({ ...each, stage });
  }
  for (const [index, { name }] of (asked[0] ?? []).entries()) {
    const fields = asked.flatMap((columns) => columns[index]?.field ?? []);
    if (fields.length < parts.length || named(name, fields, names) === null) return null;
  }
  const columns = parts.map((_part, at) =>
    [...names].flatMap(([name, fields]) => {
      const field = fields[at];
      return field === undefined ? [] : [{ name, field }];
    }),
  );
  return { stages, columns };
}

type Names = Map<string, readonly FieldPath[]>;

function mergeStage(same: readonly PartStage[], names: Names): Stage | null {
  const [first] = same;
  if (first === undefined) return null;
  if (same.every(({ stage }) => keyOf(stage) === keyOf(first.stage))) return first.stage;
  return mergeJoins(same, names) ?? mergeAggregates(same, names);
}

/** Do both do the same, wherever it is written? */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) =>
    key === 'source' || key === 'span' ? undefined : each,
  );
}

/** One name for the fields that it stands for in the parts; null where the name stands for others already. */
function named(name: string, fields: readonly FieldPath[], names: Names): FieldPath | null {
  const [first] = fields;
  if (first !== undefined && fields.every((each) => keyOf(each) === keyOf(first))) return first;
  const known = names.get(name);
  if (name === '' || fields.some(({ scope }) => scope !== 'event')) return null;
  if (known !== undefined && keyOf(known) !== keyOf(fields)) return null;
  names.set(name, fields);
  return fieldPath(name, { segments: [name] });
}

function mergeJoins(same: readonly PartStage[], names: Names): JoinStage | null {
  const joins = same.flatMap(({ stage }) => (stage.kind === 'join' ? [stage] : []));
  const [first] = joins;
  const [head] = same;
  if (first === undefined || head === undefined || joins.length < same.length) return null;
  const others = (join: JoinStage): string =>
    keyOf({ ...join, on: join.on.map((pairs) => pairs.map(({ left: _left, ...pair }) => pair)) });
  const isSame = (join: JoinStage): boolean => others(join) === others(first);
  const [pairs, ...alternatives] = first.on;
  if (!joins.every(isSame) || pairs === undefined || alternatives.length > 0) return null;
  const on = pairs.map((pair, index) => {
    const fields = joins.flatMap((join) => join.on[0]?.[index]?.left ?? []);
    const left = named(head.keys[index] ?? '', fields, names);
    return left === null ? null : { ...pair, left };
  });
  return on.every((each) => each !== null) ? { ...first, on: [on] } : null;
}

/** What each part takes from a field of its own is taken from one name; what each computes in its own way stays text. */
function mergeAggregates(same: readonly PartStage[], names: Names): AggregateStage | null {
  const stages = same.flatMap(({ stage }) => (stage.kind === 'aggregate' ? [stage] : []));
  const [first] = stages;
  const [head] = same;
  if (first === undefined || head === undefined || stages.length < same.length) return null;
  const alike = stages.every(
    (stage) =>
      stage.by.length === first.by.length &&
      keyOf(stage.having) === keyOf(first.having) &&
      keyOf(stage.columns.map(shape)) === keyOf(first.columns.map(shape)),
  );
  if (!alike || same.some(({ keys }) => keyOf(keys) !== keyOf(head.keys))) return null;
  const by = first.by.map((field, index) =>
    named(
      head.keys[index] ?? field.native,
      stages.flatMap((stage) => stage.by[index] ?? []),
      names,
    ),
  );
  const columns = first.columns.map((column, index) =>
    mergeColumns(
      stages.flatMap((stage) => stage.columns[index] ?? []),
      head.of.get(column.name) ?? '',
      names,
    ),
  );
  if (!by.every((each) => each !== null) || !columns.every((each) => each !== null)) return null;
  return { ...first, by, columns, window: longest(stages.map(({ window }) => window)) };
}

function mergeColumns(
  variants: readonly AggregateColumn[],
  name: string,
  names: Names,
): AggregateColumn | null {
  const [first] = variants;
  if (first === undefined || variants.every((each) => keyOf(each) === keyOf(first))) return first ?? null;
  const fields = variants.flatMap(({ field }) => (field === null ? [] : [field]));
  if (fields.length === variants.length) {
    const field = named(name, fields, names);
    if (field !== null) return { ...first, field };
  }
  const texts = variants.map(({ expression, field }) => expression ?? field?.native ?? '');
  return { ...first, function: 'computed', field: null, expression: [...new Set(texts)].join('; ') };
}

/** Each part looks back on its own: together they look as far back as the one that looks back furthest. */
function longest(windows: readonly (number | null)[]): number | null {
  const known = windows.filter((each) => each !== null);
  return known.length < windows.length ? null : Math.max(...known);
}

/** All of a column but the field that it is computed from. */
function shape({ name, function: computes, condition, percentile }: AggregateColumn): unknown {
  return [name, computes, condition, percentile];
}
