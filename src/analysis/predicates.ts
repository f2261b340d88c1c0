/** Indicators and exclusions: the predicates of a rule by polarity (definitions: docs/glossary.md). */
import type { Compare, Condition, Operator } from '../condition/condition.ts';
import { fieldText } from '../condition/field-path.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { leaves } from '../condition/fold.ts';
import type { Leaf } from '../condition/fold.ts';
import { sortedValues } from '../condition/print.ts';
import type { Exclusion, Indicator, PredicateFact } from './facts.ts';

/** A rule's condition is simplified before it comes here: negations stand as `ne` and `is_null` where they can. */
export function indicatorsOf(condition: Condition): readonly Indicator[] {
  return facts(leaves(condition).filter((leaf) => leaf.negations % 2 === 0));
}

/** The predicates of the top-level conjuncts that are a `not (…)`, those that a second `not` makes positive again left out. */
export function exclusionsOf(condition: Condition): readonly Exclusion[] {
  const conjuncts = condition.kind === 'all' ? condition.of : [condition];
  return facts(
    conjuncts
      .filter((conjunct) => conjunct.kind === 'not')
      .flatMap((conjunct) => leaves(conjunct))
      .filter(isNegative),
  );
}

function isNegative(leaf: Leaf): boolean {
  return leaf.negations % 2 === 1;
}

function facts(found: readonly Leaf[]): readonly PredicateFact[] {
  const seen = new Set<string>();
  return found.flatMap((leaf) => {
    if (leaf.node.kind !== 'compare' || isPlumbing(leaf.node) || comparesWithItself(leaf.node, leaf))
      return [];
    const fact = predicateFact(leaf.node, leaf);
    const key = JSON.stringify(fact);
    if (seen.has(key)) return [];
    seen.add(key);
    return [fact];
  });
}

const TIME_FIELDS = new Set([
  '@timestamp',
  'event.ingested',
  'event.created',
  'event.start',
  'event.end',
  'TimeGenerated',
  'Timestamp',
]);

const PRESENCE: ReadonlySet<Operator> = new Set(['exists', 'is_null', 'is_key']);

/** What a rule needs in order to work rather than what it looks for: presence tests and ranges of the event's own time. */
export function isPlumbing(node: Compare): boolean {
  if (PRESENCE.has(node.operator)) return true;
  return TIME_FIELDS.has(node.field.name) || comparesWithNothing(node);
}

/** "It is not empty": where a column of text is never missing, only empty. */
function comparesWithNothing({ operator, values }: Compare): boolean {
  return operator === 'ne' && values.length === 1 && values[0] === '';
}

/** "It is the list's only value": a question about the list's shape. */
function comparesWithItself({ field, other }: Compare, leaf: Pick<Leaf, 'within'>): boolean {
  return other !== null && leafFieldName(field, leaf, 'native') === leafFieldName(other, leaf, 'native');
}

/** A predicate as a fact; `leaf` tells which list's elements it speaks of. */
function predicateFact(node: Compare, leaf: Pick<Leaf, 'within'>): PredicateFact {
  const values =
    node.other === null ? sortedValues(node.values).map(String) : [leafFieldName(node.other, leaf, 'native')];
  return {
    field: leafFieldName(node.field, leaf, 'name'),
    nativeField: leafFieldName(node.field, leaf, 'native'),
    kind: node.operator,
    keyKind: node.operator === 'in' ? 'eq' : node.operator,
    values: values.map((value) => ({ value, key: keepsCase(node) ? value : value.toLowerCase() })),
    quantifier: node.quantifier,
    caseSensitive: node.caseSensitive,
  };
}

/** In an expression a letter's case has a meaning (`\\S`), and another field is no text. */
function keepsCase({ operator, other }: Compare): boolean {
  return operator === 'regex' || other !== null;
}

/** The field's name from the event's root: the lists that it stands in first. */
export function leafFieldName(
  field: FieldPath,
  leaf: Pick<Leaf, 'within'>,
  naming: 'name' | 'native',
): string {
  if (field.scope === 'event') return fieldText(field, naming);
  const list = leaf.within.at(-1);
  if (list === undefined) return fieldText(field, naming);
  const outer = leafFieldName(list.field, { within: leaf.within.slice(0, -1) }, naming);
  const joined = field[naming] === '' ? outer : `${outer}.${field[naming]}`;
  return fieldText({ ...field, scope: 'event', native: joined, name: joined }, naming);
}
