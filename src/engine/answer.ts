/** An evaluation, of which all but the matches is worked out when it is asked for. */
import { isForAnyEvent, logSourceFits } from '../fields/event-origin.ts';
import type { Fit } from '../fields/event-origin.ts';
import type { Judged, Judging } from './candidates.ts';
import { UNDECIDED_CAUSES } from './causes.ts';
import type { UndecidedCause } from './causes.ts';
import { explainPart, isPartlyDecided } from './evaluate/judge-part.ts';
import type {
  Evaluation,
  Match,
  RuleVerdict,
  Totals,
  Undecided,
  UndecidedFilter,
  WouldMatch,
} from './evaluation.ts';
import { inOrder } from './gate.ts';
import type { RuleNumber } from './index/rule-index.ts';
import { findNearMisses } from './near-miss.ts';
import {
  assumedLogSource,
  effectOf,
  ruleAt,
  traceOf,
  verdictOn,
  viewFor,
  wantedBy,
  wouldMatch,
} from './session.ts';
import type { Session } from './session.ts';
import { byTier, describeUndecided, UNDECIDED_TIERS } from './undecided.ts';
import type { UndecidedDetail, UndecidedTier } from './undecided.ts';

/** What the parts of one evaluation share: rules by their numbers, as there may be tens of thousands that nobody wants to see. */
interface Answers {
  readonly matched: readonly RuleNumber[];
  readonly undecided: () => readonly RuleNumber[];
  /** The same, the nearest first. */
  readonly ranked: () => readonly RuleNumber[];
  /** Those of them that would match. */
  readonly possible: () => ReadonlySet<RuleNumber>;
  readonly detailOf: (number: RuleNumber) => UndecidedDetail;
}

export function answer(session: Session, judging: Judging): Evaluation {
  const { read, options } = session;
  const judged = judging.answering(session);
  const answers = answersOf(session, judging, judged);
  const matches = judged.matched.map((number) => matchOf(session, number));
  const explains = options.explain === true;
  const nearMisses = lazily(() => (explains ? findNearMisses(session, judged.unmatched) : []));
  const undecided = lazily(() =>
    (explains ? answers.ranked() : answers.undecided()).map((number) =>
      undecidedOf(session, answers, number),
    ),
  );
  const totals = lazily(() => totalsOf(session, answers));
  const would = lazily(() => inOrder([...answers.possible()]).map((number) => wouldMatchOf(session, number)));
  return {
    origin: read.origin,
    contradicted: read.contradicted,
    opened: read.opened,
    matches,
    get nearMisses() {
      return nearMisses();
    },
    get undecided() {
      return undecided();
    },
    get wouldMatch() {
      return would();
    },
    get totals() {
      return totals();
    },
    nearestUndecided: (first, among = {}) => nearestUndecided(session, answers, first, among),
    ofRule: (id) => ruleVerdict(session, answers, id),
  };
}

function answersOf(session: Session, judging: Judging, judged: Judged): Answers {
  const undecided = lazily(() => inOrder([...judged.undecided, ...judging.doubted(session)]));
  const possible = lazily(() => {
    const doubtful = undecided().filter((number) => isDoubtful(session, number));
    return new Set(judging.possible(session, doubtful).filter((number) => wouldMatch(session, number)));
  });
  const details = new Map<RuleNumber, UndecidedDetail>();
  const detailOf = (number: RuleNumber): UndecidedDetail => {
    const detail =
      details.get(number) ?? describeUndecided(traceOf(session, number), isDoubtful(session, number));
    details.set(number, detail);
    return detail;
  };
  const answers = { matched: judged.matched, undecided, possible, detailOf };
  const ranked = lazily(() => nearestFirst(session, { ...answers, ranked: undecided }));
  return { ...answers, ranked };
}

