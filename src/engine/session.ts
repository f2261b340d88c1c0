/** One event on its way through the rules, and the verdict of one rule on it. */
import type { ReadEvent } from '../events/read-event.ts';
import { assumedCategory } from '../fields/assumed-category.ts';
import { isForAnyEvent } from '../fields/event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { Standing } from '../rule/standing.ts';
import { holdingLeaves } from './evaluate/alive.ts';
import { explainPart, judgePart } from './evaluate/judge-part.ts';
import type { Part } from './evaluate/parts.ts';
import { judgedLeaves } from './evaluate/trace.ts';
import type { Trace } from './evaluate/trace.ts';
import type { Effect, EvaluateOptions } from './evaluation.ts';
import type { EventView } from './event/event-view.ts';
import type { Passage } from './gate.ts';
import type { RuleNumber } from './index/rule-index.ts';
import { isShown } from './sought.ts';
import type { Verdict } from './verdict.ts';

/** What remains of a rule: its condition lives on in what it was compiled to. */
export interface CompiledRule {
  readonly id: string;
  readonly logSources: readonly LogSource[];
  readonly needsMoreEvents: boolean;
  readonly standing: Standing;
  readonly condition: Part;
}

export interface Session {
  readonly options: EvaluateOptions;
  readonly read: ReadEvent;
  /** For rules that are for such events, and for those of which that is not known: for these absence says nothing. */
  readonly view: EventView;
  readonly doubtful: EventView;
  readonly rules: readonly CompiledRule[];
  readonly numberOf: ReadonlyMap<string, RuleNumber>;
  readonly passage: Passage;
}

export function ruleAt<T>(rules: readonly T[], number: RuleNumber): T {
  const rule = rules[number];
  if (rule === undefined) throw new Error(`the engine has no rule ${number}`);
  return rule;
}

export function effectOf({ needsMoreEvents }: CompiledRule): Effect {
  return needsMoreEvents ? 'CONTRIBUTES' : 'ALERTS';
}

export function wantedBy({ rules, options: { ruleIds } }: Session): (number: RuleNumber) => boolean {
  return ruleIds === undefined ? () => true : (number) => ruleIds.has(ruleAt(rules, number).id);
}

/**
 * Ignorance never alerts: where it is not known whether the rule is for such events, it is unmatched only by what the event has, and else undecided. A rule
 * that names no log source matches what is there.
 */
export function verdictOn({ rules, passage, view, doubtful }: Session, number: RuleNumber): Verdict {
  const { condition } = ruleAt(rules, number);
  const doubt = passage.doubts.get(number);
  if (doubt === undefined) return judgePart(condition, view);
  const verdict = judgePart(condition, doubtful);
  if (verdict !== 'matched') return verdict;
  return doubt === 'unnamed' && saysSomething(condition, doubtful) ? 'matched' : 'undecided';
}

/** Does the event say anything of the condition? */
function saysSomething(condition: Part, view: EventView): boolean {
  return judgedLeaves(explainPart(condition, view), ({ verdict }) => verdict !== 'undecided').length > 0;
}

/** The event as the rule's verdict has it. */
export function viewFor({ passage, view, doubtful }: Session, number: RuleNumber): EventView {
  return passage.doubts.has(number) ? doubtful : view;
}

/** Why the rule's verdict is what it is. */
export function traceOf(session: Session, number: RuleNumber): Trace {
  return explainPart(ruleAt(session.rules, number).condition, viewFor(session, number));
}

const assumed = new WeakMap<CompiledRule, { readonly logSource: LogSource | null }>();

/** Of a rule that names no log source: what the fields that it reads suggest. It labels and orders, and decides nothing. */
export function assumedLogSource(rule: CompiledRule): LogSource | null {
  if (!isForAnyEvent(rule.logSources)) return null;
  const known = assumed.get(rule) ?? { logSource: assumedCategory(rule.condition.node) };
  assumed.set(rule, known);
  return known.logSource;
}

/** Were the event of the rule's log source, would it match, and by something that the event has? */
export function wouldMatch({ rules, view }: Session, number: RuleNumber): boolean {
  const { condition } = ruleAt(rules, number);
  if (judgePart(condition, view) !== 'matched') return false;
  return holdingLeaves(explainPart(condition, view)).some(isShown);
}
