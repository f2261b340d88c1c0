/**
 * All rules of the catalog against one event.
 *
 *     const engine = compileRules(rules);
 *     engine.evaluate(event, { explain: true });
 *
 * An event is brought to every schema's names once (event/event-view.ts), its origin is detected or given. Then three steps, each of which
 * leaves out only what is certain:
 *
 * 1. the gate: rules whose log sources surely are not the event's are skipped;
 * 2. the index (index/): of the rest, those whose witness the event does not show are unmatched without being judged;
 * 3. the judge (evaluate/): a compiled condition gives matched, unmatched or undecided, in Kleene's logic.
 *
 * `evaluateFullScan` is the same without step 2: slow, obvious, and the oracle of the tests.
 *
 * Rules are compiled when an event first comes to them. Everything is synchronous, and no event throws; how much of one event is looked at
 * is bounded by limits.ts, beyond which rules are undecided, with the reason.
 */
import { detectOrigin } from '../fields/detect-origin.ts';
import { logSourcesFit, originOf } from '../fields/event-origin.ts';
import type { EventOrigin, Fit } from '../fields/event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';
import { compileCondition } from './evaluate/compile.ts';
import type { Compiled } from './evaluate/compile.ts';
import { judgedLeaves } from './evaluate/trace.ts';
import type {
  Engine,
  EngineRule,
  EvaluateOptions,
  Evaluation,
  Match,
  NearMiss,
  Undecided,
} from './evaluation.ts';
import { createEventView } from './event/event-view.ts';
import type { EventView } from './event/event-view.ts';
import { countPopularity } from './index/popularity.ts';
import { indexRules } from './index/rule-index.ts';
import type { RuleIndex, RuleNumber } from './index/rule-index.ts';
import { witnessOf } from './index/witness.ts';
import { byNearness, nearMissOf } from './near-miss.ts';

const MAX_NEAR_MISSES = 20;
const MAX_EXPLAINED = 200;
/** Rules looked at for near misses, those of the event's own log source first. */
const NEAR_MISS_BUDGET = 4_000;

/** Rules that monitor the same: one decision of the gate, one index. */
interface Group {
  readonly logSources: readonly LogSource[];
  readonly members: readonly RuleNumber[];
  readonly index: RuleIndex;
}

interface OpenGroup {
  readonly group: Group;
  readonly fit: Fit;
}

/** One event on its way through the rules. */
interface Session {
  readonly options: EvaluateOptions;
  readonly origin: EventOrigin;
  readonly view: EventView;
  readonly rules: readonly EngineRule[];
  readonly compiledOf: (number: RuleNumber) => Compiled;
  /** The groups that the gate lets through. */
  readonly open: readonly OpenGroup[];
}

type CandidateFinder = (session: Session) => readonly RuleNumber[];

export function compileRules(rules: readonly EngineRule[]): Engine {
  const openTo = createGate(groupRules(rules));
  const compiled: (Compiled | undefined)[] = [];
  const compiledOf = (number: RuleNumber): Compiled => {
    const rule = ruleAt(rules, number);
    return (compiled[number] ??= compileCondition(rule.condition, rule.eventSchema));
  };
  const evaluateBy =
    (find: CandidateFinder) =>
    (event: unknown, options: EvaluateOptions = {}): Evaluation => {
      const origin = givenOrigin(event, options);
      const open = openTo(origin);
      const session = { options, origin, rules, compiledOf, open, view: createEventView(event, origin) };
      return judge(session, find(session));
    };
  return {
    ruleCount: rules.length,
    evaluate: evaluateBy(byIndex),
    evaluateFullScan: evaluateBy(byMembership),
  };
}

/** Origins are few: the decision on each is remembered, for so many that none can fill the memory. */
function createGate(groups: readonly Group[]): (origin: EventOrigin) => readonly OpenGroup[] {
  const decided = new Map<string, readonly OpenGroup[]>();
  return (origin) => {
    const key = JSON.stringify([origin.product, origin.categories, origin.services]);
    const known = decided.get(key);
    if (known !== undefined) return known;
    const open = groups
      .map((group) => ({ group, fit: logSourcesFit(group.logSources, origin) }))
      .filter(({ fit }) => fit !== 'differs');
    if (decided.size >= 1_000) decided.clear();
    decided.set(key, open);
    return open;
  };
}

function ruleAt(rules: readonly EngineRule[], number: RuleNumber): EngineRule {
  const rule = rules[number];
  if (rule === undefined) throw new Error(`the engine has no rule ${number}`);
  return rule;
}

