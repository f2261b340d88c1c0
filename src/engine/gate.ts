/** The first step of an evaluation: which rules may concern events of an origin at all, and of which that alone gives the verdict. */
import type { ReadEvent } from '../events/read-event.ts';
import { isForAnyEvent, logSourcesFit } from '../fields/event-origin.ts';
import type { Fit } from '../fields/event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import { isBlind } from './event/event-view.ts';
import type { RuleIndex, RuleNumber } from './index/rule-index.ts';
import type { Verdict } from './verdict.ts';

/** Rules that monitor the same and name fields alike: one decision of the gate, one index. */
export interface RuleGroup {
  readonly logSources: readonly LogSource[];
  readonly schema: EventSchema;
  readonly members: readonly RuleNumber[];
  readonly index: RuleIndex;
  /** Gives the rules that the index does not, and that may still fail by one conjunct only. */
  readonly nearIndex: RuleIndex;
  /** Of each member where it can read no field, whatever the event; null: some of them find theirs in any field. */
  readonly blindVerdicts: readonly Verdict[] | null;
}

/** What an origin means for the rules. */
export interface Passage {
  /** The groups that have to look at the event. */
  readonly open: readonly OpenGroup[];
  /** Rules of the other groups that pass, which can read nothing in such events: matched, or undecided. In order. */
  readonly blindMatched: readonly RuleNumber[];
  readonly blindUndecided: readonly RuleNumber[];
  /** How rules stand to such events where they do not surely fit. */
  readonly doubts: ReadonlyMap<RuleNumber, Doubt>;
  /** All rules that pass. */
  readonly passing: readonly RuleNumber[];
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

export function createGate(groups: readonly RuleGroup[]): (read: Read) => Passage {
  const decided = new Map<string, Passage>();
  return (read) => {
    const { product, categories, services, recorder } = read.origin;
    const schemas = read.facets.map(({ schema }) => schema);
    const key = JSON.stringify([schemas, product, categories, services, recorder]);
    const known = decided.get(key);
    if (known !== undefined) return known;
    const passage = decide(groups, read);
    if (decided.size >= REMEMBERED_ORIGINS) decided.clear();
    decided.set(key, passage);
    return passage;
  };
}

function decide(groups: readonly RuleGroup[], read: Read): Passage {
  const passing = groups
    .map((group) => ({ group, fit: fitOf(group, read) }))
    .filter(({ fit }) => fit !== 'differs')
    .map(({ group, fit }): OpenGroup => ({ group, doubt: fit === 'fits' || fit === 'differs' ? null : fit }));
  const isBlindGroup = ({ group }: OpenGroup): boolean =>
    group.blindVerdicts !== null && isBlind(group.schema, read);
  const blind = passing.filter(isBlindGroup);
  const sure = blind.filter(({ doubt }) => doubt === null);
  const doubtful = blind.filter(({ doubt }) => doubt !== null);
  return {
    open: passing.filter((each) => !isBlindGroup(each)),
    blindMatched: withVerdict(sure, 'matched'),
    // In doubt nothing matches that the event does not show.
    blindUndecided: inOrder([...withVerdict(blind, 'undecided'), ...withVerdict(doubtful, 'matched')]),
    doubts: doubtsOf(passing),
    passing: inOrder(passing.flatMap(({ group }) => group.members)),
  };
}

/**
 * A rule that names no log source is for any event that its platform holds: one that names its fields the platform's way. Records as their sources deliver
 * them (`raw`) are no platform's.
 */
function fitOf({ logSources, schema }: RuleGroup, { origin, facets }: Read): Fit | 'unnamed' {
  if (!isForAnyEvent(logSources)) return logSourcesFit(logSources, origin);
  return schema !== 'raw' && facets.some((facet) => facet.schema === schema) ? 'fits' : 'unnamed';
}

function doubtsOf(passing: readonly OpenGroup[]): ReadonlyMap<RuleNumber, Doubt> {
  const doubts = new Map<RuleNumber, Doubt>();
  for (const { group, doubt } of passing) {
    if (doubt !== null) for (const number of group.members) doubts.set(number, doubt);
  }
  return doubts;
}

function withVerdict(groups: readonly OpenGroup[], verdict: Verdict): readonly RuleNumber[] {
  return inOrder(
    groups.flatMap(({ group: { members, blindVerdicts } }) =>
      members.filter((_number, at) => blindVerdicts?.[at] === verdict),
    ),
  );
}

function inOrder(numbers: readonly RuleNumber[]): readonly RuleNumber[] {
  return numbers.toSorted((a, b) => a - b);
}
