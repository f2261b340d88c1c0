/** `match`: literal and alternative patterns, captures and the wildcard; other patterns are opaque. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { equalTo } from '../values/equality.ts';
import { both, either } from '../conditions/logic.ts';
import type { Outcome } from '../machine/machine.ts';
import { NEXT, split } from './outcome.ts';
import type { Run } from '../machine/run.ts';
import { constant } from '../values/values.ts';
import type { Value } from '../values/values.ts';

type Case = StatementOf<'Match'>['cases'][number];
type PatternNode = Case['pattern'];

export function matchStatement(m: Run, node: StatementOf<'Match'>): Outcome {
  return overCases(m, m.evaluate(node.subject), node.cases, node);
}

function overCases(m: Run, subject: Value, cases: readonly Case[], node: StatementOf<'Match'>): Outcome {
  const [first, ...rest] = cases;
  if (first === undefined) return NEXT;
  const matched = patternMatches(m, first.pattern, subject, node);
  const { guard } = first;
  const test =
    guard === undefined
      ? matched
      : both(
          matched,
          m.under(matched, () => m.truth(m.evaluate(guard), guard)),
        );
  const yes = m.isolated(() => m.block(first.body));
  const no = m.isolated(() => overCases(m, subject, rest, node));
  m.mergeChanges(test, yes.changes, no.changes);
  return split(test, yes.result, no.result);
}

function patternMatches(m: Run, pattern: PatternNode, subject: Value, node: StatementOf<'Match'>): Condition {
  switch (pattern.nodeType) {
    case 'MatchValue':
      return equalTo(m, subject, m.evaluate(pattern.value), pattern);
    case 'MatchSingleton': {
      const value: unknown = pattern.value;
      return equalTo(m, subject, constant(typeof value === 'boolean' ? value : null), pattern);
    }
    case 'MatchOr':
      return either(...pattern.patterns.map((one) => patternMatches(m, one, subject, node)));
    case 'MatchAs': {
      const inner =
        pattern.pattern === undefined ? always : patternMatches(m, pattern.pattern, subject, node);
      if (pattern.name !== undefined && pattern.name !== '_') m.write(pattern.name, subject);
      return inner;
    }
    case 'MatchSequence':
    case 'MatchMapping':
    case 'MatchClass':
    case 'MatchStar':
      return m.truth(m.opaque('unsupported_pattern', pattern, [subject]), pattern);
  }
}
