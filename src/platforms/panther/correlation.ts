/** Panther's correlation rules: groups and sequences of other rules' matches → stages. */
import { opaqueStage, ruleSequenceStage } from '../../rule/declare-stage.ts';
import type { RuleStep } from '../../rule/declare-stage.ts';
import { ruleId } from '../../rule/rule.ts';
import type { RuleId } from '../../rule/rule.ts';
import type { Stage } from '../../rule/stage.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { booleanOf, isRecord, numberOf, recordOf, recordsOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { YamlRecord } from './yaml-file.ts';

export interface Correlation {
  readonly stages: readonly Stage[];
  readonly diagnostics: readonly Diagnostic[];
  /** The rules that it builds on. */
  readonly ruleIds: readonly RuleId[];
}

/** Something of a correlation that the stages cannot say: it stays as text, and the rule is not whole. */
type Unsaid = (reason: string, message: string, part: unknown) => void;

const MINUTE = 60;

/**
 * Every entry of `Detection` is one stage. A Group's members come in any order, a Sequence's in the order in which they stand.
 * `LookbackWindowMinutes` is how far back the rule looks, so within what time its members must come.
 */
export function readCorrelation(record: YamlRecord): Correlation {
  const stages: Stage[] = [];
  const diagnostics: Diagnostic[] = [];
  const ruleIds: RuleId[] = [];
  const report = (code: string, message: string): void => {
    diagnostics.push(diagnostic(code, message, record.spanOf('Detection'), 'error', record.path));
  };
  const unsaid: Unsaid = (reason, message, part) => {
    stages.push(opaqueStage(reason, JSON.stringify(part)));
    report(reason, message);
  };
  const entries = recordsOf(record.value['Detection']);
  if (entries.length === 0) report('missing_field', 'The correlation has no Detection.');
  for (const entry of entries) {
    const ordered = entry['Sequence'] !== undefined;
    const members = recordsOf(ordered ? entry['Sequence'] : entry['Group']);
    const steps = readSteps(entry, members, ordered, unsaid);
    if (steps.length === 0) {
      unsaid('missing_field', 'The correlation has neither a Group nor a Sequence of rules.', entry);
      continue;
    }
    ruleIds.push(...steps.map((step) => step.ruleId));
    const window = ordered ? sequenceWindow(entry, members, unsaid) : minutes(entry['LookbackWindowMinutes']);
    stages.push(ruleSequenceStage(ordered, steps, window, JSON.stringify(entry)));
    checkCounts(entry, members, unsaid);
  }
  return { stages, diagnostics, ruleIds };
}

function minutes(value: unknown): number | null {
  const count = numberOf(value);
  return count === null ? null : count * MINUTE;
}

function nameOf(member: PlainRecord): string | null {
  return textOf(member['ID']) ?? textOf(member['RuleID']);
}

function readSteps(
  entry: PlainRecord,
  members: readonly PlainRecord[],
  ordered: boolean,
  unsaid: Unsaid,
): readonly RuleStep[] {
  const by = ordered ? transitionKeys(entry, members, unsaid) : groupKeys(entry, members, unsaid);
  return members.flatMap((member) => {
    const id = textOf(member['RuleID']);
    if (id === null) {
      unsaid('missing_field', 'A member of the correlation has no RuleID.', member);
      return [];
    }
    const name = nameOf(member);
    return [
      {
        name,
        ruleId: ruleId('panther', id),
        by: by.get(name ?? '') ?? [],
        runs: numberOf(member['MinMatchCount']) ?? 1,
        missing: booleanOf(member['Absence']) === true,
      },
    ];
  });
}

type Keys = ReadonlyMap<string, readonly string[]>;

