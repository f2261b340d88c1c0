/** What a behaviour rule watches: the endpoint's events on the operating systems that it names. */
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

/** Sigma's categories of what the endpoint records in one of its own. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  process: ['process_creation', 'process_termination'],
  file: ['file_event', 'file_rename', 'file_delete', 'file_access'],
  registry: ['registry_set', 'registry_add', 'registry_delete', 'registry_rename', 'registry_event'],
  library: ['image_load'],
  driver: ['driver_load'],
  network: ['network_connection', 'dns_query'],
  dns: ['dns_query'],
  // Calls of functions, as the kernel traces them.
  api: ['process_access'],
};

/** Those of all events that the query asks for; null alone, any, where one of them is of no known category. */
function categoriesOf(query: string): readonly (string | null)[] {
  const found = eventCategories(topLevel(query)).map((category) => CATEGORIES[category.toLowerCase()]);
  if (found.length === 0 || found.includes(undefined)) return [null];
  return [...new Set(found.flatMap((each) => each ?? []))];
}
