/** Why a condition did, or did not, match an event: the verdict of every part, with the event's own values. */
import type {
  All,
  Always,
  Any,
  Compare,
  Condition,
  ElementPick,
  From,
  Never,
  Not,
  Opaque,
  Some,
} from '../../condition/condition.ts';
import { isPartlyKnown } from '../../events/partly-known.ts';
import type { EventSchema } from '../../rule/rule.ts';
import type { EventView } from '../event/event-view.ts';
import type { Reading } from '../event/look-up.ts';
import { joined, negate, verdictOf } from '../verdict.ts';
import type { FailureReason, Judgement, UndecidedReason, Verdict } from '../verdict.ts';
import { compileCompare, judgementOf } from './compare-field.ts';
import type { CompiledCompare } from './compare-field.ts';
import { rawReader } from './field-values.ts';
import { metValues, noValues } from './met-values.ts';
import { inPickingOrder, pickedJudgement } from './picked.ts';
import { isComparable } from './value-types.ts';

export type Trace = LeafTrace | GroupTrace;

export interface LeafTrace {
  readonly kind: 'leaf';
  readonly node: Compare | Opaque;
  readonly judgement: Judgement;
  /** What it comes to under no `not`. */
  readonly verdict: Verdict;
  /** What the event holds there, as it is compared; where a list has many, the first ones. */
  readonly actual: readonly unknown[];
  /** Null on a predicate that matched. */
  readonly reason: FailureReason | null;
  /** The values of the rule that the event has there; made when asked for, as a list may have thousands. */
  readonly met: () => readonly unknown[];
}

export interface GroupTrace {
  readonly kind: 'group';
  readonly node: All | Any | Not | Some | Always | Never | From;
  readonly judgement: Judgement;
  readonly verdict: Verdict;
  /** Of the children in order; of a `some`: one for each element, the first ones. */
  readonly of: readonly Trace[];
  /** Why a source, or a list, that has no children to say it is open; else null. */
  readonly reason: UndecidedReason | null;
}

export function group(
  node: GroupTrace['node'],
  judgement: Judgement,
  of: readonly Trace[],
  reason: UndecidedReason | null = null,
): GroupTrace {
  return { kind: 'group', node, judgement, verdict: verdictOf(judgement), of, reason };
}

export function leaf(
  node: LeafTrace['node'],
  judgement: Judgement,
  actual: readonly unknown[],
  reason: FailureReason | null,
  met: LeafTrace['met'] = noValues,
): LeafTrace {
  return { kind: 'leaf', node, judgement, verdict: verdictOf(judgement), actual, reason, met };
}

/** Values of a list, and elements of a `some`, that an explanation shows. */
const SHOWN = 20;

export function explainGroup(
  node: All | Any,
  of: readonly Trace[],
  decisive: 'matched' | 'unmatched',
): GroupTrace {
  const judgements = of.map(({ judgement }) => judgement);
  const judgement = judgements.reduce((one, other) => joined(one, other, decisive), negate(decisive));
  return group(node, judgement, of);
}

export function explainNot(node: Not, of: Trace): GroupTrace {
  return group(node, negate(of.judgement), [of]);
}

export function explainElements(
  node: Some,
  elements: Reading,
  explain: (element: unknown) => Trace,
): GroupTrace {
  if (typeof elements === 'string') {
    return group(node, unreadElements(node.of, elements), [], elements);
  }
  const traces = elements.map(explain);
  const matched = traces.find(({ judgement }) => judgement === 'matched');
  if (matched !== undefined) return group(node, 'matched', [matched]);
  const judgement = traces.reduce<Judgement>(
    (least, each) => joined(each.judgement, least, 'matched'),
    'unmatched',
  );
  return group(node, judgement, traces.slice(0, SHOWN));
}

/** Of a list that could not be read, and may be none: none of its elements can be what nothing is. */
export function unreadElements(of: Condition, why: UndecidedReason): Judgement {
  if (of.kind === 'never') return 'unmatched';
  return why === 'not_observable' ? 'unshown' : 'undecided';
}

/** The picked element's trace; where none can be told, what they were picked by. */
export function explainPicked(
  node: Some,
  elements: Reading,
  pick: ElementPick,
  explain: { readonly holds: (element: unknown) => Trace; readonly among: (element: unknown) => Trace },
): GroupTrace {
  if (typeof elements === 'string') return explainElements(node, elements, explain.holds);
  const candidates = inPickingOrder(pick, elements);
  const judgement = pickedJudgement(
    candidates,
    (each) => explain.among(each).judgement,
    (each) => explain.holds(each).judgement,
  );
  const chosen = candidates.filter((each) => explain.among(each).judgement !== 'unmatched').slice(0, 1);
  const of = chosen.length === 0 ? candidates.slice(0, SHOWN).map(explain.among) : chosen.map(explain.holds);
  return group(node, judgement, of);
}

