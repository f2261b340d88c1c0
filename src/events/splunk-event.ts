/**
 * An event as Splunk exports it, under the names that searches use: `{}` behind the name of a list goes (`items{}.id` is a path through a list
 * anyhow), and a field of a data model is found with and without the name of its data set.
 */
import { withoutDataSet } from '../fields/splunk-sources.ts';
import { isObject } from './json-object.ts';

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