/** Is it not known whether the rule is for such events? */
function isDoubtful({ passage }: Session, number: RuleNumber): boolean {
  return passage.doubts.has(number);
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The trace is made when it is asked for: that of a large rule is more work than all verdicts. */
function matchOf(session: Session, number: RuleNumber): Match {
  const rule = ruleAt(session.rules, number);
  return {
    id: rule.id,
    verdict: effectOf(rule),
    get trace() {
      return explainPart(rule.condition, session.view);
    },
  };
}

function undecidedOf(session: Session, answers: Answers, number: RuleNumber): Undecided {
  return {
    id: ruleAt(session.rules, number).id,
    get tier() {
      return tierOf(session, answers, number);
    },
    get cause() {
      return causeOf(session, answers, number);
    },
    get trace() {
      return traceOf(session, number);
    },
    get wouldMatch() {
      return answers.possible().has(number);
    },
    get assumed() {
      return assumedLogSource(ruleAt(session.rules, number));
    },
    get open() {
      return answers.detailOf(number).open;
    },
    get parts() {
      return answers.detailOf(number).parts;
    },
    get deciding() {
      return answers.detailOf(number).deciding;
    },
  };
}

/** Where the source is not known, that is known without a look at the rule. */
function tierOf(session: Session, { detailOf }: Answers, number: RuleNumber): UndecidedTier {
  return isDoubtful(session, number) ? 'source_unknown' : detailOf(number).tier;
}

function causeOf(session: Session, { detailOf }: Answers, number: RuleNumber): UndecidedCause {
  return isDoubtful(session, number) ? 'log_source' : detailOf(number).cause;
}

/**
 * Where the source is not known, those come first that would match, then those of which the event decides something: to count what is open of each would
 * be to explain tens of thousands of rules.
 */
function nearestFirst(session: Session, answers: Answers): readonly RuleNumber[] {
  const isUnknown = (number: RuleNumber): boolean => tierOf(session, answers, number) === 'source_unknown';
  const known = answers.undecided().filter((number) => !isUnknown(number));
  const unknown = answers.undecided().filter(isUnknown);
  const blind = new Set(session.passage.blindDoubted);
  const isPartly = (number: RuleNumber): boolean =>
    !blind.has(number) && isPartlyDecided(ruleAt(session.rules, number).condition, viewFor(session, number));
  const likelier = unknown.toSorted((a, b) => likeliness(session, a) - likeliness(session, b));
  const would = likelier.filter((number) => answers.possible().has(number));
  const others = likelier.filter((number) => !answers.possible().has(number));
  const partly = new Set(others.filter(isPartly));
  return [
    ...known.toSorted((a, b) => byTier(answers.detailOf(a), answers.detailOf(b))),
    ...would,
    ...partly,
    ...others.filter((number) => !partly.has(number)),
  ];
}

/** Of a rule that names no log source, whether the event is of the one that it is assumed to be for; the others stand between. */
function likeliness({ rules, read }: Session, number: RuleNumber): number {
  const source = assumedLogSource(ruleAt(rules, number));
  if (source === null) return LIKELINESS.unknown;
  return LIKELINESS[logSourceFits(source, read.origin)];
}

const LIKELINESS: Readonly<Record<Fit, number>> = { fits: 0, unknown: 1, differs: 2 };

function nearestUndecided(
  session: Session,
  answers: Answers,
  first: number,
  { tiers, causes }: UndecidedFilter,
): readonly Undecided[] {
  return answers
    .ranked()
    .filter(
      (number) =>
        tiers?.includes(tierOf(session, answers, number)) !== false &&
        causes?.includes(causeOf(session, answers, number)) !== false,
    )
    .slice(0, first)
    .map((number) => undecidedOf(session, answers, number));
}

function wouldMatchOf(session: Session, number: RuleNumber): WouldMatch {
  const rule = ruleAt(session.rules, number);
  const { origin } = session.read;
  return {
    id: rule.id,
    verdict: effectOf(rule),
    logSources: isForAnyEvent(rule.logSources)
      ? []
      : rule.logSources.filter((source) => logSourceFits(source, origin) !== 'differs'),
    get assumed() {
      return assumedLogSource(rule);
    },
    get trace() {
      return explainPart(rule.condition, session.view);
    },
  };
}

function ruleVerdict(session: Session, answers: Answers, id: string): RuleVerdict | null {
  const number = session.numberOf.get(id);
  if (number === undefined || !wantedBy(session)(number)) return null;
  const rule = ruleAt(session.rules, number);
  const verdict =
    rule.standing === 'without_query'
      ? 'not_judged'
      : session.passage.passes.has(number)
        ? verdictOn(session, number)
        : 'skipped';
  return {
    id,
    verdict,
    effect: effectOf(rule),
    logSources: rule.logSources,
    undecided: verdict === 'undecided' ? undecidedOf(session, answers, number) : null,
    get trace() {
      return traceOf(session, number);
    },
  };
}

function totalsOf(session: Session, answers: Answers): Totals {
  const { rules, passage, options } = session;
  const isWanted = wantedBy(session);
  const count = (numbers: readonly RuleNumber[]): number =>
    options.ruleIds === undefined ? numbers.length : numbers.filter(isWanted).length;
  const wanted = rules.filter((_rule, number) => isWanted(number));
  const withoutQuery = wanted.filter(({ standing }) => standing === 'without_query').length;
  const evaluated = count(passage.passing);
  const retired = count(passage.retired);
  const tiers = lazily(() =>
    countBy(UNDECIDED_TIERS, answers.undecided(), (number) => tierOf(session, answers, number)),
  );
  const causes = lazily(() =>
    countBy(UNDECIDED_CAUSES, answers.undecided(), (number) => causeOf(session, answers, number)),
  );
  return {
    evaluated,
    retired,
    withoutQuery,
    skippedByLogSource: wanted.length - evaluated - retired - withoutQuery,
    matched: answers.matched.length,
    get undecided() {
      return answers.undecided().length;
    },
    get wouldMatch() {
      return answers.possible().size;
    },
    get tiers() {
      return tiers();
    },
    get causes() {
      return causes();
    },
  };
}

function countBy<Key extends string>(
  keys: readonly Key[],
  numbers: readonly RuleNumber[],
  keyOf: (number: RuleNumber) => Key,
): Readonly<Record<Key, number>> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
  for (const number of numbers) counts[keyOf(number)] += 1;
  return counts;
}
