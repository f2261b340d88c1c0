/** What Panther writes beside each record: https://docs.panther.com/search/panther-fields */
import { said, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';
import { LOG_TYPE } from '../panther-log-types.ts';

/** The time is what the log type calls its events' time. */
const EVENT_TIME: FieldRow = same('@timestamp', 'p_event_time');

/** `logTypes`: under which Panther takes the log source in; of several, it is not known which. */
export function besideRecords(...logTypes: readonly string[]): readonly FieldRow[] {
  return [EVENT_TIME, ...logTypes.map((logType) => said(LOG_TYPE, logType))];
}

/** Fields of Panther's that records have a value for before Panther adds them. */
export function isBesideRecord(name: string): boolean {
  return name === LOG_TYPE || EVENT_TIME.natives.includes(name);
}
