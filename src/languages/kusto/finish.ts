/** A lowered table to what the catalog keeps: one condition, stages in order. */
import { all, always, any, compare, from, not, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fold, leaves } from '../../condition/fold.ts';
import { conditionKey } from '../../condition/key.ts';
import { simplify } from '../../condition/simplify.ts';
import type { Stage } from '../../rule/stage.ts';
import { mergeStages } from './merge-stages.ts';
import type { PartStage } from './merge-stages.ts';
import type { Branch, DraftStage, ExpandedList, Relation } from './model.ts';

export interface Finished {
  readonly condition: Condition;
  readonly stages: readonly Stage[];
  readonly sources: readonly string[];
  /** Of the opaque stages. */
  readonly problems: readonly (DraftStage & { readonly kind: 'opaque' })[];
  /** The parts of a union show their rows in ways of their own, which are not among the stages. */
  readonly showsParts: boolean;
}

export function finish(relation: Relation, text: string): Finished {
  const { branches } = relation;
  const parts = branches.map((branch) => finishStages(branch, text));
  const origins = branches.map(originOf);
  const merged = mergeStages(parts, origins);
  const stages = merged ?? mergeStages(parts.map(withoutShownStages), origins);
  return {
    condition: joinBranches(branches.map(conjunctsOf)),
    stages: stages ?? [unionStage(text)],
    sources: [...new Set(branches.flatMap(({ sources }) => sources))],
    problems: branches.flatMap(problemsOf),
    showsParts: merged === null && stages !== null,
  };
}

/**
 * Without what comes last and lets every row go on: groups without a `having`, columns brought in. Where the parts of a union show their rows in ways of
 * their own, that is no logic of theirs.
 */
function withoutShownStages(stages: readonly PartStage[]): readonly PartStage[] {
  const last = stages.findLastIndex(({ stage }) => !onlyShows(stage));
  return stages.slice(0, last + 1);
}

function onlyShows(stage: Stage): boolean {
  if (stage.kind === 'aggregate') return stage.having.kind === 'always';
  return stage.kind === 'lookup' || (stage.kind === 'join' && stage.type === 'left');
}

export const UNION_REASON = 'union_of_stages';

function unionStage(source: string): Stage {
  return { kind: 'opaque', reason: UNION_REASON, source };
}

function originOf({ from: table, external }: Branch): string {
  return table ?? external?.name ?? '';
}

function problemsOf(branch: Branch): Finished['problems'] {
  return trailingLimitsDropped(branch.stages).flatMap((stage) => {
    if (stage.kind === 'opaque') return [stage];
    return stage.kind === 'join' ? stage.right.branches.flatMap(problemsOf) : [];
  });
}

function conjunctsOf(branch: Branch): readonly Condition[] {
  const origin = originOf(branch);
  const own = all([...branch.conditions, ...expandedConditions(branch, null)]);
  const simple = simplify(own);
  const conjuncts = simple.kind === 'all' ? simple.of : simple.kind === 'always' ? [] : [simple];
  return origin === '' ? conjuncts : [from(origin), ...conjuncts];
}

/** Alternatives with what they have in common said once. */
function joinBranches(branches: readonly (readonly Condition[])[]): Condition {
  const [first = [], ...rest] = branches;
  if (rest.length === 0) return all(first);
  const keys = branches.map((conjuncts) => new Set(conjuncts.map(conditionKey)));
  const common = first.filter((conjunct) => keys.every((each) => each.has(conditionKey(conjunct))));
  const shared = new Set(common.map(conditionKey));
  const own = branches.map((conjuncts) => all(conjuncts.filter((each) => !shared.has(conditionKey(each)))));
  return all([any(own), ...common]);
}

/**
 * An expanded list whose elements must satisfy something. A row whose list is missing stays, with a null for the element
 * (https://learn.microsoft.com/kusto/query/mv-expand-operator), so what holds for a missing element holds for it.
 */