/** `MatchCriteria`: by name of the criterion, which field of which member; every member's keys in the order of the criteria. */
function groupKeys(entry: PlainRecord, members: readonly PlainRecord[], unsaid: Unsaid): Keys {
  const keys = new Map<string, string[]>(members.map((member) => [nameOf(member) ?? '', []]));
  for (const [name, criterion] of Object.entries(recordOf(entry['MatchCriteria']))) {
    const fields = new Map(
      recordsOf(criterion).map((match) => [textOf(match['GroupID']) ?? '', textOf(match['Match'])]),
    );
    const complete = [...keys.keys()].every((member) => typeof fields.get(member) === 'string');
    if (!complete || fields.size !== keys.size) {
      unsaid(
        'partial_match_criterion',
        `The criterion ${name} does not name a field of every member.`,
        criterion,
      );
      continue;
    }
    for (const [member, own] of keys) own.push(fields.get(member) ?? '');
  }
  return keys;
}

interface Transition {
  readonly from: string;
  readonly to: string;
  readonly match: readonly { readonly from: string; readonly to: string }[];
}

function transitionsOf(entry: PlainRecord): readonly Transition[] {
  return recordsOf(entry['Transitions']).map((transition) => ({
    from: textOf(transition['From']) ?? '',
    to: textOf(transition['To']) ?? '',
    match: recordsOf(transition['Match']).flatMap((match) => {
      const on = textOf(match['On']);
      const from = textOf(match['From']) ?? on;
      const to = textOf(match['To']) ?? on;
      return from === null || to === null ? [] : [{ from, to }];
    }),
  }));
}

/**
 * `Transitions`: from which member to which, and which fields are equal then. As keys of the steps that is only sayable where the
 * transitions link every step to the next, each by the fields that the one before left off with.
 */
function transitionKeys(entry: PlainRecord, members: readonly PlainRecord[], unsaid: Unsaid): Keys {
  const keys = new Map<string, readonly string[]>();
  const transitions = transitionsOf(entry);
  if (transitions.every(({ match }) => match.length === 0)) return keys;
  const names = members.map((member) => nameOf(member) ?? '');
  for (let at = 0; at + 1 < names.length; at++) {
    const [from = '', to = ''] = names.slice(at, at + 2);
    const links = transitions.filter((transition) => transition.from === from && transition.to === to);
    const left = links.flatMap(({ match }) => match.map((pair) => pair.from));
    const right = links.flatMap(({ match }) => match.map((pair) => pair.to));
    const before = keys.get(from);
    if (left.length === 0 || (before !== undefined && before.join('\n') !== left.join('\n'))) {
      unsaid(
        'partial_transition',
        'The transitions do not link every step to the next by the same keys.',
        entry['Transitions'],
      );
      return new Map();
    }
    keys.set(from, left);
    keys.set(to, right);
  }
  const steps = new Set(names);
  if (transitions.some(({ from, to }) => !steps.has(from) || names.indexOf(to) !== names.indexOf(from) + 1)) {
    unsaid('partial_transition', 'A transition does not lead from a step to the next.', entry['Transitions']);
  }
  return keys;
}

/** A lone transition's time frame is the whole sequence's; several stand within the look-back window only. */
function sequenceWindow(entry: PlainRecord, members: readonly PlainRecord[], unsaid: Unsaid): number | null {
  const lookback = minutes(entry['LookbackWindowMinutes']);
  const frames = recordsOf(entry['Transitions'])
    .map((transition) => minutes(transition['WithinTimeFrameMinutes']))
    .filter((frame) => frame !== null);
  const [only] = frames;
  if (only === undefined) return lookback;
  if (members.length === 2 && frames.length === 1) return lookback === null ? only : Math.min(only, lookback);
  unsaid(
    'transition_window',
    'A time frame between two steps of more is not modelled.',
    entry['Transitions'],
  );
  return lookback;
}

function checkCounts(entry: PlainRecord, members: readonly PlainRecord[], unsaid: Unsaid): void {
  const needed = numberOf(entry['MinMatchCount']);
  if (needed !== null && needed !== members.length) {
    unsaid('member_count', 'How many members of the group must match is not modelled.', {
      MinMatchCount: needed,
    });
  }
  for (const member of members) {
    if (isRecord(member) && member['MaxMatchCount'] !== undefined) {
      unsaid('max_match_count', 'An upper limit of matches is not modelled.', member);
    }
  }
}
