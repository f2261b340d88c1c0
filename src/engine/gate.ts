/** The first step of an evaluation: which rules may concern events of an origin at all, and of which that alone gives the verdict. */
import { logSourcesFit } from '../fields/event-origin.ts';
import type { EventOrigin, Fit } from '../fields/event-origin.ts';
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
  /** All rules that pass. */
  readonly passing: readonly RuleNumber[];
}

interface OpenGroup {
  readonly group: RuleGroup;
  readonly fit: Fit;
}

/** Origins are few: the decision on each is remembered, for so many that none can fill the memory. */
const REMEMBERED_ORIGINS = 200;

export function createGate(groups: readonly RuleGroup[]): (origin: EventOrigin) => Passage {
  const decided = new Map<string, Passage>();
  return (origin) => {
    const key = JSON.stringify([origin.schema, origin.product, origin.categories, origin.services]);
    const known = decided.get(key);
    if (known !== undefined) return known;
    const passage = decide(groups, origin);
    if (decided.size >= REMEMBERED_ORIGINS) decided.clear();
    decided.set(key, passage);
    return passage;
  };
}

function decide(groups: readonly RuleGroup[], origin: EventOrigin): Passage {
  const passing = groups
    .map((group) => ({ group, fit: logSourcesFit(group.logSources, origin) }))
    .filter(({ fit }) => fit !== 'differs');
  const isBlindGroup = ({ group }: OpenGroup): boolean =>
    group.blindVerdicts !== null && isBlind(group.schema, origin);
  const blind = passing.filter(isBlindGroup).map(({ group }) => group);
  return {
    open: passing.filter((each) => !isBlindGroup(each)),
    blindMatched: withVerdict(blind, 'matched'),
    blindUndecided: withVerdict(blind, 'undecided'),
    passing: inOrder(passing.flatMap(({ group }) => group.members)),
  };
}

function withVerdict(groups: readonly RuleGroup[], verdict: Verdict): readonly RuleNumber[] {
  return inOrder(
    groups.flatMap(({ members, blindVerdicts }) =>
      members.filter((_number, at) => blindVerdicts?.[at] === verdict),
    ),
  );
}

function inOrder(numbers: readonly RuleNumber[]): readonly RuleNumber[] {
  return numbers.toSorted((a, b) => a - b);
}
