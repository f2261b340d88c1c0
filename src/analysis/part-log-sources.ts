/** Of which of a rule's log sources a part of its condition asks: a branch that is for events of one is not for those of another. */
import type { Compare, Condition } from '../condition/condition.ts';
import { DATASET_FIELDS, mayBeOfDataset } from '../fields/ecs-datasets.ts';
import { ENDPOINT_CATEGORIES } from '../fields/endpoint-categories.ts';
import { LOG_TYPE, logSourcesOfLogType } from '../fields/panther-log-types.ts';
import { logSourceText } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

/** Where ECS says what an event is about: EQL's `process where …`. */
const CATEGORY = 'event.category';

/** Those of the log sources that this condition, as a conjunct, leaves. */
export function logSourcesLeft(conjunct: Condition, of: readonly LogSource[]): readonly LogSource[] {
  if (conjunct.kind === 'from') return oneOf(of, conjunct.logSources);
  if (conjunct.kind !== 'compare' || !isPinned(conjunct)) return of;
  if (isLogType(conjunct))
    return oneOf(
      of,
      conjunct.values.flatMap((value) => logSourcesOfLogType(String(value))),
    );
  if (DATASET_FIELDS.includes(conjunct.field.native))
    return of.filter((each) => conjunct.values.some((value) => mayBeOfDataset(each, String(value))));
  return conjunct.field.native === CATEGORY ? ofCategories(of, conjunct.values.map(String)) : of;
}

/** Does it ask for nothing but the event's log source? */
export function isLogType({ field }: Compare): boolean {
  return field.native === LOG_TYPE && field.transforms.length === 0;
}

function isPinned({ field, operator, other }: Compare): boolean {
  return (operator === 'eq' || operator === 'in') && field.transforms.length === 0 && other === null;
}

/** None named: it does not say. */
function oneOf(of: readonly LogSource[], named: readonly LogSource[]): readonly LogSource[] {
  if (named.length === 0) return of;
  const texts = new Set(named.map(logSourceText));
  return of.filter((each) => texts.has(logSourceText(each)));
}

function ofCategories(of: readonly LogSource[], values: readonly string[]): readonly LogSource[] {
  const known = values.map((value) => ENDPOINT_CATEGORIES[value.toLowerCase()]);
  if (known.length === 0 || known.includes(undefined)) return of;
  const categories = new Set(known.flatMap((each) => each ?? []));
  const all = new Set(Object.values(ENDPOINT_CATEGORIES).flat());
  return of.filter(({ category }) => category === null || !all.has(category) || categories.has(category));
}
