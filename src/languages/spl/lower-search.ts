/**
 * The search command, and the `where` of tstats, to a condition. https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search
 *
 * - Terms beside each other are joined by AND; OR binds tighter than AND, NOT tighter than both.
 * - Values are compared whatever their letter case, `*` stands for any run of characters.
 * - `field!=value` asks that the field has a value; `NOT field=value` holds without one too.
 *   https://docs.splunk.com/Documentation/Splunk/latest/Search/NOTexpressions
 * - Free text is looked for in the event's text, word by word: `fail` does not find `failure`.
 */
import { all, always, any, compare, from, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Search, SearchCompare, SearchIn, SearchSubsearch } from './ast.ts';
import { searchDiffers, searchEquals, searchOrder } from './compare.ts';
import type { Undecidable } from './compare.ts';
import { relativeSeconds } from './durations.ts';
import { opaqueAt, reasonMessage, within } from './lowering.ts';
import type { Lowering, Range } from './lowering.ts';
import { valueOf } from './scope.ts';
import { lowerWord } from './search-terms.ts';
import type { Scope } from './scope.ts';
import { isSourceField, namedSource, namedSourceOfAll } from './sources.ts';
import type { NamedSource, SourcePart } from './sources.ts';
import { fieldValue, joinReach, NOTHING, OF_EVENT, reachOf } from './values.ts';
import type { Reach } from './values.ts';

export interface SearchSetting {
  readonly lowering: Lowering;
  readonly scope: Scope;
  /** Where the parsed text begins in the expanded one. */
  readonly base: number;
  /** Is it events that are searched, which have a source, or rows of a table? */
  readonly ofEvents: boolean;
  /** A source that the search names. */
  readonly onSource: (name: string) => void;
  /** Has something before named where the events come from? */
  readonly hasSource: () => boolean;
  /** How far back the search reaches, where it says so itself. */
  readonly onWindow: (seconds: number) => void;
  /** A subsearch in a place where it narrows the whole search. */
  readonly onSubsearch: (subsearch: SearchSubsearch, negated: boolean) => Conjunct;
}

/** One of the terms that must all hold. */
export interface Conjunct {
  readonly condition: Condition;
  readonly reach: Reach;
  readonly range: Range | null;
}

/** The terms that must all hold, each apart. */
export function lowerSearch(setting: SearchSetting, tree: Search): readonly Conjunct[] {
  const terms = flatAnd(tree);
  const ofSource = setting.ofEvents ? terms.filter((term) => namedSource(term) !== null) : [];
  const source = ofSource.length === 0 ? null : namedSourceOfAll(ofSource);
  const rest = source === null ? terms : terms.filter((term) => !ofSource.includes(term));
  const named = source === null ? [] : [fromSource(besideOthers(setting), source)];
  return [
    ...named.map((condition) => ({ condition, reach: OF_EVENT, range: null })),
    ...rest.map((term) => lowerTerm(setting, term)),
  ];
}

function flatAnd(node: Search): readonly Search[] {
  return node.kind === 'and' ? node.of.flatMap(flatAnd) : [node];
}

function lowerTerm(setting: SearchSetting, term: Search): Conjunct {
  if (term.kind === 'subsearch') return setting.onSubsearch(term, false);
  if (term.kind === 'not' && term.of.kind === 'subsearch') return setting.onSubsearch(term.of, true);
  return { ...lowerNode(setting, term), range: null };
}

interface Lowered {
  readonly condition: Condition;
  readonly reach: Reach;
}

function lowerNode(setting: SearchSetting, node: Search): Lowered {
  switch (node.kind) {
    case 'and':
    case 'or':
      return lowerGroup(setting, node);
    case 'not': {
      // Where events do not come from.
      const of = lowerNode({ ...setting, onSource: () => undefined }, node.of);
      return { condition: not(of.condition), reach: of.reach };
    }
    case 'compare':
      return lowerCompare(setting, node);
    case 'in':
      return lowerIn(setting, node);
    case 'term':
      return { condition: lowerWord(node), reach: OF_EVENT };
    case 'macro': {
      const message = `nobody defines the macro ${node.text}`;
      const condition = opaqueAt(setting.lowering, 'undefined_macro', message, within(setting.base, node));
      return { condition, reach: NOTHING };
    }
    case 'subsearch': {
      const message = 'a subsearch that is one of several alternatives cannot be expressed';
      const range = within(setting.base, node);
      return { condition: opaqueAt(setting.lowering, 'subsearch', message, range), reach: NOTHING };
    }
  }
}

