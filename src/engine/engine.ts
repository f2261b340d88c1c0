/**
 * All rules of the catalog against one event.
 *
 *     const engine = compileRules(rules);
 *     engine.evaluate(event, { explain: true });
 *
 * An event is brought to every schema's names once (event/event-view.ts), its origin is detected or given. Then three steps, each of which
 * leaves out only what is certain:
 *
 * 1. the gate (gate.ts): rules whose log sources surely are not the event's are skipped, and of rules that can read none of its fields the
 *    verdict is known beforehand;
 * 2. the index (index/): of the rest, those whose witness the event does not show are unmatched without being judged;
 * 3. the judge (evaluate/): a compiled condition gives matched, unmatched or undecided, in Kleene's logic.
 *
 * `evaluateFullScan` judges every rule that passes: slow, obvious, and the oracle of the tests.
 * Rules of which it is not known whether they are for such events cannot match: they are judged when somebody asks what is undecided. Retired rules judge
 * where they are asked for, rules without a query never.
 *
 * All rules are compiled at once, equal parts of their conditions to one. Everything is synchronous, and no event throws; how much of one event is looked at
 * is bounded by limits.ts, beyond which rules are undecided, with the reason.
 */
import { readEvent } from '../events/read-event.ts';
import type { EventSchema } from '../rule/rule.ts';
import { answer } from './answer.ts';
import { byIndex, byMembership } from './candidates.ts';
import type { Judging } from './candidates.ts';
import { blindVerdict } from './evaluate/judge-part.ts';
import { createPartTable } from './evaluate/parts.ts';
import type { PartTable } from './evaluate/parts.ts';
import type { Engine, EngineRule, EvaluateOptions, Evaluation } from './evaluation.ts';
import { createEventView, doubtfulView } from './event/event-view.ts';
import { createGate } from './gate.ts';
import type { RuleGroup } from './gate.ts';
import { countPopularity } from './index/popularity.ts';
import { indexRules } from './index/rule-index.ts';
import type { RuleIndex, RuleNumber } from './index/rule-index.ts';
import { usesOfFields } from './index/touched.ts';
import type { FieldUse } from './index/touched.ts';
import { witnessFinder } from './index/witness.ts';
import type { WitnessFinder } from './index/witness.ts';
import { ruleAt } from './session.ts';
import type { CompiledRule } from './session.ts';

export function compileRules(rules: readonly EngineRule[]): Engine {
  const compiled = compileAll(rules);
  const numberOf = new Map(compiled.map(({ id }, number) => [id, number]));
  const passageOf = createGate(groupRules(rules, compiled));
  const evaluateBy =
    (judging: Judging) =>
    (event: unknown, options: EvaluateOptions = {}): Evaluation => {
      const read = readEvent(event, options);
      const view = createEventView(read);
      const passage = passageOf(read, options.includeRetired === true);
      const doubtful = doubtfulView(view);
      return answer({ options, read, rules: compiled, numberOf, passage, view, doubtful }, judging);
    };
  return {
    ruleCount: rules.length,
    hasRule: (id) => numberOf.has(id),
    evaluate: evaluateBy(byIndex),
    evaluateFullScan: evaluateBy(byMembership),
  };
}

function compileAll(rules: readonly EngineRule[]): readonly CompiledRule[] {
  const tables = new Map<EventSchema, PartTable>();
  const tableOf = (schema: EventSchema): PartTable => {
    const table = tables.get(schema) ?? createPartTable(schema);
    tables.set(schema, table);
    return table;
  };
  return rules.map(
    ({ id, logSources, needsMoreEvents, condition, eventSchema, standing = 'active' }): CompiledRule => ({
      id,
      logSources,
      needsMoreEvents,
      standing,
      condition: tableOf(eventSchema)(condition),
    }),
  );
}

function groupRules(rules: readonly EngineRule[], compiled: readonly CompiledRule[]): readonly RuleGroup[] {
  const members = new Map<string, RuleNumber[]>();
  for (const [number, { logSources, eventSchema }] of rules.entries()) {
    const { condition, standing } = ruleAt(compiled, number);
    if (standing === 'without_query') continue;
    const isBlindable = blindVerdict(condition) !== null;
    const monitored = logSources.map(({ product, category, service }) => [product, category, service]);
    const key = JSON.stringify([eventSchema, isBlindable, standing, monitored]);
    const known = members.get(key);
    if (known === undefined) members.set(key, [number]);
    else known.push(number);
  }
  const conditions = compiled.map(({ condition }) => condition.node);
  const finder = witnessFinder(countPopularity(conditions));
  return [...members.values()].map((numbers) => makeGroup(numbers, rules, compiled, finder));
}

function makeGroup(
  numbers: readonly RuleNumber[],
  rules: readonly EngineRule[],
  compiled: readonly CompiledRule[],
  finder: WitnessFinder,
): RuleGroup {
  const first = numbers[0] ?? -1;
  const schema = ruleAt(rules, first).eventSchema;
  const members = numbers.map((number) => ({ number, condition: ruleAt(compiled, number).condition }));
  const blind = members.map(({ condition }) => blindVerdict(condition));
  const indexOf = (witnessOf: WitnessFinder['witnessOf']): RuleIndex =>
    indexRules(
      members.map(({ number, condition }) => ({ number, schema, witness: witnessOf(condition.node) })),
    );
  let uses: readonly FieldUse[] | undefined;
  return {
    logSources: ruleAt(rules, first).logSources,
    schema,
    standing: ruleAt(compiled, first).standing === 'retired' ? 'retired' : 'active',
    members: numbers,
    index: indexOf(finder.witnessOf),
    nearIndex: indexOf(finder.witnessBeside),
    blindVerdicts: blind.includes(null) ? null : blind.filter((verdict) => verdict !== null),
    uses: () => (uses ??= usesOfFields(members)),
  };
}
