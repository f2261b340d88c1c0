/** Reads a log source's own names in an ECS event, through the field tables. */
import { logSourcesOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { tablesOf } from '../../fields/name-field.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { isObject } from './keys.ts';
import type { KeyFinder } from './keys.ts';
import { lookUp } from './look-up.ts';
import type { Reading } from './look-up.ts';

const EVENT_DATA = 'winlog.event_data.';

/** Reader of native names as a rule of this schema writes them. */
export function nativeReader(
  event: unknown,
  origin: EventOrigin,
  schema: Exclude<EventSchema, 'ecs'>,
  keys: KeyFinder,
): (native: string) => Reading {
  const tables = tablesOf(schema, logSourcesOf(origin));
  const hasEventData = isObject(event) && keys.valueOf(event, 'winlog') !== undefined;
  const read = (name: string): Reading => lookUp(event, name.split('.'), 'any', keys);
  return (native) => {
    const rows = tables
      .flatMap((table) => table.byNative(native))
      .filter(({ derivation }) => derivation === null || derivation.kind === 'ip')
      .filter(({ name }) => hasEventData || !name.startsWith(EVENT_DATA));
    if (rows.length === 0) return 'unmapped_field';
    for (const { name, natives } of rows) {
      const values = read(name);
      if (typeof values === 'string') return values;
      // Of a field that several native ones end in, only the first can be told from the others.
      if (values.length > 0) return schema === 'raw' && isLater(native, natives) ? 'unmapped_field' : values;
    }
    return [];
  };
}

function isLater(native: string, natives: readonly string[]): boolean {
  return natives.findIndex((each) => each.toLowerCase() === native.toLowerCase()) > 0;
}
