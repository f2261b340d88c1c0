// What every paged read shares: one row more than asked for tells whether the list goes on.
import type { Prisma } from '../generated/client.ts';

/** `after`: the keys of the last row of the page before. */
export interface PageRequest<Keys> {
  readonly first: number;
  readonly after: Keys | null;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
}

export type Direction = 'asc' | 'desc';

/** Cuts what was read with `take: first + 1`. */
export function pageOf<Row>(rows: readonly Row[], first: number): Page<Row> {
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

/** Keyset: rows after `[value, tie]` in the order of (`column`, `tieColumn`), both in one direction. */
export function afterKeys(
  column: string,
  tieColumn: string,
  direction: Direction,
  keys: readonly [unknown, unknown] | null,
): Record<string, unknown> {
  if (keys === null) return {};
  const [value, tie] = keys;
  const beyond = direction === 'asc' ? 'gt' : 'lt';
  if (column === tieColumn) return { [tieColumn]: { [beyond]: tie } };
  return { OR: [{ [column]: { [beyond]: value } }, { [column]: value, [tieColumn]: { [beyond]: tie } }] };
}

/** Prisma hands `startsWith` and `contains` to LIKE as they are. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

export function orderOf(
  column: string,
  tieColumn: string,
  direction: Direction,
): Record<string, Prisma.SortOrder>[] {
  return column === tieColumn
    ? [{ [column]: direction }]
    : [{ [column]: direction }, { [tieColumn]: direction }];
}
