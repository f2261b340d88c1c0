/**
 * Rules by the fields that they read: of which of them does an event say anything at all? Where it is not known whether a rule is for such events, only what the event
 * has decides, so that the verdict on the others is known beforehand.
 */
import type { Collection } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Part } from '../evaluate/parts.ts';
import { fieldQuery } from '../event/field-query.ts';
import type { EventView } from '../event/event-view.ts';
import type { FieldQuery } from '../event/field-query.ts';
import type { RuleNumber } from './rule-index.ts';

export interface FieldUse {
  readonly query: FieldQuery;
  readonly rules: readonly RuleNumber[];
}

export function usesOfFields(
  rules: readonly { readonly number: RuleNumber; readonly condition: Part }[],
): readonly FieldUse[] {
  const uses = new Map<string, { readonly query: FieldQuery; readonly rules: RuleNumber[] }>();
  for (const { number, condition } of rules) {
    const queries = new Map<string, FieldQuery>();
    addQueries(condition, queries, new Set());
    for (const [key, query] of queries) {
      const use = uses.get(key) ?? { query, rules: [] };
      uses.set(key, use);
      use.rules.push(number);
    }
  }
  return [...uses.values()];
}

/** Rules with a field of which the event says something, or its source. */
export function touchedBy(uses: readonly FieldUse[], view: EventView): ReadonlySet<RuleNumber> {
  const touched = new Set<RuleNumber>();
  for (const { query, rules } of uses) {
    if (view.isTold(query)) for (const number of rules) touched.add(number);
  }
  return touched;
}

/** What a comparison may read: a field of a list's element is read in that list. */
function addQueries(part: Part, queries: Map<string, FieldQuery>, met: Set<Part>): void {
  if (met.has(part)) return;
  met.add(part);
  const { node, schema } = part;
  const add = (field: FieldPath, collection: Collection): void => {
    if (field.scope !== 'event') return;
    const query = fieldQuery(field, collection, schema);
    queries.set(query.key, query);
  };
  if (node.kind === 'some' || node.kind === 'compare') add(node.field, node.collection);
  // Whether a value stands in a list is asked of the list as it is.
  if (node.kind === 'compare' && node.other !== null)
    for (const collection of [node.collection, 'whole'] as const) add(node.other, collection);
  for (const child of part.of) addQueries(child, queries, met);
}
