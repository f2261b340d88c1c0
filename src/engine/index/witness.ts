/**
 * What an event must show at least for a condition to be anything but unmatched: its witness, a list of probes of which one must hold.
 *
 * A leaf is its own witness; of an `all` the cheapest child's is enough; an `any` needs those of all its children; a `not` and an
 * opaque piece have none. A probe may hold where its comparison does not (it ignores case, and looks at three characters of a text): it chooses
 * the rules to be judged, and judges nothing.
 */
import type { Collection, Compare, Condition } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import { wildcardParts } from '../../condition/pattern.ts';
import { takesMissing } from '../evaluate/transforms.ts';

export interface Probe {
  readonly field: FieldPath;
  readonly collection: 'any' | 'whole';
  /** `equal`: a value whose folded text is one of `keys`; `gram`: a text that holds these three characters; `present`: any value. */
  readonly kind: 'equal' | 'gram' | 'present';
  readonly keys: readonly string[];
}

/** How often rules look for a thing: what many rules look for, many events show. */
export interface Popularity {
  readonly ruleCount: number;
  /** By kind of probe and name of the field, whatever the schema; then by key. */
  readonly uses: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

interface Witness {
  readonly probes: readonly Probe[];
  /** About the share of events that will show it. */
  readonly cost: number;
}

const PRIOR = { equal: 0.0005, gram: 0.004, present: 0.5 } as const;

export interface WitnessFinder {
  readonly witnessOf: (condition: Condition) => readonly Probe[] | null;
  /** What an event must show at least to fail by no more than the one conjunct whose witness the condition has. */
  readonly witnessBeside: (condition: Condition) => readonly Probe[] | null;
}

type Finder = (condition: Condition) => Witness | null;

/** Of many conditions that share nodes: each node is looked at once. Null: nothing that an event must show. Empty: no event can match. */
export function witnessFinder(popularity: Popularity): WitnessFinder {
  const found = new Map<Condition, Witness | null>();
  const find: Finder = (condition) => {
    const known = found.get(condition);
    if (known !== undefined) return known;
    const witness = findWitness(condition, popularity, find);
    found.set(condition, witness);
    return witness;
  };
  return {
    witnessOf: (condition) => find(condition)?.probes ?? null,
    witnessBeside: (condition) => {
      if (condition.kind !== 'all') return [];
      const witnesses = condition.of.map(find);
      const first = witnesses.indexOf(cheapest(witnesses));
      return cheapest(witnesses.filter((_witness, at) => at !== first))?.probes ?? null;
    },
  };
}

function findWitness(condition: Condition, popularity: Popularity, find: Finder): Witness | null {
  switch (condition.kind) {
    case 'all':
      return cheapest(condition.of.map(find));
    case 'any':
      return union(condition.of.map(find));
    case 'never':
      return { probes: [], cost: 0 };
    case 'some':
      return present(condition.field, condition.collection);
    case 'compare':
      return compareWitness(condition, popularity);
    case 'not':
    case 'always':
    case 'from':
    case 'opaque':
      return null;
  }
}

function cheapest(witnesses: readonly (Witness | null)[]): Witness | null {
  return witnesses.reduce(
    (best, each) => (best === null || (each !== null && each.cost < best.cost) ? each : best),
    null,
  );
}

function union(witnesses: readonly (Witness | null)[]): Witness | null {
  const found = witnesses.filter((each) => each !== null);
  if (found.length < witnesses.length) return null;
  return {
    // Alternatives often share a witness.
    probes: [...new Set(found.flatMap(({ probes }) => probes))],
    cost: found.reduce((sum, { cost }) => sum + cost, 0),
  };
}

function present(field: FieldPath, collection: Collection): Witness | null {
  if (!isReadable(field) || takesMissing(field.transforms)) return null;
  return {
    probes: [{ field, collection: probed(collection), kind: 'present', keys: [] }],
    cost: PRIOR.present,
  };
}

/** A single value is one of any. */
function probed(collection: Collection): Probe['collection'] {
  return collection === 'single' ? 'any' : collection;
}

function isReadable({ scope, match }: FieldPath): boolean {
  return scope === 'event' && match === 'path';
}

function compareWitness(node: Compare, popularity: Popularity): Witness | null {
  if (node.operator === 'ne' || node.operator === 'is_null' || node.operator === 'is_key') return null;
  // An empty text may be what is not there: that is for the judge to say (compare-field.ts).
  if (node.values.some((value) => value === '' || value === null)) return null;
  const fallback = present(node.field, node.collection);
  const literals = literalProbes(node);
  if (literals === null || literals.length === 0) return fallback;
  const witnesses = literals.map((probe) => probeWitness(probe, popularity));
  const chosen = node.quantifier === 'any' ? union(witnesses) : cheapest(witnesses);
  return cheapest([chosen, fallback]);
}

/** For each literal what a value must show to satisfy it; of a text all its grams, one of which will be chosen. Null: not all can say. */
export function literalProbes(node: Compare): readonly Probe[] | null {
  if (!isReadable(node.field) || !node.field.transforms.every(({ name }) => name === 'lower')) return null;
  const { field } = node;
  const collection = probed(node.collection);
  const probes = node.values.map((literal): Probe | null => {
    if (node.operator === 'eq' || node.operator === 'in') {
      return { field, collection, kind: 'equal', keys: equalKeys(literal) };
    }
    const keys = typeof literal === 'string' ? gramsOfLiteral(node.operator, literal) : [];
    return keys.length === 0 ? null : { field, collection, kind: 'gram', keys };
  });
  return probes.includes(null) ? null : probes.filter((probe) => probe !== null);
}

function probeWitness(probe: Probe, popularity: Popularity): Witness {
  const uses = popularity.uses.get(popularityKey(probe));
  const usesOf = (key: string): number => uses?.get(key) ?? 0;
  const share = (count: number): number => (3 * count) / popularity.ruleCount;
  if (probe.kind !== 'gram') {
    const most = probe.keys.reduce((highest, key) => Math.max(highest, usesOf(key)), 0);
    return { probes: [probe], cost: PRIOR[probe.kind] + share(most) };
  }
  const rarest = probe.keys.reduce((best, key) => (usesOf(key) < usesOf(best) ? key : best));
  return { probes: [{ ...probe, keys: [rarest] }], cost: PRIOR.gram + share(usesOf(rarest)) };
}

export function popularityKey({ kind, field }: Probe): string {
  return `${kind}|${field.name}`;
}

/** The folded texts that an equal value may have: True is 1 in Python, and integers past 2^53 lose digits in JSON. */
function equalKeys(literal: Scalar): readonly string[] {
  if (literal === null) return [];
  const text = String(literal).toLowerCase();
  if (text === 'true' || text === '1') return ['true', '1'];
  if (text === 'false' || text === '0') return ['false', '0'];
  return /^-?\d{16,}$/.test(text) ? [text, String(Number(text))] : [text];
}

/** Longer literals show themselves in their beginning. */
const GRAM_SOURCE = 24;

/** A value that satisfies one of these holds the literal as it stands, letter case aside. */
const HOLDS_LITERAL: ReadonlySet<Compare['operator']> = new Set([
  'contains',
  'starts_with',
  'ends_with',
  'has',
  'has_prefix',
  'has_suffix',
]);

function gramsOfLiteral(operator: Compare['operator'], literal: string): readonly string[] {
  if (HOLDS_LITERAL.has(operator)) return asciiGrams(literal);
  if (operator !== 'wildcard') return [];
  return wildcardParts(literal).flatMap((part) => (typeof part === 'string' ? [] : asciiGrams(part.text)));
}

/** Only ASCII keeps its place and length when a text is folded, whatever stands beside it. */
function asciiGrams(text: string): readonly string[] {
  const folded = text.slice(0, GRAM_SOURCE).toLowerCase();
  const grams: string[] = [];
  // Where the last three characters, all ASCII, begin.
  let from = 0;
  for (let at = 0; at < folded.length; at++) {
    if (folded.charCodeAt(at) > 0x7f) from = at + 1;
    else if (at - from >= 2) grams.push(folded.slice(at - 2, at + 1));
  }
  return grams;
}
