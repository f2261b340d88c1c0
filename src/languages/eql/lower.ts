/**
 * An EQL query's tree to a condition, and for sequences and samples a stage: as Elasticsearch runs it
 * (https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax).
 *
 * Null and lists. The reference says only how to ask for a missing field (`== null`); what a comparison makes of one is in Elasticsearch's
 * own expectations of the queries that EQL becomes (x-pack/plugin/eql/src/test/resources/querytranslator_tests.txt, since 7.15, which brought lists:
 * https://github.com/elastic/elasticsearch/pull/76612):
 *
 * - A comparison is false for a missing field, and true for a list when it is so for any element.
 * - `not` is the complement: `not (exit_code > -1)` is must_not of the range, so an event without the field matches. Functions that run
 *   as scripts agree: their result is made false where it is null, and only then negated.
 * - `!=` is the complement of `==` (`bool != true` is must_not of the term), so it holds for a missing field, and for a list in which no
 *   element is equal; `not in`, `not like` likewise.
 *
 * That is the IR's own semantics: nothing is added. A field marked optional (`?field`) that no document of the index maps is null before
 * the query is built, and then a negation is not true either; a rule does not say what is mapped, so fields count as mapped.
 *
 * Case: `==`, `!=`, `in`, `like`, `regex` and functions heed it; `:` and everything with `~` does not. Only `:`, `like` and `wildcard()`
 * know wildcards.
 */
import { all, any, opaque } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { JoinStage, SequenceStep, Stage } from '../../rule/stage.ts';
import type { Lowered, Query as QueryText } from '../language.ts';
import type { EventFilter, Place, Sequence, Step } from './ast.ts';
import { lowerEvent, lowerParts } from './lower-event.ts';
import type { EqlLowering } from './lower-event.ts';
import { pathOf } from './operand.ts';
import { parseEql } from './parse.ts';
import { lowerPipes } from './pipes.ts';
import { report } from './report.ts';

/** What the rule says beside its query. */
export interface EqlContext {
  /** The field that `process where` speaks of, if the rule overrides `event.category`. */
  readonly eventCategoryField: string | null;
}

const EVENT_CATEGORY = 'event.category';
const MAX_RUNS = 100;

export function lowerEql(query: QueryText): Lowered {
  const lowering: EqlLowering = {
    query,
    diagnostics: [],
    variable: null,
    stepNames: new Set(),
    category: categoryField(query.context),
  };
  const parsed = parseEql(query.text);
  if ('failure' in parsed) {
    const { code, message } = parsed.failure;
    const span = report(lowering, parsed.failure, code, message);
    return {
      condition: opaque(query.text, code, [], span),
      stages: [],
      outputFields: [],
      diagnostics: lowering.diagnostics,
    };
  }
  const { tree } = parsed;
  const main = tree.kind === 'event' ? lowerSingle(lowering, tree.event) : lowerSequence(lowering, tree);
  const piped = lowerPipes(lowering, tree);
  return {
    condition: piped.filters.length === 0 ? main.condition : all([main.condition, ...piped.filters]),
    stages: [...main.stages, ...piped.stages],
    outputFields: [],
    diagnostics: lowering.diagnostics,
  };
}

function categoryField(context: unknown): string {
  if (typeof context !== 'object' || context === null || !('eventCategoryField' in context))
    return EVENT_CATEGORY;
  return typeof context.eventCategoryField === 'string' ? context.eventCategoryField : EVENT_CATEGORY;
}

interface LoweredQuery {
  readonly condition: Condition;
  readonly stages: readonly Stage[];
}

function lowerSingle(lowering: EqlLowering, event: EventFilter): LoweredQuery {
  const { condition, joins } = lowerParts(lowering, event);
  return { condition, stages: joins };
}

function lowerSequence(context: EqlLowering, sequence: Sequence): LoweredQuery {
  const stepNames = new Set(sequence.steps.map(({ name }) => name).filter((name) => name !== null));
  const lowering = { ...context, stepNames };
  const lowered = sequence.steps.map((step, at) => lowerStep(lowering, step, at));
  const steps = lowered.map(({ step }) => step);
  checkSequence(lowering, sequence);
  const stage: Stage = {
    kind: 'sequence',
    source: lowering.query.text.slice(sequence.start, sequence.end),
    ordered: sequence.ordered,
    steps,
    by: sequence.by.map(pathOf),
    window: sequence.maxspan,
    until: sequence.until === null ? null : lowerEvent(lowering, sequence.until.event),
  };
  const condition = any(steps.filter((step) => !step.missing).map((step) => step.condition));
  return { condition, stages: [stage, ...lowered.flatMap(({ joins }) => joins)] };
}

interface LoweredStep {
  readonly step: SequenceStep;
  readonly joins: readonly JoinStage[];
}

function lowerStep(lowering: EqlLowering, step: Step, at: number): LoweredStep {
  const { event, by, runs, missing, name } = step;
  if (runs < 1 || runs > MAX_RUNS) {
    report(lowering, step, 'invalid_runs', `runs must be a number from 1 to ${MAX_RUNS}, but it is ${runs}`);
  }
  const head = { by: by.map(pathOf), runs, missing, name, ruleId: null };
  const { condition, relation, joins } = lowerParts(lowering, event, { step: at, missing });
  return { step: { ...head, condition, ...(relation === null ? {} : { relation }) }, joins };
}

/** What the grammar lets pass and the stage cannot say, or Elasticsearch refuses. */
function checkSequence(lowering: EqlLowering, { steps, until, maxspan }: Sequence): void {
  const missing = steps.find((step) => step.missing);
  if (steps.every((step) => step.missing)) {
    report(
      lowering,
      steps[0] ?? NOWHERE,
      'no_event',
      'a sequence needs an event that must come, not only missing ones',
    );
  }
  if (missing !== undefined && maxspan === null) {
    report(
      lowering,
      missing,
      'missing_without_maxspan',
      'a missing event needs "with maxspan": when is it too late?',
    );
  }
  checkJoinKeys(lowering, steps);
  if (until === null) return;
  if (until.by.length > 0) {
    report(
      lowering,
      until,
      'unsupported_until',
      'the join keys of "until" are not kept apart from the steps\' own',
    );
  }
  if (until.missing || until.runs !== 1) {
    report(lowering, until, 'unsupported_until', '"until" takes one event');
  }
}

function checkJoinKeys(lowering: EqlLowering, steps: readonly Step[]): void {
  const [first, ...rest] = steps;
  const uneven = rest.find((step) => step.by.length !== first?.by.length);
  if (uneven !== undefined) {
    report(
      lowering,
      uneven,
      'uneven_join_keys',
      `every step needs as many join keys as the first, ${first?.by.length ?? 0}`,
    );
  }
}

const NOWHERE: Place = { start: 0, end: 0 };
