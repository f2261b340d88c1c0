/** Whether a rule judges events at all, as its author and its language have it. */
import type { Rule } from './rule.ts';

/**
 * `retired`: its author has superseded it; it judges where it is asked for. `without_query`: no event can be judged by it.
 */
export type Standing = 'active' | 'retired' | 'without_query';

/** Languages of rules whose logic is no query. */
const QUERYLESS_LANGUAGES: ReadonlySet<string> = new Set(['machine_learning']);

/** No: what it looks for is no query (a machine learning job), or a text that is none of its language, so that its own platform refuses it. */
export function hasQuery({ language, condition }: Pick<Rule, 'language' | 'condition'>): boolean {
  const isRefused = condition.kind === 'opaque' && condition.reason === 'syntax_error';
  return !isRefused && !QUERYLESS_LANGUAGES.has(language);
}

export function standingOf(status: Rule['status'], judges: boolean): Standing {
  if (!judges) return 'without_query';
  return status === 'deprecated' ? 'retired' : 'active';
}