export function explainLeaf(
  compare: CompiledCompare,
  schema: EventSchema,
  view: EventView,
  element: unknown,
): LeafTrace {
  const answer = compare.answer(view, element);
  const reading = compare.values(view, element);
  const { node } = compare;
  const judgement = judgementOf(answer, node);
  const actual = typeof reading === 'string' ? [] : reading.slice(0, SHOWN).map(shown);
  const met = typeof reading === 'string' ? noValues : metValues(compare, schema, view, element);
  if (typeof answer === 'string') return leaf(node, judgement, actual, answer, met);
  const reason =
    answer || typeof reading === 'string' ? null : failureOf(node, reading, schema, view, element);
  return leaf(node, judgement, actual, reason, met);
}

function shown(value: unknown): unknown {
  return isPartlyKnown(value) ? value.shown : value;
}

/** Why a comparison that was decided did not match. */
function failureOf(
  node: Compare,
  values: readonly unknown[],
  schema: EventSchema,
  view: EventView,
  element: unknown,
): FailureReason {
  if (node.operator === 'ne' || node.operator === 'is_null') return 'excluded';
  if (values.length === 0) return isAbsent(node, schema, view, element) ? 'field_absent' : 'type_mismatch';
  if (!values.some((value) => isPartlyKnown(value) || isComparable(value, node))) return 'type_mismatch';
  if (node.caseSensitive) {
    const folded = compileCompare({ ...node, caseSensitive: false }, schema);
    if (folded.answer(view, element) === true) return 'case_mismatch';
  }
  return 'value_mismatch';
}

/** Without values, but with something in the event, the field holds what the comparison or a function of the rule cannot take. */
function isAbsent(node: Compare, schema: EventSchema, view: EventView, element: unknown): boolean {
  if (node.field.transforms.length === 0 && node.collection !== 'single') return true;
  const raw = rawReader(node.field, node.collection, schema)(view, element);
  return typeof raw === 'string' || raw.length === 0;
}

/** A predicate of a trace with the polarity in which the rule asks for it. */
export interface JudgedLeaf extends LeafTrace {
  /** In this polarity. */
  readonly verdict: Verdict;
  /** Under an odd number of `not`: the rule wants it unmatched. */
  readonly negated: boolean;
}

/**
 * The predicates of a trace, left to right, each once however often the condition asks it; one that a `not` turned against the event has
 * the reason `excluded`.
 */
export function judgedLeaves(
  trace: Trace,
  isWanted: (leaf: JudgedLeaf) => boolean = () => true,
): readonly JudgedLeaf[] {
  const leaves: JudgedLeaf[] = [];
  const met = { plain: new Set<Trace>(), negated: new Set<Trace>() };
  visitLeaves(trace, (one, negated) => {
    const ofPolarity = negated ? met.negated : met.plain;
    if (ofPolarity.has(one)) return;
    const judged = judgedLeaf(one, negated);
    if (!isWanted(judged)) return;
    ofPolarity.add(one);
    leaves.push(judged);
  });
  return leaves;
}

function judgedLeaf(one: LeafTrace, negated: boolean): JudgedLeaf {
  const verdict = verdictIn(one.judgement, negated);
  return { ...one, negated, verdict, reason: reasonOf(one, verdict, negated) };
}

/** What a judgement comes to under an even, or an odd, number of `not`. */
export function verdictIn(judgement: Judgement, negated: boolean): Verdict {
  if (!negated) return verdictOf(judgement);
  const ofNegation = verdictOf(negate(judgement));
  return ofNegation === 'undecided' ? ofNegation : ofNegation === 'matched' ? 'unmatched' : 'matched';
}

/** Why the predicate is not as the rule wants it; null where it is. */
function reasonOf({ reason }: LeafTrace, verdict: Verdict, negated: boolean): FailureReason | null {
  if (!negated || verdict === 'undecided') return reason;
  return verdict === 'matched' ? 'excluded' : null;
}

/** Of the predicates that are not as the rule wants them, the first with the least distance. */
export function nearestLeaf(
  trace: Trace,
  distanceOf: (reason: FailureReason) => number,
): JudgedLeaf | undefined {
  let least = Infinity;
  let nearest: JudgedLeaf | undefined;
  visitLeaves(trace, (one, negated) => {
    const judged = judgedLeaf(one, negated);
    const { reason } = judged;
    if (reason === null || distanceOf(reason) >= least) return;
    least = distanceOf(reason);
    nearest = judged;
  });
  return nearest;
}

type Visit = (leaf: LeafTrace, negated: boolean) => void;

/** Groups that occur several times share their trace: each is gone through once for a polarity. */
function visitLeaves(
  trace: Trace,
  visit: Visit,
  negated = false,
  met = { plain: new Set<Trace>(), negated: new Set<Trace>() },
): void {
  if (trace.kind === 'leaf') {
    visit(trace, negated);
    return;
  }
  const ofPolarity = negated ? met.negated : met.plain;
  if (ofPolarity.has(trace)) return;
  ofPolarity.add(trace);
  const inner = trace.node.kind === 'not' ? !negated : negated;
  for (const child of trace.of) visitLeaves(child, visit, inner, met);
}
