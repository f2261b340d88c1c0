/**
 * What a rule asks of lists that are no part of its source. The join says all of it (which field, which list, how they are compared), and what the
 * list holds nobody knows here: of one event that part is undecided.
 */
import { all, any, opaque } from '../condition/condition.ts';
import type { Condition, Opaque } from '../condition/condition.ts';
import { conditionKey } from '../condition/key.ts';
import { simplify } from '../condition/simplify.ts';
import { oneEventIsEnough } from './one-event.ts';
import type { JoinStage, Stage, UnionStage } from './stage.ts';

/** The reason of an opaque that stands for a test of such a list. */
export const EXTERNAL_LIST = 'external_list';

/** The rule's condition, and what it asks of such lists. */
export function withListTests(condition: Condition, stages: readonly Stage[]): Condition {
  const tests = listTests(stages);
  const union = stages.find((stage) => stage.kind === 'union');
  // Where only some parts of a union have a list, what the parts ask is said with the lists.
  const isSaid =
    union !== undefined &&
    hasSomeTests(union) &&
    tests.length > 0 &&
    isSame(condition, any(union.parts.map((part) => part.condition)));
  return all(isSaid ? tests : [condition, ...tests]);
}

function hasSomeTests({ parts }: UnionStage): boolean {
  const listed = parts.filter(({ stages }) => listTests(stages).length > 0);
  return listed.length > 0 && listed.length < parts.length;
}

function isSame(left: Condition, right: Condition): boolean {
  return conditionKey(simplify(left)) === conditionKey(simplify(right));
}

/** Of one event: what is asked before the rule needs more events, or other records. */
function listTests(stages: readonly Stage[]): readonly Condition[] {
  const tests: Condition[] = [];
  for (const stage of stages) {
    if (stage.kind === 'join' && stage.ofList === true) {
      if (isListTest(stage)) tests.push(opaque(stage.source, EXTERNAL_LIST, leftFields(stage)));
    } else if (!leavesOneEvent(stage)) {
      if (stage.kind === 'union') tests.push(...partTests(stage.parts));
      break;
    }
  }
  return tests;
}

/** An event of a part without a test passes; one that is of the others alone meets theirs. */
function partTests(parts: UnionStage['parts']): readonly Condition[] {
  const tests = parts.map(({ stages }) => listTests(stages));
  if (tests.every((of) => of.length === 0)) return [];
  if (tests.every((of) => of.length > 0)) return [any(tests.map(all))];
  return [any(parts.map(({ condition }, at) => all([condition, ...(tests[at] ?? [])])))];
}

/** Behind it a row may still be one event, or a group of it alone. */
function leavesOneEvent(stage: Stage): boolean {
  if (stage.kind === 'aggregate') return oneEventIsEnough(stage);
  return stage.kind === 'filter' || stage.kind === 'lookup' || stage.kind === 'project';
}

/** Source texts of the joins with such lists, wherever they stand: an opaque of that text is told by the join. */
export function listTestTexts(stages: readonly Stage[]): ReadonlySet<string> {
  return new Set(
    stages
      .flatMap(joinsIn)
      .filter(isListTest)
      .map(({ source }) => source),
  );
}

/** Is it told by one of those joins? */
export function isToldByJoin({ reason, text }: Opaque, texts: ReadonlySet<string>): boolean {
  return reason === EXTERNAL_LIST && texts.has(text);
}

function joinsIn(stage: Stage): readonly JoinStage[] {
  if (stage.kind === 'join') return [stage, ...stage.stages.flatMap(joinsIn)];
  return stage.kind === 'union' ? stage.parts.flatMap((part) => part.stages.flatMap(joinsIn)) : [];
}

/** Without a partner the event stays all the same in any other. */
function isListTest({ ofList, type }: JoinStage): boolean {
  return ofList === true && (type === 'inner' || type === 'semi' || type === 'anti');
}

function leftFields({ on }: JoinStage): Opaque['fields'] {
  return on.flatMap((pairs) => pairs.map(({ left }) => left));
}
