/** What a query comes to: the filter of the events of one table, what is done with them, and the columns that others may read. */
import type { Condition } from '../../condition/condition.ts';
import type { Stage } from '../../rule/stage.ts';
import type { Query } from './ast.ts';
import type { Bound, Scope } from './scope.ts';

export interface Pipeline {
  readonly condition: Condition;
  readonly stages: readonly Stage[];
  /** The table whose events the condition is about; null: several. */
  readonly table: string | null;
  /** Columns by name, in lower case, as expressions over the events; empty where the query makes rows of its own. */
  readonly columns: ReadonlyMap<string, Bound>;
  /** `*`: names that are no column of its own are looked up here. */
  readonly inner: Scope | null;
  /** Names of the columns of the rows that an aggregation makes; null: the rows are events. */
  readonly rows: ReadonlySet<string> | null;
}

/** Named queries: each is lowered where it is read. */
export type Views = ReadonlyMap<string, () => Pipeline>;

/** What lowers a query within a query. */
export type LowerQuery = (query: Query, views: Views) => Pipeline;