function lowerGroup(setting: SearchSetting, node: Extract<Search, { kind: 'and' | 'or' }>): Lowered {
  const source = setting.ofEvents ? namedSource(node) : null;
  if (source !== null) return { condition: fromSource(setting, source), reach: OF_EVENT };
  const isAnd = node.kind === 'and';
  const terms = isAnd ? flatAnd(node) : node.of;
  const ofSource = setting.ofEvents && isAnd ? terms.filter((term) => namedSource(term) !== null) : [];
  const joined = ofSource.length > 1 ? namedSourceOfAll(ofSource) : null;
  const rest = joined === null ? terms : terms.filter((term) => !ofSource.includes(term));
  const children = rest.map((child) => lowerNode(setting, child));
  const conditions = [
    ...(joined === null ? [] : [fromSource(setting, joined)]),
    ...children.map(({ condition }) => condition),
  ];
  return {
    condition: isAnd ? all(conditions) : any(conditions),
    reach: joinReach(...children.map(({ reach }) => reach)),
  };
}

function fromSource(setting: SearchSetting, { name, parts }: NamedSource): Condition {
  if (name === '') return always;
  if (parts.length > 0) return any(parts.map((part) => fromPart(setting, part)));
  setting.onSource(name);
  return from(name);
}

/** What all events must be of narrows what the search reads, where that is said already. */
function besideOthers(setting: SearchSetting): SearchSetting {
  return setting.hasSource() ? { ...setting, onSource: () => undefined } : setting;
}

const INDEX: FieldPath = fieldPath('index');

/**
 * An index is where Splunk keeps an event: a filter on the rows of its own. What has no index was not kept by Splunk, and is asked for its source type
 * alone. Where nothing but an index is named, that is the source.
 */
function fromPart({ onSource }: SearchSetting, { name, indexes, isIndexOnly }: SourcePart): Condition {
  onSource(name);
  if (isIndexOnly || indexes.length === 0) return from(name);
  const kept = searchEquals(fieldValue(INDEX), indexes, () => always);
  return all([from(name), any([kept, compare(INDEX, 'is_null')])]);
}

/** Words that set the time range of a search. */
const TIME_MODIFIERS: ReadonlySet<string> = new Set([
  'earliest',
  'latest',
  '_index_earliest',
  '_index_latest',
  'starttime',
  'endtime',
  'starthoursago',
  'endhoursago',
  'startdaysago',
  'enddaysago',
  'startminutesago',
  'endminutesago',
  'timeformat',
]);

function lowerCompare(setting: SearchSetting, node: SearchCompare): Lowered {
  const { field, operator, value } = node;
  if (setting.ofEvents && TIME_MODIFIERS.has(field) && operator === '=') {
    const text = value.parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
    const seconds = field === 'earliest' ? relativeSeconds(text) : null;
    if (seconds !== null) setting.onWindow(seconds);
    return { condition: always, reach: NOTHING };
  }
  if (setting.ofEvents && isSourceField(field)) {
    const name = namedSource({ ...node, operator: '=' });
    if (name !== null && operator === '=') return { condition: fromSource(setting, name), reach: OF_EVENT };
    if (name !== null && operator === '!=')
      return { condition: not(fromSource({ ...setting, onSource: () => undefined }, name)), reach: OF_EVENT };
  }
  const of = valueOf(setting.scope, field);
  const undecidable = undecidableAt(setting, node);
  const condition =
    operator === '='
      ? searchEquals(of, [value], undecidable)
      : operator === '!='
        ? searchDiffers(of, [value], undecidable)
        : searchOrder(of, operator, value, undecidable);
  return { condition, reach: reachOf(of) };
}

function lowerIn(setting: SearchSetting, node: SearchIn): Lowered {
  const source = setting.ofEvents && isSourceField(node.field) ? namedSource(node) : null;
  if (source !== null) return { condition: fromSource(setting, source), reach: OF_EVENT };
  const of = valueOf(setting.scope, node.field);
  return { condition: searchEquals(of, node.values, undecidableAt(setting, node)), reach: reachOf(of) };
}

function undecidableAt({ lowering, base }: SearchSetting, place: Range): Undecidable {
  return (reason, fields, text) =>
    opaqueAt(lowering, reason, reasonMessage(reason, text), within(base, place), fields);
}
