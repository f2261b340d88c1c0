// What the writers of one import share.
import type { KeyTable } from './rule-batch.ts';

export interface WriteContext {
  readonly sourceId: string;
  readonly platformId: string;
  /** Of the source, for rules that declare none. */
  readonly licence: string | null;
  readonly now: Date;
  readonly rowIds: KnownRowIds;
}

/** Row ids found so far, by id: most indicators of a batch occurred in an earlier one. Lives as long as one import. */
type KnownRowIds = Readonly<Record<KeyTable, Map<string, number>>>;
