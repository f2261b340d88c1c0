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

const AMBIGUOUS = /^(true|false|-?\d+(\.\d+)?)$/i;

/** Splunk's fields are text: may this one have been a number in the record, or true or false? */
export function hasLostType(value: unknown): boolean {
  return [value].flat().some((each) => typeof each === 'string' && AMBIGUOUS.test(each));
}