function expandedConditions(branch: Branch, parent: string | null): readonly Condition[] {
  return branch.expansions
    .filter((list) => list.parent === parent)
    .flatMap((list): readonly Condition[] => {
      const nested = expandedConditions(branch, list.scope);
      if (list.conditions.length === 0 && nested.length === 0 && !list.dropsEmpty) return [];
      const of = all([...list.conditions, ...nested]);
      const found = some(list.list, of, list.collection);
      if (list.dropsEmpty) return [found];
      const ofNothing = simplify(withoutElement(of));
      if (ofNothing.kind === 'never') return [found];
      return [any([found, all([isMissing(list), ofNothing])])];
    });
}

function isMissing({ list, collection }: ExpandedList): Condition {
  return compare(list, 'is_null', [], { collection });
}

/** What a condition on an element says where there is none. */
function withoutElement(condition: Condition): Condition {
  return fold<Condition>(condition, {
    all,
    any,
    not,
    always: () => always,
    never: () => ({ kind: 'never' }),
    from: (node) => node,
    some: (of, node) =>
      node.field.scope === 'element' ? { kind: 'never' } : some(node.field, of, node.collection),
    compare: (node) => {
      if (node.field.scope !== 'element' && node.other?.scope !== 'element') return node;
      return node.operator === 'ne' || node.operator === 'is_null' ? always : { kind: 'never' };
    },
    opaque: (node) => node,
  });
}

function trailingLimitsDropped(stages: readonly DraftStage[]): readonly DraftStage[] {
  const last = stages.findLastIndex((stage) => !(stage.kind === 'opaque' && stage.isLimit));
  return stages.slice(0, last + 1);
}

/** Does a stage from here on say something of the column? */
function isAsked(name: string, stages: readonly DraftStage[]): boolean {
  return stages.some((stage) => {
    switch (stage.kind) {
      case 'aggregate': {
        const conditions = [
          ...stage.having,
          ...stage.columns.flatMap(({ condition }) => (condition === null ? [] : [condition])),
        ];
        const fields = [
          ...stage.by,
          ...stage.columns.flatMap(({ field }) => (field === null ? [] : [field])),
        ];
        return (
          conditions.some((each) => mentions(each, name)) || fields.some(({ native }) => native === name)
        );
      }
      case 'filter':
        return mentions(stage.condition, name);
      case 'join':
        return stage.on.some(({ left }) => left.native === name);
      case 'lookup':
      case 'opaque':
        return false;
    }
  });
}

function mentions(condition: Condition, name: string): boolean {
  return leaves(condition).some(({ node }) =>
    node.kind === 'opaque'
      ? node.fields.some(({ native }) => native === name)
      : node.field.native === name || node.other?.native === name,
  );
}

function finishStages(branch: Branch, text: string): readonly PartStage[] {
  const stages = trailingLimitsDropped(branch.stages);
  const lastGroup = stages.findLastIndex((stage) => stage.kind === 'aggregate' && !stage.isDistinct);
  return stages.flatMap((stage, index): readonly PartStage[] => {
    // Rows made distinct matter to what is counted later; else they are only shown once.
    const isShown =
      stage.kind === 'aggregate' && stage.isDistinct && stage.having.length === 0 && index > lastGroup;
    if (isShown) return [];
    const ofGroups = stage.kind === 'aggregate' ? stage : { keys: [], isOfPart: false };
    const finished = finishStage(stage, stages.slice(index), text);
    return [{ stage: finished, keys: ofGroups.keys, isOfPart: ofGroups.isOfPart }];
  });
}

function finishStage(stage: DraftStage, rest: readonly DraftStage[], text: string): Stage {
  switch (stage.kind) {
    case 'aggregate': {
      const { by, window, source } = stage;
      const columns = stage.columns.filter(({ name }) => !stage.late.has(name) || isAsked(name, rest));
      return { kind: 'aggregate', by, window, columns, having: simplify(all(stage.having)), source };
    }
    case 'join': {
      const right = finish(stage.right, text);
      const { type, on, window, source } = stage;
      const condition = simplify(right.condition);
      return {
        kind: 'join',
        type,
        with: stage.with,
        condition,
        stages: right.stages,
        on: [on],
        window,
        source,
      };
    }
    case 'filter':
      return { kind: 'filter', condition: simplify(stage.condition), source: stage.source };
    case 'lookup':
      return stage;
    case 'opaque':
      return { kind: 'opaque', reason: stage.reason, source: stage.source };
  }
}
