/**
 * The parts that conditions are compiled to: equal parts are one, and what a part says of an event is remembered until the next. Conditions
 * that come from a program's paths ask the same thing hundreds of times, and rules of one platform ask much alike.
 */
import type {
  All,
  Always,
  Any,
  Compare,
  Condition,
  Never,
  Not,
  Opaque,
  Some,
} from '../../condition/condition.ts';
import type { EventSchema } from '../../rule/rule.ts';
import type { EventView } from '../event/event-view.ts';
import { negateVerdict, verdictOf } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { compileCompare } from './compare-field.ts';
import { compareCost } from './cost.ts';
import { elementReader } from './field-values.ts';
import { explainElements, explainGroup, explainLeaf, explainNot } from './trace.ts';
import type { GroupTrace, LeafTrace, Trace } from './trace.ts';

/** A node of the tree; `element` is what the innermost `some` around it stands on. */
interface Judging {
  readonly verdict: (view: EventView, element: unknown) => Verdict;
  readonly explain: (view: EventView, element: unknown) => Trace;
  readonly isPartlyDecided: (view: EventView, element: unknown) => boolean;
}

export interface Part extends Judging {
  readonly number: number;
  readonly node: Condition;
  /** About how much work a verdict is. */
  readonly cost: number;
  /** Does it say the same whatever element is asked for? */
  readonly isClosed: boolean;
  readonly readsAnyField: boolean;
  /** The parts of an `all`, else the part itself. */
  readonly conjuncts: readonly Part[];
}

/** Makes, or finds, the part of a condition; fields are named as the schema says. */
export function createPartTable(schema: EventSchema): (condition: Condition) => Part {
  const parts = new Map<string, Part>();
  let count = 0;
  const intern = (key: string, make: (number: number) => Part): Part => {
    const known = parts.get(key);
    if (known !== undefined) return known;
    const part = make(count++);
    parts.set(key, part);
    return part;
  };
  const partOf = (condition: Condition): Part => {
    switch (condition.kind) {
      case 'all':
      case 'any': {
        const of = condition.of.map(partOf);
        const key = `${condition.kind}:${of.map(({ number }) => number).join(',')}`;
        return intern(key, (number) => groupPart(number, condition.kind, of));
      }
      case 'not': {
        const of = partOf(condition.of);
        return intern(`not:${of.number}`, (number) => notPart(number, { kind: 'not', of: of.node }, of));
      }
      case 'some': {
        const of = partOf(condition.of);
        const key = `some:${of.number}:${JSON.stringify([condition.field, condition.collection])}`;
        return intern(key, (number) => somePart(number, { ...condition, of: of.node }, of, schema));
      }
      case 'always':
      case 'never':
        return intern(condition.kind, (number) => constantPart(number, condition));
      case 'compare':
        return intern(compareKey(condition), (number) => comparePart(number, condition, schema));
      case 'opaque':
        // Its place in the source is part of it.
        return opaquePart(count++, condition);
    }
  };
  return partOf;
}

function compareKey(node: Compare): string {
  const { field, operator, values, other, quantifier, caseSensitive, collection, strict } = node;
  return JSON.stringify([field, operator, values, other, quantifier, caseSensitive, collection, strict]);
}

function groupPart(number: number, kind: 'all' | 'any', of: readonly Part[]): Part {
  const node: All | Any = { kind, of: of.map((part) => part.node) };
  const isClosed = of.every((part) => part.isClosed);
  const judging = joinParts(node, of);
  const part: Omit<Part, 'conjuncts'> = {
    number,
    node,
    cost: 1 + of.reduce((sum, { cost }) => sum + cost, 0),
    isClosed,
    readsAnyField: of.some((part) => part.readsAnyField),
    ...judging,
    ...(isClosed ? remembering(judging) : {}),
  };
  return kind === 'all' ? { ...part, conjuncts: of } : alone(part);
}

function alone(part: Omit<Part, 'conjuncts'>): Part {
  const conjuncts: Part[] = [];
  const whole: Part = { ...part, conjuncts };
  conjuncts.push(whole);
  return whole;
}

/** The cheapest first: the order decides nothing but the time. */
function joinParts(node: All | Any, parts: readonly Part[]): Judging {
  const decisive = node.kind === 'all' ? 'unmatched' : 'matched';
  const neutral = negateVerdict(decisive);
  const byCost = parts.toSorted((a, b) => a.cost - b.cost).map(({ verdict }) => verdict);
  return {
    verdict: (view, element) => {
      let verdict = neutral;
      for (const judge of byCost) {
        const one = judge(view, element);
        if (one === decisive) return decisive;
        if (one === 'undecided') verdict = one;
      }
      return verdict;
    },
    explain: (view, element) =>
      explainGroup(
        node,
        parts.map((part) => part.explain(view, element)),
        decisive,
      ),
    isPartlyDecided: (view, element) => parts.some((part) => part.isPartlyDecided(view, element)),
  };
}

