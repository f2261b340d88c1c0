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
 *
 * All rules are compiled at once, equal parts of their conditions to one. Everything is synchronous, and no event throws; how much of one event is looked at
 * is bounded by limits.ts, beyond which rules are undecided, with the reason.
 */
import { readEvent } from '../events/read-event.ts';
import type { ReadEvent } from '../events/read-event.ts';
import type { EventSchema } from '../rule/rule.ts';
import type { LogSource } from '../rule/log-source.ts';
import { blindVerdict, explainPart, isPartlyDecided, judgePart } from './evaluate/judge-part.ts';
import { createPartTable } from './evaluate/parts.ts';
import type { Part, PartTable } from './evaluate/parts.ts';
import { judgedLeaves } from './evaluate/trace.ts';
import type { Trace } from './evaluate/trace.ts';
import type {
  Engine,
  EngineRule,
  EvaluateOptions,
  Evaluation,
  Match,
  NearMiss,
  Undecided,
} from './evaluation.ts';
import { createEventView, doubtfulView } from './event/event-view.ts';
import type { EventView } from './event/event-view.ts';
import { createGate } from './gate.ts';
import type { Passage, RuleGroup } from './gate.ts';
import { countPopularity } from './index/popularity.ts';
import { indexRules } from './index/rule-index.ts';
import type { RuleIndex, RuleNumber } from './index/rule-index.ts';
import { witnessFinder } from './index/witness.ts';
import type { WitnessFinder } from './index/witness.ts';
import { byNearness, nearMissOf } from './near-miss.ts';
import type { Verdict } from './verdict.ts';

const MAX_NEAR_MISSES = 20;
const MAX_EXPLAINED = 200;
/** Rules looked at for near misses, those of the event's own log source first. */
const NEAR_MISS_BUDGET = 4_000;

/** What remains of a rule: its condition lives on in what it was compiled to. */
interface CompiledRule {
  readonly id: string;
  readonly logSources: readonly LogSource[];
  readonly needsMoreEvents: boolean;
  readonly condition: Part;
}

/** One event on its way through the rules. */
interface Session {
  readonly options: EvaluateOptions;
  readonly read: ReadEvent;
  /** For rules that are for such events, and for those of which that is not known: for these absence says nothing. */
  readonly view: EventView;
  readonly doubtful: EventView;
  readonly rules: readonly CompiledRule[];
  readonly passage: Passage;
}

/** The rules that an event may match or leave undecided. */
interface Candidates {
  /** To be judged. */
  readonly judged: readonly RuleNumber[];
  readonly matched: readonly RuleNumber[];
  readonly undecided: readonly RuleNumber[];
}

type CandidateFinder = (session: Session) => Candidates;

export function compileRules(rules: readonly EngineRule[]): Engine {
  const tables = new Map<EventSchema, PartTable>();
  const tableOf = (schema: EventSchema): PartTable => {
    const table = tables.get(schema) ?? createPartTable(schema);
    tables.set(schema, table);
    return table;
  };
  const compiled = rules.map(({ id, logSources, needsMoreEvents, condition, eventSchema }): CompiledRule => ({
    id,
    logSources,
    needsMoreEvents,
    condition: tableOf(eventSchema)(condition),
  }));
  const passageOf = createGate(groupRules(rules, compiled));
  const evaluateBy =
    (find: CandidateFinder) =>
    (event: unknown, options: EvaluateOptions = {}): Evaluation => {
      const read = readEvent(event, options);
      const view = createEventView(read);
      const doubtful = doubtfulView(view);
      const session = { options, read, rules: compiled, passage: passageOf(read), view, doubtful };
      return judge(session, find(session));
    };
  return {
    ruleCount: rules.length,
    evaluate: evaluateBy(byIndex),
    evaluateFullScan: evaluateBy(byMembership),
  };
}

function ruleAt<T>(rules: readonly T[], number: RuleNumber): T {
  const rule = rules[number];
  if (rule === undefined) throw new Error(`the engine has no rule ${number}`);
  return rule;
}

function groupRules(rules: readonly EngineRule[], compiled: readonly CompiledRule[]): readonly RuleGroup[] {
  const members = new Map<string, RuleNumber[]>();
  for (const [number, { logSources, eventSchema }] of rules.entries()) {
    const isBlindable = blindVerdict(ruleAt(compiled, number).condition) !== null;
    const monitored = logSources.map(({ product, category, service }) => [product, category, service]);
    const key = JSON.stringify([eventSchema, isBlindable, monitored]);
    const known = members.get(key);
    if (known === undefined) members.set(key, [number]);
    else known.push(number);
  }
  const conditions = compiled.map(({ condition }) => condition.node);
  const finder = witnessFinder(countPopularity(conditions));
  return [...members.values()].map((numbers): RuleGroup => {
    const first = numbers[0] ?? -1;
    const schema = ruleAt(rules, first).eventSchema;
    const blind = numbers.map((number) => blindVerdict(ruleAt(compiled, number).condition));
    const indexOf = (witnessOf: WitnessFinder['witnessOf']): RuleIndex =>
      indexRules(
        numbers.map((number) => ({ number, schema, witness: witnessOf(ruleAt(conditions, number)) })),
      );
    return {
      logSources: ruleAt(rules, first).logSources,
      schema,
      members: numbers,
      index: indexOf(finder.witnessOf),
      nearIndex: indexOf(finder.witnessBeside),
      blindVerdicts: blind.includes(null) ? null : blind.filter((verdict) => verdict !== null),
    };
  });
}

function byMembership({ passage }: Session): Candidates {
  return { judged: passage.passing, matched: [], undecided: [] };
}

