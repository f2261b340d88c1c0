/**
 * How far the catalog knows the fields that a rule compares, by log source. A predicate counts for the log source in whose table its field would be looked
 * up: of a branch that is for events of some log sources, those. Where every log source of a part has names of its own (raw records, ECS), a name that
 * one of them knows is that one's, and a name that none knows is unknown for each; a schema that many log sources share asks each for it.
 */
import type { Compare, Condition, Some } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import { conditionKey } from '../condition/key.ts';
import { logSourceText } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema, Rule } from '../rule/rule.ts';
import type { FieldMapping } from './facts.ts';
import { isLogType, logSourcesLeft } from './part-log-sources.ts';

/** `translated`: events of other schemas are read for it; `named`: the catalog has a name for it; `unknown`: neither. */
export type FieldKnowledge = 'translated' | 'named' | 'unknown';

export type KnowsField = (native: string, logSources: readonly LogSource[]) => FieldKnowledge;

/** One predicate's field, for one log source; null where the rule has none. */
export interface PredicateField {
  readonly native: string;
  readonly logSource: LogSource | null;
  readonly knowledge: FieldKnowledge;
}

type Mapped = Pick<Rule, 'condition' | 'logSources' | 'eventSchema'>;

/** Each distinct predicate once a log source; one that compares two fields once for each. */
export function predicateFields(rule: Mapped, knows: KnowsField): readonly PredicateField[] {
  const counted = new Set<string>();
  return comparisons(rule.condition, { logSources: rule.logSources, within: [] }).flatMap(
    ({ node, logSources, within }) => {
      const paths = [node.field, ...(node.other === null ? [] : [node.other])].filter(isOneField);
      return paths
        .flatMap((field) => ofLogSources(pathsTo(field, within), { ...rule, logSources }, knows))
        .filter(({ native, logSource }) => {
          const source = logSource === null ? '' : logSourceText(logSource);
          return isFirst(JSON.stringify([conditionKey(node), native, source]), counted);
        });
    },
  );
}

export function fieldMapping(rule: Mapped, knows: KnowsField): readonly FieldMapping[] {
  const byLogSource = new Map<string, { -readonly [key in keyof FieldMapping]: FieldMapping[key] }>();
  for (const { logSource, knowledge } of predicateFields(rule, knows)) {
    if (logSource === null) continue;
    const key = logSourceText(logSource);
    const fresh = { logSource, predicateCount: 0, mappedCount: 0, translatedCount: 0 };
    const mapping = byLogSource.get(key) ?? fresh;
    byLogSource.set(key, mapping);
    mapping.predicateCount++;
    if (knowledge !== 'unknown') mapping.mappedCount++;
    if (knowledge === 'translated') mapping.translatedCount++;
  }
  return [...byLogSource.values()];
}

interface Place {
  readonly logSources: readonly LogSource[];
  readonly within: readonly Some[];
}

function comparisons(condition: Condition, place: Place): readonly (Place & { readonly node: Compare })[] {
  switch (condition.kind) {
    case 'all': {
      const left = condition.of.reduce((of, child) => narrowed(child, of), place.logSources);
      return condition.of.flatMap((child) => comparisons(child, { ...place, logSources: left }));
    }
    case 'any':
      return condition.of.flatMap((child) => comparisons(child, place));
    case 'not':
      return comparisons(condition.of, place);
    case 'some': {
      const inner = { ...place, within: [...place.within, condition] };
      return [
        ...(condition.pick === null ? [] : comparisons(condition.pick.among, inner)),
        ...comparisons(condition.of, inner),
      ];
    }
    case 'compare':
      // Which log source it is, is nothing that is asked of its fields.
      return isLogType(condition) ? [] : [{ ...place, node: condition }];
    case 'always':
    case 'never':
    case 'from':
    case 'opaque':
      return [];
  }
}

/** What is for events that the rule does not watch counts where the rule does. */
function narrowed(conjunct: Condition, of: readonly LogSource[]): readonly LogSource[] {
  const left = logSourcesLeft(conjunct, of);
  return left.length === 0 ? of : left;
}

/** A keyword or a pattern over names reads no field of its own. */
function isOneField({ match, native }: FieldPath): boolean {
  return match === 'path' && native !== '';
}

/** Where a field's value lies in the event. */
interface ValuePath {
  /** From the event's root: the lists that it stands in first. */
  readonly path: string;
  /** The text that the value was parsed out of; null: it is a field of its own. */
  readonly text: string | null;
  /** It is a key of a list's elements, whose names only events of the rule's own schema are known to have. */
  readonly isInElement: boolean;
}

function pathsTo(field: FieldPath, within: readonly Some[]): ValuePath {
  const own = field.segments.join('.');
  const list = within.at(-1);
  if (field.scope === 'event' || list === undefined) return { path: own, text: null, isInElement: false };
  const outer = pathsTo(list.field, within.slice(0, -1));
  const isParsed = list.field.transforms.some(({ name }) => name === 'parse_json');
  return {
    path: [outer.path, own].filter((part) => part !== '').join('.'),
    text: outer.text ?? (isParsed ? outer.path : null),
    isInElement: outer.isInElement || own !== '',
  };
}

/** In which each log source has names of its own. */
const OWN_NAMES: ReadonlySet<EventSchema> = new Set(['raw', 'ecs']);

function ofLogSources(
  value: ValuePath,
  { logSources, eventSchema }: Omit<Mapped, 'condition'>,
  knows: KnowsField,
): readonly PredicateField[] {
  const fieldIn = (logSource: LogSource | null): PredicateField => ({
    native: value.path,
    logSource,
    knowledge: knowledgeOf(value, logSource === null ? [] : [logSource], knows),
  });
  if (logSources.length === 0) return [fieldIn(null)];
  const each = logSources.map(fieldIn);
  const known = each.filter(({ knowledge }) => knowledge !== 'unknown');
  return known.length > 0 && OWN_NAMES.has(eventSchema) ? known : each;
}

function knowledgeOf(
  { path, text, isInElement }: ValuePath,
  logSources: readonly LogSource[],
  knows: KnowsField,
): FieldKnowledge {
  const own = knows(path, logSources);
  const known = own === 'unknown' && text !== null ? knows(text, logSources) : own;
  return known === 'translated' && isInElement ? 'named' : known;
}

function isFirst(key: string, seen: Set<string>): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
