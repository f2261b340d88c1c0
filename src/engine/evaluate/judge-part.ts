/** What a part says of an event: the verdict, and the verdict with its reasons. */
import type { ElementPick, From, Some } from '../../condition/condition.ts';
import { logSourcesFit } from '../../fields/event-origin.ts';
import type { EventView } from '../event/event-view.ts';
import type { Reading } from '../event/look-up.ts';
import { negateVerdict, verdictOf } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { compileCompare } from './compare-field.ts';
import { elementReader } from './field-values.ts';
import type { Part } from './parts.ts';
import { inPickingOrder, pickedVerdict } from './picked.ts';
import { explainElements, explainGroup, explainLeaf, explainNot, explainPicked } from './trace.ts';
import type { Trace } from './trace.ts';

/** `element`: what the innermost `some` around the part stands on. */
export function judgePart(part: Part, view: EventView, element?: unknown): Verdict {
  if (part.epoch === view.epoch) return part.last;
  const verdict = verdictOn(part, view, element);
  if (part.isClosed) {
    part.epoch = view.epoch;
    part.last = verdict;
  }
  return verdict;
}

function verdictOn(part: Part, view: EventView, element: unknown): Verdict {
  const { node, of } = part;
  switch (node.kind) {
    case 'all':
      return judgeGroup(part, 'unmatched', view, element);
    case 'any':
      return judgeGroup(part, 'matched', view, element);
    case 'not':
      return negateVerdict(judgePart(onlyChild(of), view, element));
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
      return verdictOf(part.compare.answer(view, element));
    case 'opaque':
      return 'undecided';
  }
}

const ORIGIN_VERDICTS = { fits: 'matched', differs: 'unmatched', unknown: 'undecided' } as const;

function originVerdict({ logSources }: From, view: EventView): Verdict {
  return ORIGIN_VERDICTS[logSourcesFit(logSources, view.origin)];
}

function judgeGroup(part: Part, decisive: Verdict, view: EventView, element: unknown): Verdict {
  let verdict = negateVerdict(decisive);
  for (const child of part.byCost) {
    const one = judgePart(child, view, element);
    if (one === decisive) return decisive;
    if (one === 'undecided') verdict = one;
  }
  return verdict;
}

function judgeElements(part: Part, elements: Reading, view: EventView): Verdict {
  const [of, among] = someChildren(part);
  if (typeof elements === 'string') return of.node.kind === 'never' ? 'unmatched' : 'undecided';
  if (among !== null)
    return pickedVerdict(
      inPickingOrder(among.pick, elements),
      (each) => judgePart(among.part, view, each),
      (each) => judgePart(of, view, each),
    );
  let verdict: Verdict = 'unmatched';
  for (const each of elements) {
    const one = judgePart(of, view, each);
    if (one === 'matched') return one;
    if (one === 'undecided') verdict = one;
  }
  return verdict;
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
      return { kind: 'group', node, verdict: 'matched', of: [] };
    case 'never':
      return { kind: 'group', node, verdict: 'unmatched', of: [] };
    case 'from':
      return { kind: 'group', node, verdict: originVerdict(node, view), of: [] };
    case 'compare':
      part.compare ??= compileCompare(node, part.schema);
      return explainLeaf(part.compare, part.schema, view, element);
    case 'opaque':
      return { kind: 'leaf', node, verdict: 'undecided', actual: [], reason: 'opaque' };
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
      return judgePart(part, view) !== 'undecided';
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
      return negateVerdict(verdictOnNothing(onlyChild(of)));
    case 'some':
      return of[0]?.node.kind === 'never' ? 'unmatched' : 'undecided';
    case 'always':
      return 'matched';
    case 'never':
      return 'unmatched';
    case 'from':
    case 'compare':
    case 'opaque':
      return 'undecided';
  }
}

function joinVerdicts(verdicts: readonly Verdict[], decisive: Verdict): Verdict {
  if (verdicts.includes(decisive)) return decisive;
  return verdicts.includes('undecided') ? 'undecided' : negateVerdict(decisive);
}