function notPart(number: number, node: Not, of: Part): Part {
  return alone({
    number,
    node,
    cost: of.cost,
    isClosed: of.isClosed,
    readsAnyField: of.readsAnyField,
    verdict: (view, element) => negateVerdict(of.verdict(view, element)),
    explain: (view, element) => explainNot(node, of.explain(view, element)),
    isPartlyDecided: of.isPartlyDecided,
  });
}

function constantPart(number: number, node: Always | Never): Part {
  const verdict = node.kind === 'always' ? 'matched' : 'unmatched';
  const trace: GroupTrace = { kind: 'group', node, verdict, of: [] };
  return alone({
    number,
    node,
    cost: 0,
    isClosed: true,
    readsAnyField: false,
    verdict: () => verdict,
    explain: () => trace,
    isPartlyDecided: () => false,
  });
}

function opaquePart(number: number, node: Opaque): Part {
  const trace: LeafTrace = { kind: 'leaf', node, verdict: 'undecided', actual: [], reason: 'opaque' };
  return alone({
    number,
    node,
    cost: 0,
    isClosed: true,
    readsAnyField: false,
    verdict: () => 'undecided',
    explain: () => trace,
    isPartlyDecided: () => false,
  });
}

function comparePart(number: number, node: Compare, schema: EventSchema): Part {
  const compare = compileCompare(node, schema);
  const isClosed = node.field.scope === 'event' && (node.other === null || node.other.scope === 'event');
  const judging = {
    verdict: (view: EventView, element: unknown) => verdictOf(compare.answer(view, element)),
    explain: (view: EventView, element: unknown) => explainLeaf(compare, schema, view, element),
  };
  const { verdict, explain } = isClosed ? remembering(judging) : judging;
  return alone({
    number,
    node,
    cost: compareCost(node),
    isClosed,
    readsAnyField: [node.field, node.other].some((field) => field?.match === 'glob' && field.native === '*'),
    verdict,
    explain,
    isPartlyDecided: (view, element) => verdict(view, element) !== 'undecided',
  });
}

/** What it says of an element depends on that element alone: closed is a `some` whose list is the event's own. */
function somePart(number: number, node: Some, of: Part, schema: EventSchema): Part {
  const isClosed = node.field.scope === 'event';
  const judging = judgeElements(node, of, schema);
  return alone({
    number,
    node,
    cost: 20 + 4 * of.cost,
    isClosed,
    readsAnyField: of.readsAnyField || (node.field.match === 'glob' && node.field.native === '*'),
    ...judging,
    ...(isClosed ? remembering(judging) : {}),
  });
}

function judgeElements(node: Some, of: Part, schema: EventSchema): Judging {
  const readElements = elementReader(node.field, node.collection, schema);
  return {
    verdict: (view, element) => {
      const elements = readElements(view, element);
      if (typeof elements === 'string') return node.of.kind === 'never' ? 'unmatched' : 'undecided';
      let verdict: Verdict = 'unmatched';
      for (const each of elements) {
        const one = of.verdict(view, each);
        if (one === 'matched') return one;
        if (one === 'undecided') verdict = one;
      }
      return verdict;
    },
    explain: (view, element) =>
      explainElements(node, readElements(view, element), (each) => of.explain(view, each)),
    isPartlyDecided: (view, element) => typeof readElements(view, element) !== 'string',
  };
}

type Remembered = Pick<Judging, 'verdict' | 'explain'>;

const traces = new WeakMap<EventView, Map<Remembered, Trace>>();

/** Only for what depends on nothing but the event. */
function remembering(judging: Remembered): Remembered {
  let epoch = 0;
  let last: Verdict = 'undecided';
  return {
    verdict: (view) => {
      if (epoch === view.epoch) return last;
      const verdict = judging.verdict(view, undefined);
      epoch = view.epoch;
      last = verdict;
      return verdict;
    },
    explain: (view) => {
      let ofView = traces.get(view);
      if (ofView === undefined) traces.set(view, (ofView = new Map()));
      const known = ofView.get(judging);
      if (known !== undefined) return known;
      const trace = judging.explain(view, undefined);
      ofView.set(judging, trace);
      return trace;
    },
  };
}
