// A condition's tree with what an event made of each node: a flat list in reading order, as a condition's own nodes are.
import type { Condition } from '../condition/condition.ts';
import { printConjuncts } from '../condition/print.ts';
import { verdictIn } from '../engine/evaluate/trace.ts';
import type { Trace } from '../engine/evaluate/trace.ts';
import type { FailureReason } from '../engine/verdict.ts';
import type { ResolversTypes } from './generated/resolvers.ts';

type Resolved<Type> = Awaited<Type>;
export type Explanation = Resolved<ResolversTypes['Explanation']>;
type ExplainedNode = Resolved<ResolversTypes['ExplainedNode']>;

/** Rules that are made from a program's paths ask the same hundreds of times. */
const MAX_NODES = 1_000;
/** So far they are counted: a tree whose parts are shared may be too large to be walked. */
const MAX_COUNTED = 100_000;

interface Place {
  readonly trace: Trace;
  readonly parent: number | null;
  readonly negated: boolean;
}

export function explanation(root: Trace): Explanation {
  const nodes: ExplainedNode[] = [];
  let count = 0;
  const open: Place[] = [{ trace: root, parent: null, negated: false }];
  for (let place = open.pop(); place !== undefined && count < MAX_COUNTED; place = open.pop()) {
    count += 1;
    if (nodes.length < MAX_NODES) nodes.push(explainedNode(place, nodes.length));
    open.push(...childrenOf(place, nodes.length - 1).toReversed());
  }
  return { nodes, omittedCount: count - nodes.length };
}

function childrenOf({ trace, negated }: Place, parent: number): readonly Place[] {
  if (trace.kind === 'leaf') return [];
  const isTurned = trace.node.kind === 'not' ? !negated : negated;
  return trace.of.map((child) => ({ trace: child, parent, negated: isTurned }));
}

const KINDS = {
  all: 'ALL',
  any: 'ANY',
  not: 'NOT',
  some: 'ELEMENT',
  from: 'SOURCE',
  compare: 'COMPARISON',
  always: 'CONSTANT',
  never: 'CONSTANT',
  opaque: 'OPAQUE',
} as const satisfies Record<Condition['kind'], ExplainedNode['kind']>;

function explainedNode({ trace, parent, negated }: Place, index: number): ExplainedNode {
  const verdict = verdictIn(trace.judgement, negated);
  return {
    index,
    parent,
    negated,
    verdict,
    kind: KINDS[trace.node.kind],
    text: printConjuncts(trace.node).join(' and '),
    actual: trace.kind === 'leaf' ? trace.actual : [],
    matchedValues: trace.kind === 'leaf' ? trace.met() : [],
    reason: verdict === (negated ? 'unmatched' : 'matched') ? null : reasonOf(trace, negated),
  };
}

function reasonOf(trace: Trace, negated: boolean): FailureReason | null {
  if (trace.kind === 'group') return trace.verdict === 'undecided' || negated ? trace.reason : null;
  return negated && trace.verdict === 'matched' ? 'excluded' : trace.reason;
}
