/** What a part says of an event: the verdict, and the verdict with its reasons. */
import type { ElementPick, From, Some } from '../../condition/condition.ts';
import { logSourcesFit } from '../../fields/event-origin.ts';
import type { EventView } from '../event/event-view.ts';
import type { Reading } from '../event/look-up.ts';
import { joined, negate, verdictOf } from '../verdict.ts';
import type { Judgement, Verdict } from '../verdict.ts';
import { compileCompare, judgementOf } from './compare-field.ts';
import { elementReader } from './field-values.ts';
import type { Part } from './parts.ts';
import { inPickingOrder, pickedJudgement } from './picked.ts';
import {
  explainElements,
  explainGroup,
  explainLeaf,
  explainNot,
  explainPicked,
  group,
  leaf,
  unreadElements,
} from './trace.ts';
import type { Trace } from './trace.ts';

/** The verdict on a condition, or on a part of it that stands under no `not`. */
export function judgePart(part: Part, view: EventView): Verdict {
  return verdictOf(judge(part, view, undefined));
}

/** `element`: what the innermost `some` around the part stands on. */
function judge(part: Part, view: EventView, element: unknown): Judgement {
  if (part.epoch === view.epoch) return part.last;
  const judgement = judgementOn(part, view, element);
  if (part.isClosed) {
    part.epoch = view.epoch;
    part.last = judgement;
  }
  return judgement;
}

function judgementOn(part: Part, view: EventView, element: unknown): Judgement {
  const { node, of } = part;
  switch (node.kind) {
    case 'all':
      return judgeGroup(part, 'unmatched', view, element);
    case 'any':
      return judgeGroup(part, 'matched', view, element);
    case 'not':
      return negate(judge(onlyChild(of), view, element));
    case 'some':
      return judgeElements(part, readElements(part, view, element), view);
    case 'always':
      return 'matched';
    case 'never':
      return 'unmatched';
    case 'from':
      return originVerdict(node, view);
    case 'compare':
      part.compare ??= compileCompare(node, part.schema);
      return judgementOf(part.compare.answer(view, element), node);
    case 'opaque':
      return 'undecided';
  }
}

const ORIGIN_VERDICTS = { fits: 'matched', differs: 'unmatched', unknown: 'undecided' } as const;

function originVerdict({ logSources }: From, view: EventView): Verdict {
  return ORIGIN_VERDICTS[logSourcesFit(logSources, view.origin)];
}

function judgeGroup(
  part: Part,
  decisive: 'matched' | 'unmatched',
  view: EventView,
  element: unknown,
): Judgement {
  let judgement = negate(decisive);
  for (const child of part.byCost) {
    const one = judge(child, view, element);
    if (one === decisive) return decisive;
    judgement = joined(one, judgement, decisive);
  }
  return judgement;
}

function judgeElements(part: Part, elements: Reading, view: EventView): Judgement {
  const [of, among] = someChildren(part);
  if (typeof elements === 'string') return unreadElements(of.node, elements);
  if (among !== null)
    return pickedJudgement(
      inPickingOrder(among.pick, elements),
      (each) => judge(among.part, view, each),
      (each) => judge(of, view, each),
    );
  let judgement: Judgement = 'unmatched';
  for (const each of elements) {
    const one = judge(of, view, each);
    if (one === 'matched') return one;
    judgement = joined(one, judgement, 'matched');
  }
  return judgement;
}

/** What must hold of an element, and what it is picked among. */
function someChildren({
  node,
  of,
}: Part): readonly [Part, { readonly pick: ElementPick; readonly part: Part } | null] {
  const [holds, among] = of;
  if (node.kind !== 'some' || holds === undefined)
    throw new Error(`a part of kind ${node.kind} has no elements`);
  return [holds, node.pick === null || among === undefined ? null : { pick: node.pick, part: among }];
}

