/** Whether a rule judges events at all, as its author and its language have it. */
import type { Rule } from './rule.ts';

/**
 * `retired`: its author has superseded it; it judges where it is asked for. `without_query`: what it looks for is no query (a machine learning job), so no
 * event can be judged by it.
 */
export type Standing = 'active' | 'retired' | 'without_query';

/** Languages of rules whose logic is no query. */
export const QUERYLESS_LANGUAGES: readonly string[] = ['machine_learning'];

export function standingOf({ status, language }: Pick<Rule, 'status' | 'language'>): Standing {
  if (QUERYLESS_LANGUAGES.includes(language)) return 'without_query';
  return status === 'deprecated' ? 'retired' : 'active';
}
