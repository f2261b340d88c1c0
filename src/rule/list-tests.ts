/**
 * What a rule asks of lists that are no part of its source. The join says all of it (which field, which list, how they are compared), and what the
 * list holds nobody knows here: of one event that part is undecided.
 */
import { all, any, opaque } from '../condition/condition.ts';
import type { Condition, Opaque } from '../condition/condition.ts';
import { oneEventIsEnough } from './one-event.ts';
import type { JoinStage, Stage } from './stage.ts';

/** The reason of an opaque that stands for a test of such a list. */
export const EXTERNAL_LIST = 'external_list';

/** Of one event: what is asked before the rule needs more events, or other records. */
export function listTests(stages: readonly Stage[]): readonly Condition[] {
  const tests: Condition[] = [];
  for (const stage of stages) {
    if (stage.kind === 'join' && stage.ofList === true) {
      if (isListTest(stage)) tests.push(opaque(stage.source, EXTERNAL_LIST, leftFields(stage)));
    } else if (!leavesOneEvent(stage)) {
      // What goes through any part of a union meets a test only where every part has one.
      const parts = stage.kind === 'union' ? stage.parts.map((part) => listTests(part.stages)) : [];
      if (parts.length > 0 && parts.every((part) => part.length > 0)) tests.push(any(parts.map(all)));
      break;
    }
  }
  return tests;
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
