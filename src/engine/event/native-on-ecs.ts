/** Reads names of a schema through the catalog's (ECS) names: a rule that is written for one schema on an event of another. */
import { logSourcesOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { tablesOf } from '../../fields/field-tables.ts';
import type { EventSchema } from '../../rule/rule.ts';
import type { Reading } from './look-up.ts';

/** Reader of native names as a rule of this schema writes them. `readCatalog` reads the catalog's names in the event. */
export function nativeReader(
  origin: EventOrigin,
  schema: Exclude<EventSchema, 'ecs'>,
  readCatalog: (name: string) => Reading,
): (native: string) => Reading {
  const tables = tablesOf(schema, logSourcesOf(origin));
  return (native) => {
    const named = tables.flatMap((table) => table.byNative(native));
    // Of several log sources that the event may come from, all must say the same.
    const values = new Set(
      named.flatMap(({ derivation }) => (derivation?.kind === 'said' ? [derivation.value] : [])),
    );
    const [value] = values;
    if (value !== undefined) return values.size === 1 ? [value] : 'unmapped_field';
    const rows = named.filter(({ derivation }) => derivation === null || derivation.kind === 'ip');
    let isMapped = false;
    for (const { name, natives } of rows) {
      const values = readCatalog(name);
      if (values === 'unmapped_field') continue;
      if (typeof values === 'string') return values;
      isMapped = true;
      // Of a field that several native ones end in, only the first can be told from the others.
      if (values.length > 0) return schema === 'raw' && isLater(native, natives) ? 'unmapped_field' : values;
    }
    return isMapped ? [] : 'unmapped_field';
  };
}

function isLater(native: string, natives: readonly string[]): boolean {
  return natives.findIndex((each) => each.toLowerCase() === native.toLowerCase()) > 0;
}
