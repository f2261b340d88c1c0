/** Why a condition did, or did not, match an event: the verdict of every part, with the event's own values. */
import type {
  All,
  Always,
  Any,
  Compare,
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
import { negateVerdict, verdictOf } from '../verdict.ts';
import type { FailureReason, Verdict } from '../verdict.ts';
import { compileCompare } from './compare-field.ts';
import type { CompiledCompare } from './compare-field.ts';
import { rawReader } from './field-values.ts';
import { inPickingOrder, pickedVerdict } from './picked.ts';
import { isComparable } from './value-types.ts';

export type Trace = LeafTrace | GroupTrace;

export interface LeafTrace {
  readonly kind: 'leaf';
  readonly node: Compare | Opaque;
  readonly verdict: Verdict;
  /** What the event holds there, as it is compared; where a list has many, the first ones. */
  readonly actual: readonly unknown[];
  /** Null on a predicate that matched. */
  readonly reason: FailureReason | null;
}

export interface GroupTrace {
  readonly kind: 'group';
  readonly node: All | Any | Not | Some | Always | Never | From;
  readonly verdict: Verdict;
  /** Of the children in order; of a `some`: one for each element, the first ones. */
  readonly of: readonly Trace[];
}

/** Values of a list, and elements of a `some`, that an explanation shows. */
const SHOWN = 20;

export function explainGroup(node: All | Any, of: readonly Trace[], decisive: Verdict): GroupTrace {
  const verdicts = of.map((trace) => trace.verdict);
  const open = verdicts.includes('undecided') ? 'undecided' : negateVerdict(decisive);
  return { kind: 'group', node, verdict: verdicts.includes(decisive) ? decisive : open, of };
}

export function explainNot(node: Not, of: Trace): GroupTrace {
  return { kind: 'group', node, verdict: negateVerdict(of.verdict), of: [of] };
}

export function explainElements(
  node: Some,
  elements: Reading,
  explain: (element: unknown) => Trace,
): GroupTrace {
  if (typeof elements === 'string') {
    return { kind: 'group', node, verdict: node.of.kind === 'never' ? 'unmatched' : 'undecided', of: [] };
  }
  const traces = elements.map(explain);
  const matched = traces.find(({ verdict }) => verdict === 'matched');
  const verdict =
    matched?.verdict ?? (traces.some((trace) => trace.verdict === 'undecided') ? 'undecided' : 'unmatched');
  return { kind: 'group', node, verdict, of: matched === undefined ? traces.slice(0, SHOWN) : [matched] };
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
  const verdict = pickedVerdict(
    candidates,
    (each) => explain.among(each).verdict,
    (each) => explain.holds(each).verdict,
  );
  const chosen = candidates.filter((each) => explain.among(each).verdict !== 'unmatched').slice(0, 1);
  const of = chosen.length === 0 ? candidates.slice(0, SHOWN).map(explain.among) : chosen.map(explain.holds);
  return { kind: 'group', node, verdict, of };
}

export function explainLeaf(
  compare: CompiledCompare,
  schema: EventSchema,
  view: EventView,
  element: unknown,
): LeafTrace {
  const answer = compare.answer(view, element);
  const reading = compare.values(view, element);
  const verdict = verdictOf(answer);
  const { node } = compare;
  const actual = typeof reading === 'string' ? [] : reading.slice(0, SHOWN).map(shown);
  if (typeof answer === 'string') return { kind: 'leaf', node, verdict, actual, reason: answer };
  const reason =
    answer || typeof reading === 'string' ? null : failureOf(node, reading, schema, view, element);
  return { kind: 'leaf', node, verdict, actual, reason };
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
  /** Under an odd number of `not`: the rule wants it unmatched. */
  readonly negated: boolean;
}

/**
 * The predicates of a trace, left to right, each once however often the condition asks it; one that a `not` turned against the event has
 * the reason `excluded`.
 */
export function judgedLeaves(
  trace: Trace,
  isWanted: (leaf: LeafTrace) => boolean = () => true,
): readonly JudgedLeaf[] {
  const leaves: JudgedLeaf[] = [];
  const met = { plain: new Set<Trace>(), negated: new Set<Trace>() };
  visitLeaves(trace, (leaf, negated) => {
    const ofPolarity = negated ? met.negated : met.plain;
    if (!isWanted(leaf) || ofPolarity.has(leaf)) return;
    ofPolarity.add(leaf);
    leaves.push({ ...leaf, negated, reason: reasonOf(leaf, negated) });
  });
  return leaves;
}

/** Why the predicate is not as the rule wants it; null where it is. */
function reasonOf({ verdict, reason }: LeafTrace, negated: boolean): FailureReason | null {
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
  visitLeaves(trace, (leaf, negated) => {
    const reason = reasonOf(leaf, negated);
    if (reason === null || distanceOf(reason) >= least) return;
    least = distanceOf(reason);
    nearest = { ...leaf, negated, reason };
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
