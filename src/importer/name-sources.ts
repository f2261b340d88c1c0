/** Says what the sources that a rule's queries name monitor: for the rule as a whole, and in each part of its condition. */
import { all, always, from } from '../condition/condition.ts';
import type { Condition, From } from '../condition/condition.ts';
import { fold, mapFrom } from '../condition/fold.ts';
import { withoutKeys } from '../condition/group-keys.ts';
import { simplify } from '../condition/simplify.ts';
import { isConstrained, namesOperation } from '../fields/cim-constraints.ts';
import type { SourceKnowledge } from '../platforms/platform.ts';
import type { LogSource } from '../rule/log-source.ts';
import { logSourceText } from '../rule/log-source.ts';

/** The log sources of a rule that reads these sources; none where one of them is not known, since the rule may then watch anything. */
export function logSourcesOfAll(
  sources: readonly string[],
  { logSourcesOf = unknownSource }: SourceKnowledge,
): readonly LogSource[] {
  const known = [...new Set(sources)].map(logSourcesOf);
  if (known.some((each) => each.length === 0)) return [];
  return [...new Map(known.flat().map((each) => [logSourceText(each), each])).values()];
}

function unknownSource(): readonly LogSource[] {
  return [];
}

/**
 * Fills in the log sources of each `from`. One that is true of every event that comes to the rule says nothing and goes: where the
 * rule reads one source only, and where the source covers all that the rule monitors. Of one that is not known the platform may say what it asks of an event. A data
 * model that takes some of a product's events in stays, unless the rule names what it asks for itself.
 */
export function nameSources(
  condition: Condition,
  rule: { readonly sources: readonly string[]; readonly logSources: readonly LogSource[] },
  { logSourcesOf = unknownSource, filterOfSource }: SourceKnowledge,
): Condition {
  const named = new Set([...rule.sources, ...sourcesOf(condition)]);
  const namesItself = namesOperation(condition);
  return mapFrom(condition, ({ source }) => {
    const own = logSourcesOf(source);
    if (own.length === 0 && filterOfSource !== undefined) return filterOfSource(source);
    const whole = from(source, own);
    if (isConstrained(whole) && !namesItself) return whole;
    const isOnly = named.size === 1 && rule.sources.includes(source);
    return isOnly || coversAll(own, rule.logSources) ? always : whole;
  });
}

/**
 * A query that takes whatever its sources hold matches an event only where that is surely one of theirs: not where a source is not known, nor where it is a
 * data model, which takes some events of many products in. What reads no source at all makes its rows itself.
 */
export function takenFrom(
  condition: Condition,
  sources: readonly string[],
  logSources: readonly LogSource[],
): Condition {
  if (simplify(withoutKeys(condition)).kind !== 'always') return condition;
  if (sources.length === 0) return logSources.length > 0 ? condition : from('rows of its own');
  const taken = from([...new Set(sources)].join(', '), isDataModel(logSources) ? [] : logSources);
  return condition.kind === 'always' ? taken : simplify(all([taken, condition]));
}

/** What stands in a category without a product, and is fed by services that have other events as well. */
function isDataModel(logSources: readonly LogSource[]): boolean {
  const categories = logSources.filter(({ product }) => product === null).map(({ category }) => category);
  return categories.length > 0 && logSources.some(({ category }) => !categories.includes(category));
}

function sourcesOf(condition: Condition): readonly string[] {
  const none = (): readonly string[] => [];
  const join = (of: readonly (readonly string[])[]): readonly string[] => of.flat();
  return fold<readonly string[]>(condition, {
    all: join,
    any: join,
    not: (of) => of,
    always: none,
    never: none,
    from: ({ source }: From) => [source],
    some: (of, _node, among) => [...of, ...(among ?? [])],
    compare: none,
    opaque: none,
  });
}

function coversAll(own: readonly LogSource[], whole: readonly LogSource[]): boolean {
  const texts = new Set(own.map(logSourceText));
  return whole.length > 0 && whole.every((each) => texts.has(logSourceText(each)));
}
