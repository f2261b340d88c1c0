/** Which rules an event may match or leave undecided: found by the index, or all that pass the gate. */
import type { EventView } from './event/event-view.ts';
import { inOrder } from './gate.ts';
import type { RuleGroup } from './gate.ts';
import type { RuleIndex, RuleNumber } from './index/rule-index.ts';
import { touchedBy } from './index/touched.ts';
import { verdictOn, wantedBy } from './session.ts';
import type { Session } from './session.ts';

export interface Judged {
  readonly matched: readonly RuleNumber[];
  /** Of these the index knew nothing; the others that are unmatched are not listed. */
  readonly unmatched: readonly RuleNumber[];
  readonly undecided: readonly RuleNumber[];
}

export interface Judging {
  /** The rules that may match. */
  readonly answering: (session: Session) => Judged;
  /** The undecided ones of the others. */
  readonly doubted: (session: Session) => readonly RuleNumber[];
  /** Which of these may match, were the event of their log source. */
  readonly possible: (session: Session, undecided: readonly RuleNumber[]) => readonly RuleNumber[];
}

/** So few rules are judged one by one. */
const FEW_RULES = 100;

export const byIndex: Judging = {
  answering: (session) => {
    const { passage, view, doubtful, options } = session;
    if (isFew(session)) return judgeAll(session, named(session));
    const found = new Set<RuleNumber>();
    for (const { group, doubt } of passage.open)
      addCandidates(group.index, doubt === null ? view : doubtful, found);
    const judged = judgeAll(session, inOrder([...found]));
    const isWanted = wantedBy(session);
    const wanted = (numbers: readonly RuleNumber[]): readonly RuleNumber[] =>
      options.ruleIds === undefined ? numbers : numbers.filter(isWanted);
    return {
      matched: inOrder([...wanted(passage.blindMatched), ...judged.matched]),
      unmatched: judged.unmatched,
      undecided: inOrder([...wanted(passage.blindUndecided), ...judged.undecided]),
    };
  },
  doubted: (session) => {
    const { doubted, blindDoubted } = session.passage;
    if (isFew(session)) return [];
    const seeing = doubted.flatMap((group) => doubtedOf(session, group));
    return inOrder([...blindDoubted.filter(wantedBy(session)), ...seeing]);
  },
  possible: (session, undecided) => {
    if (isFew(session)) return undecided;
    const found = new Set<RuleNumber>();
    const { open, doubted } = session.passage;
    const unnamed = open.filter(({ doubt }) => doubt !== null).map(({ group }) => group);
    for (const group of [...doubted, ...unnamed]) addCandidates(group.index, session.view, found);
    return undecided.filter((number) => found.has(number));
  },
};

/** Every rule that passes: slow, obvious, and the oracle of the tests. */
export const byMembership: Judging = {
  answering: (session) => judgeAll(session, session.passage.passing),
  doubted: () => [],
  possible: (_session, undecided) => undecided,
};

function isFew({ options: { ruleIds } }: Session): boolean {
  return ruleIds !== undefined && ruleIds.size <= FEW_RULES;
}

function named({ options: { ruleIds }, numberOf, passage }: Session): readonly RuleNumber[] {
  const numbers = [...(ruleIds ?? [])].flatMap((id) => numberOf.get(id) ?? []);
  return inOrder(numbers.filter((number) => passage.passes.has(number)));
}

function judgeAll(session: Session, numbers: readonly RuleNumber[]): Judged {
  const isWanted = wantedBy(session);
  const matched: RuleNumber[] = [];
  const unmatched: RuleNumber[] = [];
  const undecided: RuleNumber[] = [];
  for (const number of numbers) {
    if (!isWanted(number)) continue;
    const verdict = verdictOn(session, number);
    const into = verdict === 'matched' ? matched : verdict === 'unmatched' ? unmatched : undecided;
    into.push(number);
  }
  return { matched, unmatched, undecided };
}

export function addCandidates(index: RuleIndex, view: EventView, found: Set<RuleNumber>): void {
  index.candidates(view, (number) => found.add(number));
}

/** Rules of which the event has no field are what they are for any such event. */
function doubtedOf(session: Session, { members, blindVerdicts, uses }: RuleGroup): readonly RuleNumber[] {
  const isWanted = wantedBy(session);
  if (blindVerdicts === null)
    return members.filter((number) => isWanted(number) && verdictOn(session, number) !== 'unmatched');
  const touched = touchedBy(uses(), session.view);
  return members.filter((number, at) => {
    if (!isWanted(number)) return false;
    const verdict = touched.has(number) ? verdictOn(session, number) : blindVerdicts[at];
    return verdict !== 'unmatched';
  });
}
