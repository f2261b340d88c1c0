/** A lowered table to what the catalog keeps: one condition, stages in order. */
import { all, always, any, compare, from, not, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fold, leaves } from '../../condition/fold.ts';
import { conditionKey } from '../../condition/key.ts';
import { simplify } from '../../condition/simplify.ts';
import type { Stage } from '../../rule/stage.ts';
import type { Branch, DraftStage, ExpandedList, Relation } from './model.ts';

export interface Finished {
  readonly condition: Condition;
  readonly stages: readonly Stage[];
  readonly sources: readonly string[];
  /** Of the opaque stages. */
  readonly problems: readonly (DraftStage & { readonly kind: 'opaque' })[];
}

export function finish(relation: Relation, text: string): Finished {
  const branches = relation.branches.map((branch) => ({
    conjuncts: conjunctsOf(branch),
    stages: finishStages(branch, text),
  }));
  const keys = new Set(branches.map(({ stages }) => stageKey(stages)));
  const isUniform = keys.size <= 1;
  return {
    condition: joinBranches(branches.map(({ conjuncts }) => conjuncts)),
    stages: isUniform ? (branches[0]?.stages ?? []) : [unionStage(text)],
    sources: [...new Set(relation.branches.flatMap(({ sources }) => sources))],
    problems: relation.branches.flatMap(problemsOf),
  };
}

export const UNION_REASON = 'union_of_stages';

function unionStage(source: string): Stage {
  return { kind: 'opaque', reason: UNION_REASON, source };
}

/** Do both do the same, wherever it is written? */
function stageKey(stages: readonly Stage[]): string {
  return JSON.stringify(stages, (key, value: unknown) =>
    key === 'source' || key === 'span' ? undefined : value,
  );
}

function problemsOf(branch: Branch): Finished['problems'] {
  return trailingLimitsDropped(branch.stages).flatMap((stage) => {
    if (stage.kind === 'opaque') return [stage];
    return stage.kind === 'join' ? stage.right.branches.flatMap(problemsOf) : [];
  });
}

function conjunctsOf(branch: Branch): readonly Condition[] {
  const origin = branch.from ?? branch.external?.name ?? null;
  const own = all([...branch.conditions, ...expandedConditions(branch, null)]);
  const simple = simplify(own);
  const conjuncts = simple.kind === 'all' ? simple.of : simple.kind === 'always' ? [] : [simple];
  return origin === null ? conjuncts : [from(origin), ...conjuncts];
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

function finishStages(branch: Branch, text: string): readonly Stage[] {
  const stages = trailingLimitsDropped(branch.stages);
  const lastGroup = stages.findLastIndex((stage) => stage.kind === 'aggregate' && !stage.isDistinct);
  return stages.flatMap((stage, index): readonly Stage[] => {
    switch (stage.kind) {
      case 'aggregate': {
        // Rows made distinct matter to what is counted later; else they are only shown once.
        if (stage.isDistinct && stage.having.length === 0 && index > lastGroup) return [];
        const { by, window, source } = stage;
        const columns = stage.columns.filter(
          ({ name }) => !stage.late.has(name) || isAsked(name, stages.slice(index)),
        );
        return [{ kind: 'aggregate', by, window, columns, having: simplify(all(stage.having)), source }];
      }
      case 'join': {
        const right = finish(stage.right, text);
        const { type, on, window, source } = stage;
        const condition = simplify(right.condition);
        return [
          { kind: 'join', type, with: stage.with, condition, stages: right.stages, on: [on], window, source },
        ];
      }
      case 'filter':
        return [{ kind: 'filter', condition: simplify(stage.condition), source: stage.source }];
      case 'lookup':
        return [stage];
      case 'opaque':
        return [{ kind: 'opaque', reason: stage.reason, source: stage.source }];
    }
  });
}
