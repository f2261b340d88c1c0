/** What a behaviour rule watches: the endpoint's events on the operating systems that it names. */
import { ENDPOINT_CATEGORIES } from '../../fields/endpoint-categories.ts';
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { hasAlternatives, topLevel } from '../../text/query-outline.ts';

const SYSTEMS = ['windows', 'linux', 'macos'] as const;

/** None is any: an operating system that is none of ours must not be passed over. */
export function endpointLogSources(systems: readonly string[], query: string): readonly LogSource[] {
  const named = systems.map((system) => system.toLowerCase());
  const known = SYSTEMS.filter((system) => named.includes(system));
  if (known.length === 0 || known.length < new Set(named).size) return [];
  const categories = isProcessCreation(query) ? ['process_creation'] : categoriesOf(query);
  return known.flatMap((system) => categories.map((category) => logSource(system, category)));
}

const EVENT_CATEGORY = /(?:^|[[\s])(\w+)\s+where\b/g;
const START = /(?<!\bnot\s+)event\.(?:type\s*==?\s*"?start\b|action\s*(?:==|:)\s*"?(?:start|exec)\b)/g;

function eventCategories(required: string): readonly string[] {
  return [...required.matchAll(EVENT_CATEGORY)].map(([, category = '']) => category);
}

/** Must every event that the query asks for be a process that starts? Only then is it Sigma's `process_creation` alone. */
function isProcessCreation(query: string): boolean {
  const required = topLevel(query);
  const starts = required.match(START)?.length ?? 0;
  const categories = eventCategories(required);
  if (hasAlternatives(query) || categories.length === 0) return false;
  return categories.every((category) => category === 'process') && starts >= categories.length;
}

/** Those of all events that the query asks for; null alone, any, where one of them is of no known category. */
function categoriesOf(query: string): readonly (string | null)[] {
  const found = eventCategories(topLevel(query)).map(
    (category) => ENDPOINT_CATEGORIES[category.toLowerCase()],
  );
  if (found.length === 0 || found.includes(undefined)) return [null];
  return [...new Set(found.flatMap((each) => each ?? []))];
}
