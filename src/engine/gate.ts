/** The first step of an evaluation: which rules may concern events of an origin at all, and of which that alone gives the verdict. */
import type { ReadEvent } from '../events/read-event.ts';
import { isForAnyEvent, logSourcesFit } from '../fields/event-origin.ts';
import type { Fit } from '../fields/event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import type { Standing } from '../rule/standing.ts';
import { isBlind } from './event/event-view.ts';
import type { RuleIndex, RuleNumber } from './index/rule-index.ts';
import type { FieldUse } from './index/touched.ts';
import type { Verdict } from './verdict.ts';

/** Rules that monitor the same and name fields alike: one decision of the gate, one index. */
export interface RuleGroup {
  readonly logSources: readonly LogSource[];
  readonly schema: EventSchema;
  readonly standing: Exclude<Standing, 'without_query'>;
  readonly members: readonly RuleNumber[];
  readonly index: RuleIndex;
  /** Gives the rules that the index does not, and that may still fail by one conjunct only. */
  readonly nearIndex: RuleIndex;
  /** Of each member where it can read no field, whatever the event; null: some of them find theirs in any field. */
  readonly blindVerdicts: readonly Verdict[] | null;
  /** Which fields the members read; made when first asked for, where nobody knows whether they are for an event. */
  readonly uses: () => readonly FieldUse[];
}

/** What an origin means for the rules. */
export interface Passage {
  /** The groups that have to look at the event, and may match it. */
  readonly open: readonly OpenGroup[];
  /** Those of which it is not known whether they are for such events: none of their rules matches. */
  readonly doubted: readonly RuleGroup[];
  /** Undecided rules of further such groups, which can read nothing in such events. */
  readonly blindDoubted: readonly RuleNumber[];
  /** Rules of the other groups, which can read nothing in such events: matched, or undecided. In order. */
  readonly blindMatched: readonly RuleNumber[];
  readonly blindUndecided: readonly RuleNumber[];
  /** How rules stand to such events where they do not surely fit. */
  readonly doubts: ReadonlyMap<RuleNumber, Doubt>;
  /** All rules that pass. */
  readonly passing: readonly RuleNumber[];
  readonly passes: ReadonlySet<RuleNumber>;
  /** Rules that would pass, and have been retired. */
  readonly retired: readonly RuleNumber[];
}

/** `unknown`: the rule's log source may be another than the event's; `unnamed`: the rule names none, and the event is not of its platform. */
export type Doubt = 'unknown' | 'unnamed';

interface OpenGroup {
  readonly group: RuleGroup;
  /** Null: the rules are for such events. */
  readonly doubt: Doubt | null;
}

type Read = Pick<ReadEvent, 'origin' | 'facets'>;

/** Origins are few: the decision on each is remembered, for so many that none can fill the memory. */
const REMEMBERED_ORIGINS = 200;

/** `includesRetired`: do retired rules judge as well? */
export function createGate(groups: readonly RuleGroup[]): (read: Read, includesRetired: boolean) => Passage {
  const decided = new Map<string, Passage>();
  return (read, includesRetired) => {
    const { product, categories, services, recorder } = read.origin;
    const schemas = read.facets.map(({ schema }) => schema);
    const key = JSON.stringify([schemas, product, categories, services, recorder, includesRetired]);
    const known = decided.get(key);
    if (known !== undefined) return known;
    const passage = decide(groups, read, includesRetired);
    if (decided.size >= REMEMBERED_ORIGINS) decided.clear();
    decided.set(key, passage);
    return passage;
  };
}

function decide(groups: readonly RuleGroup[], read: Read, includesRetired: boolean): Passage {
  const fitting = groups
    .map((group) => ({ group, fit: fitOf(group, read) }))
    .filter(({ fit }) => fit !== 'differs')
    .map(({ group, fit }): OpenGroup => ({ group, doubt: fit === 'fits' || fit === 'differs' ? null : fit }));
  const isLeft = ({ group }: OpenGroup): boolean => !includesRetired && group.standing === 'retired';
  const passing = fitting.filter((each) => !isLeft(each));
  const answering = passing.filter(({ doubt }) => doubt !== 'unknown');
  const isBlindGroup = ({ group }: OpenGroup): boolean =>
    group.blindVerdicts !== null && isBlind(group.schema, read);
  const blind = answering.filter(isBlindGroup);
  const doubted = passing.filter(({ doubt }) => doubt === 'unknown');
  const members = inOrder(passing.flatMap(({ group }) => group.members));
  const sure = blind.filter(({ doubt }) => doubt === null);
  const doubtful = blind.filter(({ doubt }) => doubt !== null);
  return {
    open: answering.filter((each) => !isBlindGroup(each)),
    doubted: doubted.filter((each) => !isBlindGroup(each)).map(({ group }) => group),
    blindDoubted: openOf(doubted.filter(isBlindGroup)),
    blindMatched: withVerdict(sure, 'matched'),
    blindUndecided: inOrder([...withVerdict(sure, 'undecided'), ...openOf(doubtful)]),
    doubts: doubtsOf(passing),
    passing: members,
    passes: new Set(members),
    retired: inOrder(fitting.filter(isLeft).flatMap(({ group }) => group.members)),
  };
}

/** Run on every event of their schema: what of it a rule is for, its own predicates say. */
const RUN_ON_ALL: ReadonlySet<EventSchema> = new Set(['udm']);

/**
 * A rule that names no log source is for any event that its platform holds: one that names its fields the platform's way. Records as their sources deliver
 * them (`raw`) are no platform's.
 */
function fitOf({ logSources, schema }: RuleGroup, { origin, facets }: Read): Fit | 'unnamed' {
  const isOfSchema = facets.some((facet) => facet.schema === schema);
  if (isForAnyEvent(logSources)) return schema !== 'raw' && isOfSchema ? 'fits' : 'unnamed';
  const fit = logSourcesFit(logSources, origin);
  return fit === 'unknown' && isOfSchema && RUN_ON_ALL.has(schema) ? 'fits' : fit;
}

function doubtsOf(passing: readonly OpenGroup[]): ReadonlyMap<RuleNumber, Doubt> {
  const doubts = new Map<RuleNumber, Doubt>();
  for (const { group, doubt } of passing) {
    if (doubt !== null) for (const number of group.members) doubts.set(number, doubt);
  }
  return doubts;
}

/** In doubt nothing matches that the event does not show. */
function openOf(groups: readonly OpenGroup[]): readonly RuleNumber[] {
  return inOrder([...withVerdict(groups, 'undecided'), ...withVerdict(groups, 'matched')]);
}

function withVerdict(groups: readonly OpenGroup[], verdict: Verdict): readonly RuleNumber[] {
  return inOrder(
    groups.flatMap(({ group: { members, blindVerdicts } }) =>
      members.filter((_number, at) => blindVerdicts?.[at] === verdict),
    ),
  );
}

export function inOrder(numbers: readonly RuleNumber[]): readonly RuleNumber[] {
  return numbers.toSorted((a, b) => a - b);
}
