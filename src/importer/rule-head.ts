/** What a rule takes from its envelope as it is. */
import type { SourceRule } from '../platforms/platform.ts';
import type { Rule } from '../rule/rule.ts';

/** The head alone: a source rule's other parts are not the rule's. */
export function headOf(
  source: SourceRule,
): Omit<Rule, 'condition' | 'stages' | 'outputFields' | 'parseStatus' | 'diagnostics'> {
  const {
    queries: _q,
    inverted: _i,
    stages: _s,
    outputFields: _o,
    noQuery: _n,
    operationsOf: _l,
    declaredLogSources: _a,
    diagnostics: _d,
    contentHash: _c,
    ...head
  } = source;
  return head;
}
