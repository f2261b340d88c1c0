/** The columns that rows have at a point of the pipeline, and what a query's lowering carries along. */
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { OutputField } from '../../rule/rule.ts';
import type { AggregateColumn, Arithmetic, ProjectStage, Seconds, Stage } from '../../rule/stage.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { spanWithin } from '../../text/span.ts';
import type { Condition } from '../../condition/condition.ts';
import type { LowerInner, Query } from '../language.ts';
import type { Column as ColumnName, Place } from './ast.ts';
import { unsaid } from './value.ts';
import type { FieldValue, Value } from './value.ts';

/** A column that the query defines. */
export interface Column {
  readonly value: Value;
  /** Its definition, columns of the query put in their places; null where its name says all: a field, a column of an aggregation. */
  readonly text: string | null;
  /** What is computed over a group for it. */
  readonly computed: readonly AggregateColumn[];
  /** As arithmetic over the group's columns; absent where it is not known to be that. */
  readonly number?: GroupNumber;
}

/** A number or time of a group: `whole` and `fraction` as the type of the column says, which decides how it divides; of a `list` its size. */
export interface GroupNumber {
  readonly arithmetic: Arithmetic;
  readonly type: 'whole' | 'fraction' | 'time' | 'span' | 'list' | 'unknown';
}

/** The aggregation that the rows come from. */
export interface Aggregation {
  readonly by: readonly FieldPath[];
  readonly columns: AggregateColumn[];
  readonly having: Condition[];
  readonly window: Seconds | null;
  readonly source: string;
  /** Are its rows the events, each with the group's columns beside its own? */
  readonly keepsRows: boolean;
}

/** One query's lowering: its state moves down the pipeline. */
export interface Lowering {
  readonly query: Query;
  readonly lowerInner: LowerInner | undefined;
  readonly diagnostics: Diagnostic[];
  /** Conditions on the event itself. */
  readonly filters: Condition[];
  /** Finished stages. */
  readonly stages: Stage[];
  /** Stages behind the aggregation that is still open. */
  later: Stage[];
  /** Fields of the event that were read. */
  readonly fieldsRead: Set<string>;
  columns: Map<string, Column>;
  /** Columns of the document that are no fields of the event: `_index`. */
  metadata: ReadonlySet<string>;
  aggregation: Aggregation | null;
  /** `closed`: only the columns of an aggregation are left. `unsure`: a command that we cannot read may have made any column. */
  names: 'open' | 'closed' | 'unsure';
  /** How far back the search looks by its own words. */
  window: Seconds | null;
  /** The lists that `MV_EXPAND` made rows of: comparisons see an element of each. */
  expanded: readonly FieldPath[];
  outputs: readonly OutputField[];
  projection: ProjectStage | null;
}

export function report(
  { query, diagnostics }: Lowering,
  { start, end }: Place,
  code: string,
  message: string,
  severity: Diagnostic['severity'] = 'error',
): void {
  const span = spanWithin(query.text, start, end, query);
  const found = diagnostics.some(
    (each) => each.code === code && each.span?.start.offset === span.start.offset,
  );
  if (!found) diagnostics.push(diagnostic(code, message, span, severity));
}

export function textOf({ query }: Lowering, { start, end }: Place): string {
  return query.text.slice(start, end);
}

/** A column's name is one key, whatever dots stand in it. */
export function columnPath(name: string): FieldPath {
  return fieldPath(name, { segments: [name] });
}

/** Another index of the same value: https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/multi-fields */
const SUB_FIELD = /^(.+)\.(text|caseless|keyword)$/;

export function fieldValue(name: string, segments: readonly string[] = name.split('.')): Value {
  const [, base, index] = SUB_FIELD.exec(name) ?? [];
  if (base === undefined) return { kind: 'field', path: fieldPath(name, { segments }), collection: 'single' };
  const path = fieldPath(base);
  // A field without letter case holds its values in lower case.
  const indexed = index === 'caseless' ? withTransform(path, 'lower') : path;
  return { kind: 'field', path: indexed, collection: 'single' };
}

export function columnValue(lowering: Lowering, { name, segments }: ColumnName): Value {
  const own = lowering.columns.get(name);
  if (own !== undefined) {
    addComputed(lowering, own.computed);
    return own.value;
  }
  if (lowering.names === 'unsure') {
    return fromElsewhere('unsupported_command', `"${name}" may come of a command that is not read`);
  }
  if (lowering.names === 'closed') {
    return fromElsewhere('unknown_column', `there is no column "${name}" after the aggregation`);
  }
  if (lowering.metadata.has(name) || /^_[a-z]+$/.test(name)) {
    return fromElsewhere(
      'metadata_column',
      `"${name}" says where a document is stored, which an event does not`,
    );
  }
  lowering.fieldsRead.add(name);
  return fieldValue(name, segments);
}

/** Columns that the open aggregation must have. */
function addComputed({ aggregation }: Lowering, columns: readonly AggregateColumn[]): void {
  for (const column of columns) {
    if (aggregation?.columns.some(({ name }) => name === column.name) === false)
      aggregation.columns.push(column);
  }
}

/** A column that the open aggregation computes by an expression. */
export function computedColumn(
  lowering: Lowering,
  name: string,
  expression: string,
  arithmetic: Arithmetic | null = null,
): FieldValue {
  const column = { name, function: 'computed', field: null, condition: null, expression } as const;
  addComputed(lowering, [arithmetic === null ? column : { ...column, arithmetic }]);
  return { kind: 'field', path: columnPath(name), collection: 'single' };
}

/** A value that is not made of the row's other columns. */
export function fromElsewhere(code: string, message: string): Value {
  return { ...unsaid(code, message), computed: false };
}
