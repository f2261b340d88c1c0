/**
 * The parts that conditions are compiled to: equal parts are one, and what a part says of an event is remembered until the next. Conditions
 * that come from a program's paths ask the same thing hundreds of times, and rules of one platform ask much alike. What a comparison
 * needs is made when it is first asked: most rules never meet an event that comes so far.
 */
import type { Condition, Some } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { constraintOf } from '../../fields/cim-constraints.ts';
import type { EventSchema } from '../../rule/rule.ts';
import type { Judgement } from '../verdict.ts';
import type { CompiledCompare } from './compare-field.ts';
import { compareCost } from './cost.ts';
import type { FieldReader } from './field-values.ts';

export interface Part {
  /** Its children are the nodes of the parts in `of`: equal nodes are one object. */
  readonly node: Condition;
  readonly schema: EventSchema;
  readonly number: number;
  readonly of: readonly Part[];
  /** The same, the cheapest first: the order decides nothing but the time. */
  readonly byCost: readonly Part[];
  /** About how much work a verdict is. */
  readonly cost: number;
  /** Does it say the same whatever element is asked for? Only that can be remembered of an event. */
  readonly isClosed: boolean;
  /** Does it look at more than fields that it names: at any field, whatever its name, or at where the event comes from? */
  readonly readsBeyondFields: boolean;
  /** Of a comparison, and of a `some`: made when first asked. */
  compare: CompiledCompare | null;
  elements: FieldReader | null;
  /** What it said of the event with this epoch. */
  epoch: number;
  last: Judgement;
}

/** Equal conditions get one part. */
export type PartTable = (condition: Condition) => Part;

/** Makes, or finds, the part of a condition; fields are named as the schema says. */
export function createPartTable(schema: EventSchema): PartTable {
  const parts = new Map<string, Part>();
  let count = 0;
  const intern = (node: Condition, of: readonly Part[]): Part => {
    const key = partKey(node, of);
    const known = parts.get(key);
    if (known !== undefined) return known;
    const part = makePart(node, of, schema, count++);
    parts.set(key, part);
    return part;
  };
  const partOf = (condition: Condition): Part => {
    switch (condition.kind) {
      case 'all':
      case 'any':
        return intern(condition, condition.of.map(partOf));
      case 'not':
        return intern(condition, [partOf(condition.of)]);
      case 'some':
        return intern(condition, childrenOfSome(condition).map(partOf));
      case 'from': {
        const asked = schema === 'splunk' ? constraintOf(condition) : null;
        return asked === null ? intern(condition, []) : partOf(asked);
      }
      case 'always':
      case 'never':
      case 'compare':
        return intern(condition, []);
      case 'opaque':
        // Its place in the source is part of it: it equals no other.
        return makePart(condition, [], schema, count++);
    }
  };
  return partOf;
}

/** What must hold of the element, then what it is picked among. */
function childrenOfSome({ of, pick }: Some): readonly Condition[] {
  return pick === null ? [of] : [of, pick.among];
}

function partKey(node: Condition, of: readonly Part[]): string {
  const children = of.map(({ number }) => number).join(',');
  switch (node.kind) {
    case 'all':
    case 'any':
    case 'not':
    case 'always':
    case 'never':
    case 'opaque':
      return `${node.kind}:${children}`;
    case 'from':
      return `from:${JSON.stringify(node.logSources)}`;
    case 'some':
      return `${node.pick?.place ?? 'some'}:${children}:${JSON.stringify([node.field, node.collection])}`;
    case 'compare': {
      const { field, operator, values, other, quantifier, caseSensitive, collection, strict } = node;
      return JSON.stringify([field, operator, values, other, quantifier, caseSensitive, collection, strict]);
    }
  }
}

function makePart(node: Condition, of: readonly Part[], schema: EventSchema, number: number): Part {
  const fields = fieldsOf(node);
  return {
    node: withChildren(node, of),
    schema,
    number,
    of,
    byCost: of.length < 2 ? of : of.toSorted((a, b) => turn(node, a) - turn(node, b)),
    cost: costOf(node, of),
    isClosed:
      fields.every(({ scope }) => scope === 'event') &&
      (node.kind === 'some' || of.every(({ isClosed }) => isClosed)),
    readsBeyondFields:
      node.kind === 'from' ||
      fields.some(({ match, native }) => match === 'text' || (match === 'glob' && native === '*')) ||
      of.some(({ readsBeyondFields }) => readsBeyondFields),
    compare: null,
    elements: null,
    epoch: 0,
    last: 'undecided',
  };
}

/** What the node itself reads. */
function fieldsOf(node: Condition): readonly FieldPath[] {
  if (node.kind === 'some') return [node.field];
  if (node.kind !== 'compare') return [];
  return node.other === null ? [node.field] : [node.field, node.other];
}

function withChildren(node: Condition, of: readonly Part[]): Condition {
  switch (node.kind) {
    case 'all':
    case 'any':
      return { kind: node.kind, of: of.map((part) => part.node) };
    case 'not':
      return { ...node, of: of[0]?.node ?? node.of };
    case 'some': {
      const pick = node.pick === null ? null : { ...node.pick, among: of[1]?.node ?? node.pick.among };
      return { ...node, of: of[0]?.node ?? node.of, pick };
    }
    case 'always':
    case 'never':
    case 'from':
    case 'compare':
    case 'opaque':
      return node;
  }
}

/** What an `all` excludes seldom decides it: such parts come late. */
function turn({ kind }: Condition, { node, cost }: Part): number {
  const isExclusion =
    node.kind === 'not' ||
    (node.kind === 'compare' && (node.operator === 'ne' || node.operator === 'is_null'));
  return kind === 'all' && isExclusion ? 20 * cost : cost;
}

function costOf(node: Condition, of: readonly Part[]): number {
  const ofChildren = of.reduce((sum, { cost }) => sum + cost, 1);
  if (node.kind === 'compare') return compareCost(node);
  return node.kind === 'some' ? 20 + 4 * ofChildren : ofChildren;
}