function byIndex({ passage, view, doubtful }: Session): Candidates {
  const found = new Set<RuleNumber>();
  for (const { group, doubt } of passage.open)
    addCandidates(group.index, doubt === null ? view : doubtful, found);
  return {
    judged: inOrder([...found]),
    matched: passage.blindMatched,
    undecided: passage.blindUndecided,
  };
}

function addCandidates(index: RuleIndex, view: EventView, found: Set<RuleNumber>): void {
  index.candidates(view, (number) => found.add(number));
}

function inOrder(numbers: readonly RuleNumber[]): readonly RuleNumber[] {
  return numbers.toSorted((a, b) => a - b);
}

function judge(session: Session, candidates: Candidates): Evaluation {
  const { rules, options, view } = session;
  const matched = [...candidates.matched];
  const undecided = [...candidates.undecided];
  const unmatched: RuleNumber[] = [];
  const isWanted = wantedBy(session);
  for (const number of candidates.judged) {
    if (!isWanted(number)) continue;
    const verdict = verdictOn(session, number);
    const into = verdict === 'matched' ? matched : verdict === 'unmatched' ? unmatched : undecided;
    into.push(number);
  }
  const matches = inOrder(matched.filter(isWanted)).map((number) => matchOf(ruleAt(rules, number), view));
  const left = describeUndecided(session, inOrder(undecided.filter(isWanted)), new Set(candidates.undecided));
  const nearMisses = options.explain === true ? findNearMisses(session, unmatched) : [];
  const totals = { ...gateTotals(session), matched: matches.length, undecided: left.length };
  const { origin, contradicted, opened } = session.read;
  return { origin, contradicted, opened, matches, nearMisses, undecided: left, totals };
}

/**
 * Ignorance never alerts: where it is not known whether the rule is for such events, it is unmatched only by what the event has, and else undecided. A rule
 * that names no log source matches what is there.
 */
function verdictOn({ rules, passage, view, doubtful }: Session, number: RuleNumber): Verdict {
  const { condition } = ruleAt(rules, number);
  const doubt = passage.doubts.get(number);
  if (doubt === undefined) return judgePart(condition, view);
  const verdict = judgePart(condition, doubtful);
  if (verdict !== 'matched') return verdict;
  return doubt === 'unnamed' && isShown(condition, doubtful) ? 'matched' : 'undecided';
}

/** Does the event say anything of the condition? */
function isShown(condition: Part, view: EventView): boolean {
  return judgedLeaves(explainPart(condition, view), ({ verdict }) => verdict !== 'undecided').length > 0;
}

function wantedBy({ rules, options: { ruleIds } }: Session): (number: RuleNumber) => boolean {
  return ruleIds === undefined ? () => true : (number) => ruleIds.has(ruleAt(rules, number).id);
}

/** The trace is made when it is asked for: that of a large rule is more work than all verdicts. */
function matchOf({ id, needsMoreEvents, condition }: CompiledRule, view: EventView): Match {
  let trace: Trace | undefined;
  return {
    id,
    verdict: needsMoreEvents ? 'CONTRIBUTES' : 'ALERTS',
    get trace() {
      return (trace ??= explainPart(condition, view));
    },
  };
}

/** Explained, those come first of which the event decides something: the others say nothing about it. */
function describeUndecided(
  { rules, options, view }: Session,
  numbers: readonly RuleNumber[],
  blind: ReadonlySet<RuleNumber>,
): readonly Undecided[] {
  const undecided = numbers.map((number) => ruleAt(rules, number));
  if (options.explain !== true) return undecided.map(({ id }) => ({ id, open: [] }));
  const partly = undecided.filter(
    ({ condition }, at) => !blind.has(numbers[at] ?? -1) && isPartlyDecided(condition, view),
  );
  const isPartly = new Set(partly);
  const ordered = [...partly, ...undecided.filter((rule) => !isPartly.has(rule))];
  return ordered.map(({ id, condition }, at) => ({
    id,
    open: at < MAX_EXPLAINED ? openLeaves(condition, view) : [],
  }));
}

function openLeaves(condition: Part, view: EventView): Undecided['open'] {
  return judgedLeaves(explainPart(condition, view), ({ verdict }) => verdict === 'undecided');
}

function gateTotals(session: Session): { evaluated: number; skippedByLogSource: number } {
  const { rules, passage } = session;
  const isWanted = wantedBy(session);
  const evaluated =
    session.options.ruleIds === undefined ? passage.passing.length : passage.passing.filter(isWanted).length;
  const wanted =
    session.options.ruleIds === undefined
      ? rules.length
      : rules.filter((_rule, number) => isWanted(number)).length;
  return { evaluated, skippedByLogSource: wanted - evaluated };
}

/** Among the rules of the event's own log source; those that the index brought up come first, as they share something telling with it. */
function findNearMisses(session: Session, unmatched: readonly RuleNumber[]): readonly NearMiss[] {
  const { rules, view, passage } = session;
  const isWanted = wantedBy(session);
  const looked = new Set(unmatched);
  for (const { group, doubt } of passage.open) {
    if (doubt !== null) continue;
    const near = new Set<RuleNumber>();
    addCandidates(group.nearIndex, view, near);
    inOrder([...near]).forEach((number) => looked.add(number));
  }
  const found: NearMiss[] = [];
  for (const number of [...looked].filter(isWanted).slice(0, NEAR_MISS_BUDGET)) {
    const { id, condition, logSources } = ruleAt(rules, number);
    const near = nearMissOf(condition, logSources, view);
    if (near !== null) found.push({ id, ...near });
  }
  return found.sort(byNearness).slice(0, MAX_NEAR_MISSES);
}
