// What the writers of one import share.
import type { CatalogRule } from '../analysis/catalog-rule.ts';

export interface WriteContext {
  readonly sourceId: string;
  readonly platformId: string;
  /** Of the source, for rules that declare none. */
  readonly licence: string | null;
  readonly now: Date;
  /** The ATT&CK ids that the database knows: others stay as declared. */
  readonly techniqueIds: ReadonlySet<string>;
  readonly tacticIds: ReadonlySet<string>;
  readonly rowIds: KnownRowIds;
}

/** Row ids found so far, by id: most indicators of a batch occurred in an earlier one. Lives as long as one import. */
export type KnownRowIds = Readonly<Record<'indicator' | 'exclusion' | 'action', Map<string, number>>>;

/** Rules with the row ids that they were given. */
export type PlacedRules = readonly { readonly rowId: number; readonly catalogRule: CatalogRule }[];
