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
  const category = isProcessCreation(query) ? 'process_creation' : null;
  return known.map((system) => logSource(system, category));
}

const PROCESS_EVENT = /(?:^|[[\s])(\w+)\s+where\b/g;
const START = /(?<!\bnot\s+)event\.(?:type\s*==?\s*"?start\b|action\s*(?:==|:)\s*"?(?:start|exec)\b)/g;

/** Must every event that the query asks for be a process that starts? Only then is it Sigma's `process_creation`. */
function isProcessCreation(query: string): boolean {
  const required = topLevel(query);
  const starts = required.match(START)?.length ?? 0;
  const categories = [...required.matchAll(PROCESS_EVENT)].map(([, category]) => category);
  if (hasAlternatives(query) || categories.length === 0) return false;
  return categories.every((category) => category === 'process') && starts >= categories.length;
}
