/** Pass 5: what an event is asked beside the queries' own conditions, which depends on what these say; and how much of it all is understood. */
import { decidingComputedColumns, unreadColumns } from '../analysis/computed-columns.ts';
import { parseStatusOf } from '../analysis/parse-status.ts';
import { all, opaque } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import { simplify } from '../condition/simplify.ts';
import type { SourceRule } from '../platforms/platform.ts';
import { withListTests } from '../rule/list-tests.ts';
import type { Rule } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { takenFrom } from './name-sources.ts';
import type { JoinedAsked, NamedRule } from './rule-draft.ts';
import { headOf } from './rule-head.ts';

export interface CompleteRule {
  readonly rule: Rule;
  /** What its own tests are about. */
  readonly tested: Condition;
}

/** What an event is asked beside the queries' conditions: to be of a source, to pass what stands before and behind them. */
export function completeRule({ source, asked, tested, stages, ...rule }: NamedRule): CompleteRule {
  const own = ofSources(source, asked);
  const understood = simplify(withListTests(all([...precedingConditions(source), own]), stages));
  const condition = simplify(all([understood, ...unreadTests(stages)]));
  const whole = [filterStage(source, condition), ...stages];
  const diagnostics = [...rule.diagnostics, ...computedColumns(whole)];
  return {
    rule: {
      ...headOf(source),
      condition,
      stages: whole,
      outputFields: rule.outputFields,
      diagnostics,
      parseStatus: parseStatusOf(understood, stages, diagnostics),
    },
    tested: tested === null ? own : ofSources(source, tested),
  };
}

function ofSources({ queries }: SourceRule, { condition, sources, logSources }: JoinedAsked): Condition {
  return queries.length === 0 ? condition : takenFrom(condition, sources, logSources);
}

/** What a stage before the queries selects is not known: an event is undecided unless the queries themselves refuse it. */
function precedingConditions({ stages }: SourceRule): readonly Condition[] {
  return stages.flatMap(({ stage, precedes }) =>
    precedes === true && stage.kind === 'opaque' ? [opaque(stage.source, stage.reason)] : [],
  );
}

/** What such a column decides nobody knows: whether an event helps the rule to alert, neither. */
function unreadTests(stages: readonly Stage[]): readonly Condition[] {
  return unreadColumns(stages).map((name) => opaque(name, 'computed_column'));
}

function computedColumns(stages: readonly Stage[]): readonly Diagnostic[] {
  return decidingComputedColumns(stages).map((name) =>
    diagnostic('computed_column', `the rule decides by ${name}, whose computation is kept as text only`),
  );
}

function filterStage({ queries }: SourceRule, condition: Condition): Stage {
  return { kind: 'filter', condition, source: queries.map((query) => query.text).join('\n\n') };
}