function givenOrigin(event: unknown, { logSource, schema }: EvaluateOptions): EventOrigin {
  if (logSource === undefined) {
    const detected = detectOrigin(event);
    return schema === undefined ? detected : { ...detected, schema };
  }
  return originOf([logSource], schema ?? detectOrigin(event).schema);
}

function groupRules(rules: readonly EngineRule[]): readonly Group[] {
  const popularity = countPopularity(rules.map(({ condition }) => condition));
  const members = new Map<string, RuleNumber[]>();
  for (const [number, { logSources }] of rules.entries()) {
    const key = JSON.stringify(
      logSources.map(({ product, category, service }) => [product, category, service]),
    );
    const known = members.get(key);
    if (known === undefined) members.set(key, [number]);
    else known.push(number);
  }
  return [...members.values()].map((numbers) => ({
    logSources: ruleAt(rules, numbers[0] ?? -1).logSources,
    members: numbers,
    index: indexRules(
      numbers.map((number) => {
        const { condition, eventSchema } = ruleAt(rules, number);
        return { number, schema: eventSchema, witness: witnessOf(condition, popularity) };
      }),
    ),
  }));
}

function byMembership({ open }: Session): readonly RuleNumber[] {
  return open.flatMap(({ group }) => group.members).sort((a, b) => a - b);
}

function byIndex({ open, view }: Session): readonly RuleNumber[] {
  const found = new Set<RuleNumber>();
  for (const { group } of open) group.index.candidates(view, (number) => found.add(number));
  return [...found].sort((a, b) => a - b);
}

function judge(session: Session, candidates: readonly RuleNumber[]): Evaluation {
  const { rules, options, view, compiledOf } = session;
  const explain = options.explain === true;
  const matches: Match[] = [];
  const undecided: Undecided[] = [];
  const unmatched = new Set<RuleNumber>();
  for (const number of candidates) {
    const rule = ruleAt(rules, number);
    if (!isWanted(rule, options)) continue;
    const compiled = compiledOf(number);
    const verdict = compiled.verdict(view);
    if (verdict === 'unmatched') {
      unmatched.add(number);
    } else if (verdict === 'matched') {
      const trace = compiled.explain(view);
      matches.push({ id: rule.id, verdict: rule.needsMoreEvents ? 'CONTRIBUTES' : 'ALERTS', trace });
    } else {
      const why = explain && undecided.length < MAX_EXPLAINED;
      undecided.push({ id: rule.id, open: why ? openLeaves(compiled, view) : [] });
    }
  }
  const nearMisses = explain ? findNearMisses(session, unmatched) : [];
  const totals = { ...gateTotals(session), matched: matches.length, undecided: undecided.length };
  return { origin: session.origin, matches, nearMisses, undecided, totals };
}

function isWanted(rule: EngineRule, { ruleIds }: EvaluateOptions): boolean {
  return ruleIds === undefined || ruleIds.has(rule.id);
}

function openLeaves(compiled: Compiled, view: EventView): Undecided['open'] {
  return judgedLeaves(compiled.explain(view)).filter(({ verdict }) => verdict === 'undecided');
}

function gateTotals({ rules, open, options }: Session): { evaluated: number; skippedByLogSource: number } {
  const { ruleIds } = options;
  const count = (numbers: readonly RuleNumber[]): number =>
    ruleIds === undefined
      ? numbers.length
      : numbers.filter((number) => isWanted(ruleAt(rules, number), options)).length;
  const evaluated = open.reduce((sum, { group }) => sum + count(group.members), 0);
  const wanted =
    ruleIds === undefined ? rules.length : rules.filter((rule) => isWanted(rule, options)).length;
  return { evaluated, skippedByLogSource: wanted - evaluated };
}

/** Among the rules of the event's own log source; those that the index brought up come first, as they share something telling with it. */
function findNearMisses(session: Session, unmatched: ReadonlySet<RuleNumber>): readonly NearMiss[] {
  const { rules, options, view, compiledOf, open } = session;
  const others = open.filter(({ fit }) => fit === 'fits').flatMap(({ group }) => group.members);
  const looked = new Set([...unmatched, ...others]);
  const found: NearMiss[] = [];
  let budget = NEAR_MISS_BUDGET;
  for (const number of looked) {
    const rule = ruleAt(rules, number);
    if (!isWanted(rule, options)) continue;
    if (budget-- <= 0) break;
    const near = nearMissOf(compiledOf(number), rule.logSources, view);
    if (near !== null) found.push({ id: rule.id, ...near });
  }
  return found.sort(byNearness).slice(0, MAX_NEAR_MISSES);
}
