/** Of which of a rule's log sources a part of its condition asks: a branch that is for events of one is not for those of another. */
import type { Compare, Condition } from '../condition/condition.ts';
import { DATASET_FIELDS, mayBeOfDataset } from '../fields/ecs-datasets.ts';
import { ENDPOINT_CATEGORIES } from '../fields/endpoint-categories.ts';
import { LOG_TYPE, logSourcesOfLogType } from '../fields/panther-log-types.ts';
import { logSourceText } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

/** Where ECS says what an event is about: EQL's `process where …`. */
const CATEGORY = 'event.category';

/** Where cloud services say which of them it was. */
const PROVIDER = 'event.provider';

const CLOUDS: readonly (readonly [suffix: string, product: string])[] = [
  ['.amazonaws.com', 'aws'],
  ['.googleapis.com', 'gcp'],
];

/** Those of the log sources that this condition, as a conjunct, leaves. */
export function logSourcesLeft(conjunct: Condition, of: readonly LogSource[]): readonly LogSource[] {
  if (conjunct.kind === 'from') return oneOf(of, conjunct.logSources);
  if (conjunct.kind !== 'compare' || !isPinned(conjunct)) return of;
  if (isLogType(conjunct))
    return oneOf(
      of,
      conjunct.values.flatMap((value) => logSourcesOfLogType(String(value))),
    );
  if (DATASET_FIELDS.includes(conjunct.field.native)) return ofDatasets(of, conjunct.values.map(String));
  if (conjunct.field.name === PROVIDER) return ofProviders(of, conjunct.values.map(String));
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

/** A data set of which nothing is known but its name is the log source of that name, where the rule has one. */
function ofDatasets(of: readonly LogSource[], values: readonly string[]): readonly LogSource[] {
  const left = new Set(
    values.flatMap((value) => {
      const named = of.filter((each) => logSourceText(each) === value);
      return named.length > 0 ? named : of.filter((each) => mayBeOfDataset(each, value));
    }),
  );
  return of.filter((each) => left.has(each));
}

/** Services of one cloud are in no other's logs. */
function ofProviders(of: readonly LogSource[], values: readonly string[]): readonly LogSource[] {
  const clouds = values.map((value) => CLOUDS.find(([suffix]) => value.toLowerCase().endsWith(suffix))?.[1]);
  const left = of.filter(({ product }) => product === null || clouds.includes(product));
  return clouds.includes(undefined) || left.length === 0 ? of : left;
}

function ofCategories(of: readonly LogSource[], values: readonly string[]): readonly LogSource[] {
  const known = values.map((value) => ENDPOINT_CATEGORIES[value.toLowerCase()]);
  if (known.length === 0 || known.includes(undefined)) return of;
  const categories = new Set(known.flatMap((each) => each ?? []));
  const all = new Set(Object.values(ENDPOINT_CATEGORIES).flat());
  return of.filter(({ category }) => category === null || !all.has(category) || categories.has(category));
}
