/** The engine over the stored rules, kept fresh: it is rebuilt when the corpus has another version. */
import { printCompare } from '../condition/print.ts';
import { fieldText } from '../condition/field-path.ts';
import { compileRules } from '../engine/engine.ts';
import type { Engine, Evaluation, Match, NearMiss, Undecided } from '../engine/evaluation.ts';
import { judgedLeaves } from '../engine/evaluate/trace.ts';
import type { JudgedLeaf } from '../engine/evaluate/trace.ts';
import type {
  EvaluateOptions,
  EvaluationResult,
  Evaluator,
  JudgedPredicate,
  JudgedRule,
  MissedRule,
  OpenRule,
} from '../graphql/evaluator.ts';
import type { Store } from '../store/client.ts';
import { readEngineRules } from '../store/read/engine-rules.ts';
import { corpusRow } from '../store/read/stats.ts';

interface Loaded {
  readonly corpusVersion: string | null;
  readonly evaluator: Evaluator;
}

/** A function that gives the evaluator for the rules as they are stored when it is called; many callers share one rebuild. */
export function freshEvaluator(store: Store): () => Promise<Evaluator> {
  let loading: Promise<Loaded> | undefined;
  const load = async (corpusVersion: string | null): Promise<Loaded> => {
    const engine = compileRules(await readEngineRules(store));
    return { corpusVersion, evaluator: createEvaluator(engine, corpusVersion) };
  };
  return async () => {
    const version = (await corpusRow(store.client))?.version ?? null;
    const known = await loading?.catch(() => undefined);
    if (known?.corpusVersion !== version || known === undefined) loading = load(version);
    return (await (loading ?? load(version))).evaluator;
  };
}

function createEvaluator(engine: Engine, corpusVersion: string | null): Evaluator {
  return {
    evaluate: (event, options) => {
      const evaluation = engine.evaluate(event, { ...engineOptions(options), explain: true });
      return evaluationResult(evaluation, engine.ruleCount, corpusVersion);
    },
  };
}

function engineOptions({ schema, logSource, ruleIds }: EvaluateOptions): Parameters<Engine['evaluate']>[1] {
  return {
    ...(schema === null ? {} : { schema }),
    ...(logSource === null ? {} : { logSource }),
    ...(ruleIds === null ? {} : { ruleIds }),
  };
}

function evaluationResult(
  evaluation: Evaluation,
  ruleCount: number,
  corpusVersion: string | null,
): EvaluationResult {
  const { totals, matches, nearMisses, undecided } = evaluation;
  return {
    corpusVersion: corpusVersion ?? 'empty',
    totals: {
      ruleCount,
      evaluatedCount: totals.evaluated,
      skippedByLogSourceCount: totals.skippedByLogSource,
      matchCount: totals.matched,
      nearMissCount: nearMisses.length,
      undecidedCount: totals.undecided,
    },
    matches: matches.map(judgedRule),
    nearMisses: nearMisses.flatMap(missedRule),
    undecided: undecided.map(openRule),
  };
}

function judgedRule({ id, verdict, trace }: Match): JudgedRule {
  const held = judgedLeaves(trace).filter(
    (leaf) => leaf.verdict === (leaf.negated ? 'unmatched' : 'matched'),
  );
  return { ruleId: id, effect: verdict, predicates: held.flatMap(judgedPredicate) };
}

function judgedPredicate({ node, actual, negated }: JudgedLeaf): readonly JudgedPredicate[] {
  if (node.kind === 'opaque') return [];
  const field = fieldText(node.field, 'name');
  return [
    {
      text: printCompare(node),
      field,
      nativeField: fieldText(node.field),
      operator: node.operator,
      actual,
      negated,
    },
  ];
}

const REASONS: Partial<Record<string, MissedRule['reason']>> = {
  field_absent: 'FIELD_ABSENT',
  value_mismatch: 'VALUE_MISMATCH',
  case_mismatch: 'CASE_MISMATCH',
  type_mismatch: 'TYPE_MISMATCH',
  excluded: 'EXCLUDED',
};

/** The engine names an undecided predicate as the failing one only when no other is: then there is no failing predicate to show. */
function missedRule({ id, failing, reason }: NearMiss): readonly MissedRule[] {
  const [predicate] = judgedPredicate(failing);
  const shown = REASONS[reason];
  return predicate === undefined || shown === undefined
    ? []
    : [{ ruleId: id, failing: predicate, reason: shown }];
}

function openRule({ id, open }: Undecided): OpenRule {
  return {
    ruleId: id,
    opaqueParts: open.map(({ node, reason }) => ({
      source: node.kind === 'opaque' ? node.text : printCompare(node),
      reason: reason ?? 'opaque',
    })),
  };
}
