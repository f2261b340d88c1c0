/** Is a field of one schema exactly one field of an event of another, so that where the one is missing so is the other? */
import { logSourcesOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import type { FieldRow } from '../../fields/field-table.ts';
import { rawTables, tablesOf } from '../../fields/field-tables.ts';
import type { EventSchema } from '../../rule/rule.ts';

/** `schema`: whose name it is; `own`: the event's. What is made of a value, taken from one of several, or had elsewhere as well is not exact. */
export function isExactly(
  native: string,
  schema: EventSchema,
  own: EventSchema,
  origin: EventOrigin,
): boolean {
  const logSources = logSourcesOf(origin);
  const name = catalogName(native, schema, origin);
  if (name === null) return false;
  // What a record has in one of several fields is in an event of ECS under one name, and not in each of them.
  const tables = [...(own === 'ecs' ? [] : tablesOf(own, logSources)), ...rawTables(logSources)];
  const rows = tables.map((table) => table.byName(name)).filter((row) => row !== null);
  return (own === 'ecs' || rows.length > 0) && rows.every((row) => isSame(row) && row.natives.length === 1);
}

/** Null: it is none, or not one alone. */
function catalogName(native: string, schema: EventSchema, origin: EventOrigin): string | null {
  if (schema === 'ecs') return native;
  const rows = tablesOf(schema, logSourcesOf(origin)).flatMap((table) => table.byNative(native));
  const names = new Set(rows.map(({ name }) => name));
  const [name] = names;
  // `status` is a word of the Common Information Model, `Status` one of Windows.
  const isSpelt = rows.every((row) => isSame(row) && row.natives.includes(native));
  return name === undefined || names.size > 1 || !isSpelt ? null : name;
}

function isSame({ derivation, back, isInOneOfSeveral, notOf, inbound }: FieldRow): boolean {
  return (
    derivation === null &&
    back === undefined &&
    isInOneOfSeveral !== true &&
    notOf === undefined &&
    inbound === undefined
  );
}
