/** Reads names of a schema through the catalog's (ECS) names: a rule that is written for one schema on an event of another. */
import { logSourcesOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import type { FieldRow, FieldTable } from '../../fields/field-table.ts';
import { tablesOf } from '../../fields/field-tables.ts';
import { withoutDataSet } from '../../fields/splunk-sources.ts';
import { SPLUNK_NAMES } from '../../fields/tables/splunk.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { derive, mayBeNumber } from './derive.ts';
import { flattenLists } from './look-up.ts';
import type { Reading } from './look-up.ts';

/** Reader of native names as a rule of this schema writes them. `readCatalog` reads the catalog's names in the event. */
export function nativeReader(
  origin: EventOrigin,
  schema: Exclude<EventSchema, 'ecs'>,
  readCatalog: (name: string) => Reading,
): (native: string) => Reading {
  const tables = tablesOf(schema, logSourcesOf(origin));
  const readRows = (rows: readonly FieldRow[], native: string): Reading => {
    let isMapped = false;
    for (const row of rows) {
      const { natives, derivation, back, notOf } = row;
      if (derivation !== null && derivation.kind !== 'ip' && back === undefined) continue;
      if (notOf !== undefined && readCatalog(notOf.name).includes(notOf.value)) continue;
      const name = nameOf(row, native, readCatalog);
      if (name === null) return 'unmapped_field';
      // Which of a list's elements it is does not show in the name.
      if (name.includes('.*.')) continue;
      const read = readCatalog(name);
      if (read === 'unmapped_field') continue;
      if (typeof read === 'string') return read;
      const flat = back === undefined ? read : flattenLists(read);
      if (typeof flat === 'string') return flat;
      if (back?.kind === 'registry_text' && flat.some(mayBeNumber)) continue;
      const values = back === undefined ? flat : derive(flat, back);
      if (values.length === 0 && row.isInOneOfSeveral === true) continue;
      isMapped = true;
      // Of a field that several native ones end in, only the first can be told from the others.
      if (values.length > 0) return schema === 'raw' && isLater(native, natives) ? 'unmapped_field' : values;
    }
    return isMapped ? [] : 'unmapped_field';
  };
  return (native) => {
    const own = rowsOf(tables, native, schema);
    // A data set's field is that of the log source under the same name, where no data set is known to take it in.
    const plain = own.length > 0 || schema !== 'splunk' ? null : withoutDataSet(native.split('.'));
    const perTable = plain === null ? own : rowsOf(tables, plain.join('.'), schema);
    const said = saidValue(perTable.flat());
    if (said !== null) return said;
    if (schema === 'raw') return readRows(perTable.flat(), native);
    // Another table's name for something else must not stand in for what this one lacks.
    for (const rows of perTable) {
      const reading = readRows(rows, native);
      if (reading !== 'unmapped_field') return reading;
    }
    return 'unmapped_field';
  };
}

/**
 * Splunk tells `status` from `Status` (https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Aboutfields): what is one name as it is spelled does not
 * stand for another that letter case alone sets apart.
 */
function rowsOf(
  tables: readonly FieldTable[],
  native: string,
  schema: EventSchema,
): readonly (readonly FieldRow[])[] {
  const isOwn = schema === 'splunk' && SPLUNK_NAMES.has(native);
  const isSpelt = ({ natives }: FieldRow): boolean => !isOwn || natives.includes(native);
  return tables.map((table) => table.byNative(native).filter(isSpelt)).filter((rows) => rows.length > 0);
}

/** Null: whose side it is depends on who opened the connection, and the event does not say. */
function nameOf(
  { name, inbound }: FieldRow,
  native: string,
  readCatalog: (name: string) => Reading,
): string | null {
  if (inbound === undefined || inbound.native.toLowerCase() !== native.toLowerCase()) return name;
  const [direction] = readCatalog('network.direction');
  if (direction === 'egress' || direction === 'outbound') return name;
  return direction === 'ingress' || direction === 'inbound' ? inbound.name : null;
}

/** What the schema itself says of every event of a log source. Of several that the event may come from, all must say the same. */
function saidValue(rows: readonly FieldRow[]): Reading | null {
  const values = new Set(
    rows.flatMap(({ derivation }) => (derivation?.kind === 'said' ? [derivation.value] : [])),
  );
  const [value] = values;
  if (value === undefined) return null;
  return values.size === 1 ? [value] : 'unmapped_field';
}

function isLater(native: string, natives: readonly string[]): boolean {
  return natives.findIndex((each) => each.toLowerCase() === native.toLowerCase()) > 0;
}