function readElements(part: Part, view: EventView, element: unknown): Reading {
  const { node } = part;
  if (node.kind !== 'some') throw new Error(`a part of kind ${node.kind} has no elements`);
  part.elements ??= elementReader(node.field, node.collection, part.schema);
  return part.elements(view, element);
}

function onlyChild(of: readonly Part[]): Part {
  const [child] = of;
  if (child === undefined) throw new Error('the part has no child');
  return child;
}

const traces = new WeakMap<EventView, Map<Part, Trace>>();

/** Equal parts of one condition share their trace. */
export function explainPart(part: Part, view: EventView, element?: unknown): Trace {
  if (!part.isClosed) return traceOn(part, view, element);
  const ofView = traces.get(view) ?? new Map<Part, Trace>();
  traces.set(view, ofView);
  const known = ofView.get(part);
  if (known !== undefined) return known;
  const trace = traceOn(part, view, element);
  ofView.set(part, trace);
  return trace;
}

function traceOn(part: Part, view: EventView, element: unknown): Trace {
  const { node, of } = part;
  switch (node.kind) {
    case 'all':
    case 'any': {
      const children = of.map((child) => explainPart(child, view, element));
      return explainGroup(node, children, node.kind === 'all' ? 'unmatched' : 'matched');
    }
    case 'not':
      return explainNot(node, explainPart(onlyChild(of), view, element));
    case 'some':
      return explainSome(part, node, view, element);
    case 'always':
      return group(node, 'matched', []);
    case 'never':
      return group(node, 'unmatched', []);
    case 'from':
      return group(node, originVerdict(node, view), [], 'unknown_log_source');
    case 'compare':
      part.compare ??= compileCompare(node, part.schema);
      return explainLeaf(part.compare, part.schema, view, element);
    case 'opaque':
      return leaf(node, 'undecided', [], 'opaque');
  }
}

function explainSome(part: Part, node: Some, view: EventView, element: unknown): Trace {
  const [of, among] = someChildren(part);
  const elements = readElements(part, view, element);
  const explain = (each: unknown): Trace => explainPart(of, view, each);
  return among === null
    ? explainElements(node, elements, explain)
    : explainPicked(node, elements, among.pick, {
        holds: explain,
        among: (each) => explainPart(among.part, view, each),
      });
}

/** Is at least one predicate matched or unmatched, or one list at least readable? */
export function isPartlyDecided(part: Part, view: EventView): boolean {
  switch (part.node.kind) {
    case 'all':
    case 'any':
    case 'not':
      return part.of.some((child) => isPartlyDecided(child, view));
    case 'some':
      return typeof readElements(part, view, undefined) !== 'string';
    case 'compare':
      return judge(part, view, undefined) !== 'undecided';
    case 'always':
    case 'never':
    case 'from':
    case 'opaque':
      return false;
  }
}

/** The verdict where no field at all can be read; null where that is not for the fields alone to say. */
export function blindVerdict(part: Part): Verdict | null {
  return part.readsBeyondFields || !part.isClosed ? null : verdictOnNothing(part);
}

function verdictOnNothing({ node, of }: Part): Verdict {
  switch (node.kind) {
    case 'all':
      return joinVerdicts(of.map(verdictOnNothing), 'unmatched');
    case 'any':
      return joinVerdicts(of.map(verdictOnNothing), 'matched');
    case 'not':
      return verdictOf(negate(verdictOnNothing(onlyChild(of))));
    case 'some':
      return of[0]?.node.kind === 'never' ? 'unmatched' : 'undecided';
    case 'always':
      return 'matched';
    case 'never':
      return 'unmatched';
    case 'compare':
      return node.operator === 'is_key' ? 'matched' : 'undecided';
    case 'from':
    case 'opaque':
      return 'undecided';
  }
}

function joinVerdicts(verdicts: readonly Verdict[], decisive: Verdict): Verdict {
  if (verdicts.includes(decisive)) return decisive;
  return verdicts.includes('undecided') ? 'undecided' : verdictOf(negate(decisive));
}
