/**
 * An event as Splunk exports it, under the names that searches use: `{}` behind the name of a list goes (`items{}.id` is a path through a list
 * anyhow), and a field of a data model is found with and without the name of its data set.
 */
import { DATA_SET_NAMES } from '../../fields/splunk-sources.ts';
import { isObject } from './keys.ts';

const DATA_SETS: ReadonlySet<string> = new Set(DATA_SET_NAMES);

export function flattenSplunkEvent(event: unknown): unknown {
  if (!isObject(event)) return event;
  const flat: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(event)) {
    const name = key.replaceAll('{}', '');
    if (!Object.hasOwn(flat, name)) flat[name] = value;
    const inner = withoutDataSet(name.split('.'));
    if (inner !== null && !Object.hasOwn(flat, inner.join('.'))) flat[inner.join('.')] = value;
  }
  return flat;
}

/** `Processes.process_name` as `process_name`; null where no data set stands in front. */
export function withoutDataSet(segments: readonly string[]): readonly string[] | null {
  const [first = '', ...rest] = segments;
  return rest.length > 0 && DATA_SETS.has(first) ? rest : null;
}
