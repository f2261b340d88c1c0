/**
 * Rows that have no value of a field that they are grouped by are in no group: stats, the rows of chart, top, rare, dedup leave them out.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats, …/Chart, …/Top, …/Dedup
 */
import { compare } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { TransformName } from '../../condition/field-path.ts';
import type { Range } from './lowering.ts';
import { addPredicate } from './predicates.ts';
import type { Run } from './run.ts';
import { valueOf } from './scope.ts';
import { EVENT, hasValue } from './values.ts';
import type { Value } from './values.ts';

/**
 * What a command before took out of another field must be there. A field of the event is asked for as a key, but where a data model or a command that extracts
 * fields may have filled it; what `eval` and `fillnull` fill is no field of the event.
 */
export function requireKeys(run: Run, names: readonly string[], place: Range): void {
  for (const name of names) {
    const value = valueOf(run.scope, name);
    if (isMade(value)) {
      const { holds, reach } = hasValue(value);
      addPredicate(run, holds, reach, place);
      continue;
    }
    const asked = run.fills ? null : keyOfEvent(value);
    // Behind a command that computes over all rows, the event counts there in any case.
    if (asked !== null && run.pushable) addPredicate(run, asked, new Set([EVENT]), place);
  }
}

/** https://docs.splunk.com/Documentation/Splunk/latest/Data/Aboutdefaultfields */
const DEFAULT_FIELDS: ReadonlySet<string> = new Set([
  'host',
  'index',
  'linecount',
  'punct',
  'source',
  'sourcetype',
  'splunk_server',
  'timestamp',
]);

/** Null: it is more than a field of the event, or one that every event has. */
function keyOfEvent(value: Value): Condition | null {
  if (value.kind !== 'field' || value.list !== null) return null;
  const { path, reach } = value;
  const isOfEvent = reach.size === 1 && reach.has(EVENT) && path.scope === 'event' && path.match === 'path';
  const isDefault = path.native.startsWith('_') || DEFAULT_FIELDS.has(path.native);
  return isOfEvent && !isDefault ? compare(path, 'is_key') : null;
}

/** Functions whose result may be none where there is a text to work on. */
const MAY_FIND_NOTHING: ReadonlySet<TransformName> = new Set([
  'extract',
  'extract_all',
  'at',
  'key',
  'each',
  'parse_json',
  'to_number',
]);

function isMade(value: Value): boolean {
  switch (value.kind) {
    case 'field':
      return value.path.transforms.some(({ name }) => MAY_FIND_NOTHING.has(name));
    case 'choice':
      return [...value.branches.map(({ value: of }) => of), value.otherwise].every(
        (of) => of.kind === 'null' || isMade(of),
      );
    case 'several':
      return value.of.every(isMade);
    case 'literal':
      return true;
    case 'null':
    case 'truth':
    case 'opaque':
      return false;
  }
}
