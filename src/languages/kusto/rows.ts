/** Rows with columns added or taken away. */
import { regexOfText } from '../../condition/pattern.ts';
import type { Row, Value } from './model.ts';

export function withColumns(row: Row, columns: Iterable<readonly [string, Value]>): Row {
  return { ...row, columns: new Map([...row.columns, ...columns]) };
}

/** Names may hold `*`. */
export function withoutColumns(row: Row, names: readonly string[]): Row {
  const tests = names.map((name) => new RegExp(`^${name.split('*').map(regexOfText).join('.*')}$`, 'u'));
  return {
    ...row,
    columns: new Map([...row.columns].filter(([name]) => !tests.some((test) => test.test(name)))),
  };
}

/** After a projection: no other columns are left. */
export function closedRow(columns: Iterable<readonly [string, Value]>): Row {
  const message = 'what comes before it has no such column';
  return { columns: new Map(columns), others: { reason: UNKNOWN_COLUMN, message } };
}

const UNKNOWN_COLUMN = 'unknown_column';

export function isClosed({ others }: Row): boolean {
  return typeof others === 'object' && 'reason' in others && others.reason === UNKNOWN_COLUMN;
}
