/** What a pipeline comes to when all of its commands are lowered. */
import { all, always, any } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { askedOfPicked, namesAskedBy } from '../../rule/picked-row.ts';
import type { Stage } from '../../rule/stage.ts';
import { joinRows } from './expanded-rows.ts';
import { report } from './lowering.ts';
import type { Draft, JoinDraft, LookupDraft, Run } from './run.ts';

/** What an event must satisfy to be of the search, or of one that joins in. */
export function conditionOf(run: Run): Condition {
  const own = all(joinRows([...run.filters, ...pickedConditions(run)]));
  const joined = run.drafts.flatMap((draft) =>
    draft.kind === 'join' && bringsEvents(draft) ? [draft.condition] : [],
  );
  const others = [...run.others, ...joined];
  if (others.length === 0) return own.of.length === 0 ? always : own;
  return any([own, ...others]);
}

/** What is asked of the rows of the first `stats`, where each of them is one of the events. */
function pickedConditions(run: Run): readonly Condition[] {
  const at = run.drafts.findIndex(({ kind }) => kind === 'aggregate' || kind === 'join');
  const draft = run.drafts[at];
  if (draft?.kind !== 'aggregate' || draft.picked === null || draft.columns.length === 0) return [];
  const isOfEvents = run.drafts.slice(0, at).every((each) => each.kind === 'lookup' || isHarmless(each));
  if (!isOfEvents) return [];
  const later = run.drafts.slice(at + 1).map((each) => stageOf(each, run.window));
  const { picked, columns, having } = draft;
  return askedOfPicked({ picked, columns, isOneEvent: picked.size === 1 }, having, namesAskedBy(later));
}

function isHarmless(draft: Draft): boolean {
  return draft.kind === 'ready' && (draft.stage.kind === 'project' || draft.stage.kind === 'lookup');
}

/** Where the events come from that may help the search to find something. */
export function sourcesOf(run: Run): ReadonlySet<string> {
  const joined = run.drafts.flatMap((draft) =>
    draft.kind === 'join' && bringsEvents(draft) ? [...draft.sources] : [],
  );
  return new Set([...run.sources, ...joined]);
}

function bringsEvents(draft: JoinDraft): boolean {
  return draft.ofEvents && (draft.type === 'inner' || draft.type === 'semi');
}

export function stagesOf(run: Run): readonly Stage[] {
  return run.drafts.flatMap((draft) => [...keyStages(run, draft), stageOf(draft, run.window)]);
}

/** What computes a key of a join that decides. */
function keyStages({ lowering }: Run, draft: Draft): readonly Stage[] {
  if (draft.kind !== 'join' && draft.kind !== 'lookup') return [];
  if (draft.kind === 'join' ? draft.type === 'left' : !decides(draft)) return [];
  return draft.computedKeys.map(({ name, place }) => {
    const reason = 'computed_key';
    report(lowering, reason, `rows are joined on ${name}, which is computed and no field`, place);
    return { kind: 'opaque', reason, source: name };
  });
}

function decides({ isAnti, isNewTerms, conditions }: LookupDraft): boolean {
  return isAnti || isNewTerms || conditions.length > 0;
}

function stageOf(draft: Draft, window: number | null): Stage {
  switch (draft.kind) {
    case 'ready':
      return draft.stage;
    case 'aggregate': {
      const { kind, source, by, columns, having } = draft;
      return {
        kind,
        by,
        window: draft.window ?? window,
        columns,
        having: having.length === 0 ? always : all(joinRows(having)),
        source,
      };
    }
    case 'join': {
      const { kind, type, with: other, condition, stages, on, source, ofEvents } = draft;
      return {
        kind,
        type,
        with: other,
        condition,
        stages,
        on: on.length === 0 ? [] : [on],
        window: null,
        ...(ofEvents ? {} : { ofList: true as const }),
        source,
      };
    }
    case 'lookup':
      return lookupStage(draft);
  }
}

function lookupStage(draft: LookupDraft): Stage {
  const { table, on, fields, source, constants, conditions, isAnti, isNewTerms } = draft;
  if (isNewTerms) return { kind: 'new_terms', fields: on.map(({ left }) => left), window: null, source };
  if (!decides(draft)) return { kind: 'lookup', table, on, fields, source };
  const asked = [...constants, ...conditions];
  return {
    kind: 'join',
    type: isAnti ? 'anti' : 'inner',
    with: table,
    condition: asked.length === 0 ? null : all(asked),
    stages: [],
    on: on.length === 0 ? [] : [on],
    window: null,
    ofList: true,
    source,
  };
}
